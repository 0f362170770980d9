package org.hikyaku.app.adopt;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hikyaku.app.console.CommandFailure;
import org.hikyaku.app.console.CommonOptions;
import org.hikyaku.app.console.Texts;
import org.hikyaku.app.dns.Colours;
import org.hikyaku.app.dns.Lines;
import org.hikyaku.app.quickstart.Launcher;
import org.hikyaku.dns.Resolver;
import org.hikyaku.lookup.CachingResolver;
import org.hikyaku.lookup.DnsResolver;
import org.hikyaku.neighbours.slips.Slips;
import org.hikyaku.ops.LogSetup;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hikyaku adopt}. */
@Command(
        name = "adopt",
        mixinStandardHelpOptions = true,
        description = {
            "Looks at the mail server of this machine (Postfix, OpenDKIM, OpenDMARC, policyd-spf,"
                    + " Dovecot, BIND, nginx, certbot), tells what is wrong with it, and shows how it"
                    + " would be taken over: each file, each command, each record.",
            "Changes nothing without --apply. The data folder is /var/lib/hikyaku where --dir does"
                    + " not say another; what was there before is kept beside it, in"
                    + " /var/lib/hikyaku-adopt."
        },
        footer = {
            "",
            "Exit status: 0 nothing to do, or done; 1 something to do, or gone back;",
            "2 could not run.",
            "",
            "Example: hikyaku adopt",
            "         hikyaku adopt --apply",
            "         hikyaku adopt --undo"
        })
public final class AdoptCommand implements Callable<Integer> {

    static final int DONE = 0;
    static final int OPEN = 1;

    private static final Path DATA = Path.of("/var/lib/hikyaku");

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    @Spec private @Nullable CommandSpec spec;

    @Mixin private CommonOptions common = new CommonOptions();

    @Option(
            names = "--root",
            paramLabel = "FOLDER",
            description =
                    "a copy of a machine's files, with etc in it: its files are edited, commands are"
                            + " shown and not run")
    private Path root = Path.of("/");

    @Option(names = "--apply", description = "Does it, step by step, with a check after each.")
    private boolean apply;

    @Option(names = "--undo", description = "Takes back what the last --apply did.")
    private boolean undo;

    @Option(
            names = "--force",
            description = "With --undo: also where somebody has changed a file since.")
    private boolean force;

    @Option(names = "--yes", description = "Does not ask.")
    private boolean yes;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            description = "auto, always or never (default: auto)")
    private Colours.When color = Colours.When.AUTO;

    @Option(
            names = "--offline",
            description = "Asks no DNS server; what only the DNS can tell is not told.")
    private boolean offline;

    /** For picocli. */
    public AdoptCommand() {}

    @Override
    public Integer call() {
        LogSetup.silent();
        Texts texts = Texts.of(AdoptCommand.class, "AdoptMessages", common.locale());
        Lines lines = new Lines(common.output(), texts, Colours.of(color));
        Target target = target(texts);
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        AdoptRun run = new AdoptRun(target, lines, common.locale(), resolver(), data, yes);
        try {
            int status = undo ? run.undo(force) : run.adopt(apply);
            data.put("status", status == DONE ? "done" : "open");
            common.output().json(data);
            return status;
        } catch (IOException e) {
            String why = e.getClass().getSimpleName() + ": " + e.getMessage();
            throw new CommandFailure(texts.text("failed", why), e);
        }
    }

    private Target target(Texts texts) {
        if (apply && undo) {
            throw new CommandFailure(texts.text("usage.both"));
        }
        if (force && !undo) {
            throw new CommandFailure(texts.text("usage.force"));
        }
        Path folder = root.toAbsolutePath().normalize();
        if (!Files.isDirectory(folder.resolve("etc"))) {
            throw new CommandFailure(texts.text("root.none", folder));
        }
        Target target = new Target(folder, data(), Launcher.path());
        boolean isRoot = new UnixSystem().getUid() == 0;
        if (target.isHere() && !isRoot) {
            throw new CommandFailure(texts.text("root.needed", new UnixSystem().getUsername()));
        }
        return target;
    }

    private Resolver resolver() {
        return offline
                ? Slips.NO_DNS
                : new CachingResolver(new DnsResolver(DnsResolver.systemServers(), PATIENCE));
    }

    private Path data() {
        boolean said =
                spec != null && spec.commandLine().getParseResult().hasMatchedOption("--dir");
        return said ? common.dir().toAbsolutePath().normalize() : DATA;
    }
}
