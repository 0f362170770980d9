package org.hikyaku.bench;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs the measurements whose names match a pattern, then says which goals they reach: {@code
 * bench/run jmh}.
 */
public final class JmhRun {

    /** Until everything is compiled; on a busy machine a round has few operations. */
    private static final int WARM_UP_ROUNDS = 15;

    private static final int ROUNDS = 5;

    private JmhRun() {}

    /**
     * Arguments: the pattern, then figures of peers from the same run, each {@code label=number}:
     * signatures per second of {@code openssl}, microseconds for each message of the others.
     */
    public static void main(String[] args) throws RunnerException {
        Collection<RunResult> results =
                new Runner(
                                new OptionsBuilder()
                                        .include(args[0])
                                        .forks(1)
                                        // Compiled code is ready when it is due, however busy the
                                        // machine: none of the rounds pays for the compiler.
                                        .jvmArgsAppend("-XX:-BackgroundCompilation")
                                        .warmupIterations(WARM_UP_ROUNDS)
                                        .warmupTime(TimeValue.seconds(1))
                                        .measurementIterations(ROUNDS)
                                        .measurementTime(TimeValue.seconds(1))
                                        .addProfiler(GCProfiler.class)
                                        .addProfiler(CpuProfiler.class)
                                        .build())
                        .run();
        Map<String, Double> peers = new HashMap<>();
        for (int i = 1; i < args.length; i++) {
            int equals = args[i].indexOf('=');
            peers.put(args[i].substring(0, equals), Double.valueOf(args[i].substring(equals + 1)));
        }
        System.out.println();
        new Goals(own(results), peers).print(System.out);
    }

    /** Class.method, with the parameter if there is one, to its figures. */
    private static Map<String, Goals.Figures> own(Collection<RunResult> results) {
        Map<String, Goals.Figures> figures = new HashMap<>();
        for (RunResult result : results) {
            figures.put(
                    name(result.getParams()),
                    new Goals.Figures(
                            secondary(result, CpuProfiler.LABEL),
                            secondary(result, "gc.alloc.rate.norm")));
        }
        return figures;
    }

    private static String name(BenchmarkParams params) {
        String name = params.getBenchmark().substring(JmhRun.class.getPackageName().length() + 1);
        StringBuilder all = new StringBuilder(name);
        for (String key : params.getParamsKeys()) {
            all.append(' ').append(params.getParam(key));
        }
        return all.toString();
    }

    /** The median of the rounds: one in which the machine stood still does not count. */
    private static double secondary(RunResult result, String label) {
        for (String key : result.getSecondaryResults().keySet()) {
            if (key.endsWith(label)) {
                return result.getSecondaryResults().get(key).getStatistics().getPercentile(50);
            }
        }
        return Double.NaN;
    }
}
