package org.hikyaku.app.check;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.hikyaku.app.console.CommonOptions;
import org.hikyaku.app.console.Texts;
import org.hikyaku.ops.LogSetup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands of this package share. */
abstract class CheckCommand implements Callable<Integer> {

    static final int RIGHT = 0;
    static final int PROBLEM = 1;

    @Mixin private CommonOptions common = new CommonOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "shows this help")
    @SuppressWarnings("unused") // picocli acts on it
    private boolean help;

    /**
     * Does the work.
     *
     * @return the exit status
     */
    abstract int run();

    @Override
    public final Integer call() {
        LogSetup.silent(); // else the DNS library's own lines would stand between ours
        int status = run();
        out().flush();
        return status;
    }

    final Locale locale() {
        return common.locale();
    }

    final PrintStream out() {
        return common.output().out();
    }

    final boolean json() {
        return common.isJson();
    }

    final void show(Object data) {
        out().println(Json.text(data));
    }

    final Texts words() {
        return Texts.of(CheckCommand.class, "Words", common.locale());
    }
}
