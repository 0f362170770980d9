package org.hikyaku.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.hikyaku.milter.MilterSocket;

/**
 * Sendmail, unpacked from Debian's packages: as packages it and Postfix exclude each other. {@code
 * .ci/run} puts them there.
 */
final class FilteredSendmail implements FilteredMta {

    /** Where the packages sendmail-bin and sendmail-cf are unpacked. */
    private static final Path UNPACKED = Path.of("/var/cache/hikyaku-peers/sendmail");

    private static final String MC =
            """
            divert(-1)
            define(`_CF_DIR_', `%1$s/')
            include(`%1$s/m4/cf.m4')
            divert(0)dnl
            OSTYPE(`linux')dnl
            define(`QUEUE_DIR', `%2$s/queue')dnl
            define(`ALIAS_FILE', `')dnl
            define(`HELP_FILE', `')dnl
            define(`STATUS_FILE', `')dnl
            define(`confPID_FILE', `%2$s/pid')dnl
            define(`confCW_FILE', `')dnl
            define(`confDOMAIN_NAME', `mx.here.example')dnl
            define(`confDONT_BLAME_SENDMAIL', `GroupWritableDirPathSafe,WorldWritableForwardFile,GroupReadableKeyFile')dnl
            define(`confDONT_PROBE_INTERFACES', `True')dnl
            define(`confTO_RESOLVER_RETRANS', `1s')dnl
            define(`confTO_RESOLVER_RETRY', `1')dnl
            define(`confTO_IDENT', `0')dnl
            define(`confMAX_MESSAGE_SIZE', `62914560')dnl
            define(`SMART_HOST', `relay:[127.0.0.1]')dnl
            define(`RELAY_MAILER_ARGS', `TCP $h %4$d')dnl
            define(`confLOG_LEVEL', `9')dnl
            FEATURE(`nocanonify')dnl
            FEATURE(`no_default_msa')dnl
            RELAY_DOMAIN(`out.example far.example')dnl
            FEATURE(`accept_unresolvable_domains')dnl
            FEATURE(`accept_unqualified_senders')dnl
            DAEMON_OPTIONS(`Name=MTA, Family=inet, Addr=127.0.0.1, Port=%3$d')dnl
            INPUT_MAIL_FILTER(`hikyaku', `S=inet:%5$d@127.0.0.1, F=T, T=C:30s;S:60s;R:60s;E:120s')dnl
            MAILER(`smtp')dnl
            """;

    private final Path folder;
    private final int port = FilteredMta.freePort();
    private final MilterSocket.Inet milter =
            new MilterSocket.Inet(FilteredMta.freePort(), "127.0.0.1", false);
    private final Path config;
    private Process process;

    FilteredSendmail(Path folder, int sink) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder.resolve("queue"));
        Commands.run("chmod", "700", folder.resolve("queue").toString());
        Path mc = folder.resolve("sendmail.mc");
        config = folder.resolve("sendmail.cf");
        Files.writeString(
                mc,
                MC.formatted(
                        UNPACKED.resolve("usr/share/sendmail/cf"),
                        folder,
                        port,
                        sink,
                        milter.port()));
        Files.writeString(config, Commands.run("m4", mc.toString()));
    }

    void start() throws IOException {
        // A host whose name has no dot makes it wait for a minute.
        process =
                new ProcessBuilder(
                                "unshare",
                                "--uts",
                                "sh",
                                "-c",
                                "echo mx.here.example >/proc/sys/kernel/hostname; exec \"$@\"",
                                "sh",
                                UNPACKED.resolve("usr/libexec/sendmail/sendmail").toString(),
                                "-C" + config,
                                "-bD",
                                "-q10s",
                                "-X" + folder.resolve("traffic"),
                                "-D" + folder.resolve("debug"))
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile())
                        .start();
        Commands.await(
                this::log,
                Duration.ofSeconds(30),
                () -> {
                    try (SmtpTalk _ = new SmtpTalk("127.0.0.1", port)) {
                        return true;
                    } catch (IOException _) {
                        return false;
                    }
                });
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public MilterSocket milter() {
        return milter;
    }

    /** A quarantined message's control file begins with hf, others' with qf. */
    @Override
    public int held() {
        try (Stream<Path> files = Files.list(folder.resolve("queue"))) {
            return (int) files.filter(f -> f.getFileName().toString().startsWith("hf")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String log() {
        try {
            StringBuilder all = new StringBuilder();
            for (String name : new String[] {"log", "traffic", "debug"}) {
                Path file = folder.resolve(name);
                all.append(Files.exists(file) ? Files.readString(file) : "");
            }
            return all.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroy();
        }
        Commands.attempt(Duration.ofSeconds(30), "", "rm", "-rf", folder.toString());
    }
}
