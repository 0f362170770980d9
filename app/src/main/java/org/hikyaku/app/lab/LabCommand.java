package org.hikyaku.app.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.hikyaku.app.console.CommandFailure;
import org.hikyaku.app.console.CommonOptions;
import org.hikyaku.app.console.Output;
import org.hikyaku.app.console.Texts;
import org.hikyaku.app.server.ServeCommand;
import org.hikyaku.ops.LogSetup;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The whole path of a message on this machine. */
@Command(
        name = "lab",
        mixinStandardHelpOptions = true,
        description = {
            "Sends a message the whole way on this machine, each step explained: DNS, submission, signature, queue, TLS, and a receiver that applies Gmail's rules. Needs no root, no domain, no other server.",
            "Ends with 0 only where the receiver accepted and stored it with everything passing, with 1 where it refused."
        },
        footer = {"", "Example: hikyaku lab --break dkim"})
public final class LabCommand implements Callable<Integer> {

    /** They are on disk twice for a while. */
    private static final int MAX_MORE = 100_000;

    @Mixin private CommonOptions common = new CommonOptions();

    @Option(
            names = "--break",
            paramLabel = "WHAT",
            description =
                    "leaves one thing out and shows what Gmail says: spf, dkim, dmarc, ptr or tls")
    private @Nullable String without;

    @Option(
            names = "--keep",
            description =
                    "leaves both servers running until Ctrl-C and tells how to connect a mail program")
    private boolean keep;

    @Option(
            names = "--messages",
            paramLabel = "N",
            description = "sends so many more of 8 KB and tells how many went each second")
    private int more;

    @Option(
            names = "--training",
            paramLabel = "DATA",
            hidden = true,
            description = "starts and ends the server in DATA too: for the start-up cache")
    private @Nullable Path training;

    /** For picocli. */
    public LabCommand() {}

    @Override
    public Integer call() throws Exception {
        if (more < 0 || more > MAX_MORE) {
            throw new CommandFailure(
                    Texts.of(LabCommand.class, "LabMessages", common.locale())
                            .text("messages-range", MAX_MORE));
        }
        if (training != null) {
            new CommandLine(new ServeCommand())
                    .execute("--until-ready", "--dir", training.toString());
        }
        LogSetup.silent();
        Texts texts = Texts.of(LabCommand.class, "LabMessages", common.locale());
        LabWorld.Break broken = without == null ? null : broken(texts, without);
        Output out = common.output();
        LabReport report = new LabReport(out, texts, common.locale());
        Path folder = Files.createTempDirectory("hikyaku-lab");
        Thread cleaner = new Thread(() -> delete(folder), "lab-cleaner");
        Runtime.getRuntime().addShutdownHook(cleaner); // Ctrl-C leaves nothing behind
        boolean passed;
        try (LabRun run = new LabRun(folder, broken, report)) {
            out.line(texts.text("title"));
            passed = run.run();
            if (passed && more > 0) {
                run.more(more);
            }
            LabRun.Connection how = keep ? run.connection() : null;
            report.end(passed, how == null ? Map.of() : data(how));
            if (how != null) {
                keep(how, texts, out);
            }
        } catch (IOException e) {
            throw new CommandFailure(
                    texts.text("could-not-run", String.valueOf(e.getMessage())), e);
        }
        delete(folder);
        return passed ? 0 : 1;
    }

    private static LabWorld.Break broken(Texts texts, String text) {
        try {
            return LabWorld.Break.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            List<String> all =
                    Arrays.stream(LabWorld.Break.values())
                            .map(b -> b.name().toLowerCase(Locale.ROOT))
                            .toList();
            throw new CommandFailure(texts.text("wrong-break", String.join(", ", all)));
        }
    }

    private static void keep(LabRun.Connection how, Texts texts, Output out)
            throws InterruptedException {
        String port = Integer.toString(how.port());
        out.line("");
        out.line(
                texts.text("keep", "127.0.0.1", port, LabRun.YOU, how.password(), how.authority()));
        new CountDownLatch(1).await(); // until Ctrl-C
    }

    private static Map<String, Object> data(LabRun.Connection how) {
        return Map.of(
                "server",
                "127.0.0.1",
                "port",
                how.port(),
                "login",
                LabRun.YOU,
                "password",
                how.password(),
                "authority",
                how.authority());
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException _) {
            // It is in the temporary folder: the system clears it.
        }
    }
}
