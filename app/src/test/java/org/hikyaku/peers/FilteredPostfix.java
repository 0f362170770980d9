package org.hikyaku.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.Stream;
import org.hikyaku.milter.MilterSocket;

/** Postfix, with a milter for what comes by SMTP and for what is made on this host. */
final class FilteredPostfix implements FilteredMta {

    private static final String MASTER_CF =
            """
            127.0.0.1:%d inet  n - n - - smtpd
            pickup    unix  n - n 60 1 pickup
            cleanup   unix  n - n - 0 cleanup
            qmgr      unix  n - n 300 1 qmgr
            rewrite   unix  - - n - - trivial-rewrite
            bounce    unix  - - n - 0 bounce
            defer     unix  - - n - 0 bounce
            trace     unix  - - n - 0 bounce
            proxymap  unix  - - n - - proxymap
            smtp      unix  - - n - - smtp
            relay     unix  - - n - - smtp
            showq     unix  n - n - - showq
            error     unix  - - n - - error
            retry     unix  - - n - - error
            anvil     unix  - - n - 1 anvil
            scache    unix  - - n - 1 scache
            postlog   unix-dgram n - n - 1 postlogd
            """;

    private final Path folder;
    private final int port = FilteredMta.freePort();
    private final MilterSocket milter;

    /** Files in {@code folder}; {@code protocol} is 6 or, as old how-tos have it, 2. */
    FilteredPostfix(Path folder, int protocol, int sink) throws IOException {
        this.folder = folder;
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String part : new String[] {"queue", "state", "etc"}) {
            Files.createDirectories(folder.resolve(part));
        }
        Commands.run("chown", "postfix", folder.resolve("state").toString());
        // The newest way by a UNIX socket with Postfix' group, the oldest by a port.
        milter =
                protocol == 6
                        ? new MilterSocket.Unix(folder.resolve("milter.sock").toString())
                        : new MilterSocket.Inet(FilteredMta.freePort(), "localhost", false);
        Path etc = folder.resolve("etc");
        Files.writeString(etc.resolve("main.cf"), mainCf(protocol, sink));
        Files.writeString(etc.resolve("master.cf"), MASTER_CF.formatted(port));
    }

    void start() {
        Commands.run("postfix", "-c", folder.resolve("etc").toString(), "start");
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

    private String mainCf(int protocol, int sink) {
        String socket =
                switch (milter) {
                    case MilterSocket.Unix unix -> "unix:" + unix.path();
                    case MilterSocket.Inet inet -> "inet:localhost:" + inet.port();
                };
        return """
                compatibility_level = 3.6
                queue_directory = %1$s/queue
                data_directory = %1$s/state
                maillog_file = %1$s/maillog
                maillog_file_prefixes = %1$s
                mail_owner = postfix
                myhostname = mx.here.example
                myorigin = here.example
                mydestination =
                inet_interfaces = loopback-only
                inet_protocols = ipv4
                mynetworks = 127.0.0.1/32
                alias_maps =
                relayhost = [127.0.0.1]:%2$d
                disable_dns_lookups = yes
                smtpd_peername_lookup = no
                relay_domains = out.example, far.example, here.example
                smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination
                message_size_limit = 62914560
                minimal_backoff_time = 10s
                smtp_connection_cache_on_demand = no
                smtpd_milters = %3$s
                non_smtpd_milters = $smtpd_milters
                internal_mail_filter_classes = bounce
                milter_protocol = %4$d
                milter_default_action = tempfail
                """
                .formatted(folder, sink, socket, protocol);
    }

    /** As a program on this host does it. */
    void submit(String from, String message, String to) {
        Commands.Result result =
                Commands.attempt(
                        Duration.ofSeconds(30),
                        message,
                        "env",
                        "MAIL_CONFIG=" + folder.resolve("etc"),
                        "sendmail",
                        "-i",
                        "-f",
                        from,
                        to);
        if (result.status() != 0) {
            throw new AssertionError(result.output());
        }
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public MilterSocket milter() {
        return milter;
    }

    @Override
    public int held() {
        try (Stream<Path> files = Files.walk(folder.resolve("queue/hold"))) {
            return (int) files.filter(Files::isRegularFile).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String log() {
        try {
            Path log = folder.resolve("maillog");
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Commands.attempt(
                Duration.ofSeconds(30),
                "",
                "postfix",
                "-c",
                folder.resolve("etc").toString(),
                "stop");
        Commands.attempt(Duration.ofSeconds(30), "", "rm", "-rf", folder.toString());
    }
}
