package org.hikyaku.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.hikyaku.certs.ServedCheck;
import org.hikyaku.name.DomainName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server without a certificate gets one by itself, and takes up a later one while it runs. */
@Tag("peer")
final class CertServeTest {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir Path folder;

    private static String shown(TestServer server, String service) {
        try {
            X509Certificate seen =
                    ServedCheck.shown(
                            new InetSocketAddress("127.0.0.1", server.port(service)),
                            !service.equals("submissions"),
                            DomainName.of(TestServer.HOSTNAME));
            return seen.getIssuerX500Principal() + " " + seen.getSerialNumber();
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void issuedServedAndRenewedWhileItRuns() throws Exception {
        TestServer server = new TestServer(folder.resolve("data"), List.of());
        try (PebblePeer pebble = new PebblePeer(folder, Map.of()).start()) {
            Files.createDirectories(server.dir());
            server.prepare(
                    """
                    listen.smtp = ["127.0.0.1:0"]
                    listen.submission = ["127.0.0.1:0"]
                    listen.submissions = ["127.0.0.1:0"]
                    ops.address = "none"
                    certificates.names = ["%s"]
                    certificates.terms-agreed = true
                    certificates.authorities = ["pebble"]
                    certificates.http = "127.0.0.1:%d"
                    """
                            .formatted(TestServer.HOSTNAME, pebble.httpPort));
            Files.writeString(
                    server.dir().resolve("hikyaku.toml"),
                    "[authority.pebble]\ndirectory = \"%s\"\nca-bundle = \"%s\"\n"
                            .formatted(pebble.directory(), pebble.bundle()),
                    StandardOpenOption.APPEND);
            server.start();
            try (Socket open = new Socket("127.0.0.1", server.port("smtp"))) {
                BufferedReader in =
                        new BufferedReader(
                                new InputStreamReader(
                                        open.getInputStream(), StandardCharsets.US_ASCII));
                assertThat(in.readLine()).startsWith("220");
                Commands.await(
                        () -> shown(server, "submissions"),
                        LIMIT,
                        () -> shown(server, "submissions").contains("Pebble"));
                String before = shown(server, "smtp");
                assertThat(before).contains("Pebble");
                killedInTheMiddle(server.dir());
                assertThat(cert(server.dir(), "renew").output()).contains("mail.sender.example");
                Commands.await(
                        () -> shown(server, "smtp"),
                        LIMIT,
                        () -> !shown(server, "smtp").equals(before));
                assertThat(shown(server, "submission")).isEqualTo(shown(server, "smtp"));
                open.getOutputStream().write("NOOP\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(in.readLine()).startsWith("250");
            }
            Path archive = server.dir().resolve("certificates/archive/" + TestServer.HOSTNAME);
            assertThat(archive.resolve("2")).isDirectory();
            assertThat(archive.resolve("3")).doesNotExist();
            assertThat(cert(server.dir(), "status", "--json").output()).contains("\"RENEW\"");
        } finally {
            server.stop();
        }
    }

    private static Commands.Result cert(Path dir, String... arguments) {
        return Commands.attempt(LIMIT, "", command(dir, arguments).toArray(String[]::new));
    }

    private static List<String> command(Path dir, String... arguments) {
        List<String> command = new ArrayList<>(TestServer.java(List.of(), "cert"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--dir", dir.toString(), "--lang", "en"));
        return command;
    }

    /** The kernel ends a renewal right after its order is begun. */
    private static void killedInTheMiddle(Path dir) throws IOException, InterruptedException {
        Process renewal =
                new ProcessBuilder(command(dir, "renew", "--force"))
                        .redirectErrorStream(true)
                        .start();
        BufferedReader said = renewal.inputReader(StandardCharsets.UTF_8);
        String line = said.readLine();
        while (line != null && !line.endsWith(": ordered")) {
            line = said.readLine();
        }
        renewal.destroyForcibly();
        assertThat(renewal.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(renewal.exitValue()).as("killed").isEqualTo(128 + 9);
    }
}
