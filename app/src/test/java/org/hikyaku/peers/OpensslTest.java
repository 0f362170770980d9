package org.hikyaku.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenSSL's client at every port with TLS. */
@Tag("peer")
final class OpensslTest {

    @TempDir static Path folder;

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = new TestServer(folder.resolve("data"), List.of());
        server.prepare(
                """
                listen.smtp = ["127.0.0.1:0"]
                listen.submission = ["127.0.0.1:0"]
                listen.submissions = ["127.0.0.1:0"]
                ops.address = "none"
                """);
        server.start();
        server.awaitGreeting();
    }

    @AfterAll
    static void stop() {
        server.stop();
    }

    @ParameterizedTest
    @CsvSource({
        "smtp, -tls1_3, TLSv1.3",
        "smtp, -tls1_2, TLSv1.2",
        "submission, -tls1_3, TLSv1.3",
        "submission, -tls1_2, TLSv1.2",
        "submissions, -tls1_3, TLSv1.3",
        "submissions, -tls1_2, TLSv1.2"
    })
    void itTalksOverTls(String service, String option, String version) {
        // A line that begins with Q would be a command to OpenSSL itself.
        String said = client(service, "EHLO client.example\nquit\n", option).output();
        assertThat(said).contains("Protocol version: " + version);
        // OpenSSL shows the last line of what was offered before; what is ours follows.
        assertThat(said).contains("250-" + TestServer.HOSTNAME + " greets client.example");
        String ours = said.substring(said.indexOf(" greets client.example"));
        assertThat(ours).contains("250-PIPELINING", "221 2.0.0");
        // RFC 3207 section 4.2: not offered again.
        assertThat(ours).doesNotContain("STARTTLS");
        assertThat(ours.contains("AUTH ")).isEqualTo(!service.equals("smtp"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"smtp", "submission", "submissions"})
    void whatIsOlderIsRefused(String service) {
        // RFC 8996; OpenSSL itself offers it at security level 0 only.
        Commands.Result result =
                client(service, "quit\n", "-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0");
        assertThat(result.status()).isNotZero();
        assertThat(result.output()).containsIgnoringCase("alert protocol version");
        assertThat(result.output()).doesNotContain("Protocol version: TLSv1.1");
        itTalksOverTls(service, "-tls1_3", "TLSv1.3"); // the server goes on
    }

    private static Commands.Result client(String service, String input, String... options) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "openssl",
                                "s_client",
                                "-connect",
                                "127.0.0.1:" + server.port(service),
                                "-brief",
                                "-ign_eof",
                                "-crlf"));
        command.addAll(List.of(options));
        if (!service.equals("submissions")) {
            command.addAll(List.of("-starttls", "smtp"));
        }
        return Commands.attempt(Duration.ofSeconds(30), input, command.toArray(String[]::new));
    }
}
