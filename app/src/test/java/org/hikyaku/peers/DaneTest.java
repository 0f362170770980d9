package org.hikyaku.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.hikyaku.store.Evidence;
import org.hikyaku.store.embedded.EmbeddedStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Postfix with TLSA records in a zone that is signed, and unbound to vouch for them. */
@Tag("peer")
final class DaneTest {

    private static final String ZONE =
            """
            $TTL 60
            rcpt.example. IN SOA ns.rcpt.example. host.rcpt.example. 1 60 60 600 60
            rcpt.example. IN NS ns.rcpt.example.
            rcpt.example. IN MX 10 mx.rcpt.example.
            ns.rcpt.example. IN A 127.0.0.1
            mx.rcpt.example. IN A 127.0.0.1
            _25._tcp.mx.rcpt.example. IN TLSA 3 1 1 %s
            """;

    private Path folder;
    private Host host;
    private TestServer server;
    private Process named;
    private Process unbound;

    @BeforeEach
    void start() throws IOException {
        // Not below a folder that only root may enter: the peers are other users.
        folder = Files.createTempDirectory(Path.of("/tmp"), "dane");
        Commands.run("chmod", "755", folder.toString());
        host = new Host("hkdane" + ProcessHandle.current().pid() % 10_000);
        host.up("127.0.0.1", "127.0.0.1 mx.rcpt.example\n");
        Path peer = Files.createDirectories(folder.resolve("peer"));
        Commands.run("openssl", "genrsa", "-out", peer.resolve("sel.private").toString(), "2048");
        new PostfixPeer(host, peer, "127.0.0.1").start();
        Commands.run(
                "sh",
                "-c",
                "cd "
                        + folder
                        + " && dnssec-keygen -q -a ECDSAP256SHA256 -f KSK rcpt.example"
                        + " && cat Krcpt.example.*.key > anchor"
                        + " && dnssec-keygen -q -a ECDSAP256SHA256 rcpt.example");
        server =
                new TestServer(
                        folder.resolve("data"), List.of("ip", "netns", "exec", host.namespace()));
        server.prepare(
                """
                listen.smtp = ["127.0.0.1:2525"]
                listen.submission = ["127.0.0.1:2587"]
                listen.submissions = ["127.0.0.1:2465"]
                submission.trusted-networks = ["127.0.0.1/32"]
                dns.servers = ["127.0.0.1"]
                ops.address = "none"
                """);
    }

    @AfterEach
    void stop() {
        server.stop();
        host.close();
        Commands.run("rm", "-rf", folder.toString());
    }

    private String own() {
        String crt = folder.resolve("peer/etc/tls.crt").toString();
        return Commands.run(
                        "sh",
                        "-c",
                        "openssl x509 -in "
                                + crt
                                + " -pubkey -noout | openssl pkey -pubin -outform DER | sha256sum")
                .split(" ")[0];
    }

    /** Signs and serves the zone; {@code validity} as dnssec-signzone takes it. */
    private void publish(String tlsa, String validity) throws IOException {
        for (Process each : new Process[] {named, unbound}) {
            if (each != null) {
                each.destroyForcibly();
                each.onExit().join();
            }
        }
        Files.writeString(folder.resolve("zone"), ZONE.formatted(tlsa));
        Commands.run(
                "sh",
                "-c",
                "cd "
                        + folder
                        + " && dnssec-signzone -S -o rcpt.example "
                        + validity
                        + " -f signed zone >sign.log 2>&1 && chmod a+r *");
        Files.writeString(
                folder.resolve("named.conf"),
                """
                options { directory "%1$s"; listen-on port 5300 { 127.0.0.1; }; listen-on-v6 { none; };
                  recursion no; pid-file none; session-keyfile none; dnssec-validation no; };
                controls { };
                zone "rcpt.example" { type primary; file "%1$s/signed"; };
                """
                        .formatted(folder));
        Files.writeString(
                folder.resolve("unbound.conf"),
                """
                server:
                  interface: 127.0.0.1
                  chroot: ""
                  username: ""
                  pidfile: ""
                  directory: "%1$s"
                  use-syslog: no
                  do-ip6: no
                  do-not-query-localhost: no
                  module-config: "validator iterator"
                  trust-anchor-file: "%1$s/anchor"
                  local-zone: "sender.example." static
                stub-zone:
                  name: "rcpt.example."
                  stub-addr: 127.0.0.1@5300
                remote-control:
                  control-enable: no
                """
                        .formatted(folder));
        named =
                host.start(
                        folder.resolve("named.log"),
                        Map.of(),
                        "named",
                        "-g",
                        "-c",
                        folder.resolve("named.conf").toString());
        unbound =
                host.start(
                        folder.resolve("unbound.log"),
                        Map.of(),
                        "unbound",
                        "-d",
                        "-c",
                        folder.resolve("unbound.conf").toString());
        Commands.await(
                "the zone is served",
                Duration.ofSeconds(20),
                () ->
                        host.attempt(
                                        "dig",
                                        "+short",
                                        "+cd",
                                        "+time=1",
                                        "+tries=1",
                                        "@127.0.0.1",
                                        "MX",
                                        "rcpt.example")
                                .output()
                                .contains("mx.rcpt.example"));
    }

    private Commands.Result send(String subject) {
        return Swaks.send(
                host,
                subject,
                TestServer.ACCOUNT,
                PeerNetwork.FRIEND,
                "--server",
                "127.0.0.1:2587",
                "-tls");
    }

    private String queue() {
        return server.command("queue", "list");
    }

    @Test
    void whatTlsaRecordsSayHolds() throws IOException {
        publish(own(), "");
        Commands.Result explained = server.attempt("tls", "explain", "rcpt.example", "--lang=en");
        assertThat(explained.output())
                .contains("DNSSEC vouches for the list of its mail hosts")
                .contains("mx.rcpt.example: DANE: the certificate must be one");
        assertThat(explained.status()).isZero();
        Commands.Result tested = server.attempt("tls", "test", "rcpt.example", "--lang=en");
        assertThat(tested.output()).contains("127.0.0.1: well (TLSv1.3 ");
        assertThat(tested.status()).isZero();

        server.start();
        assertThat(send("with dane").status()).isZero();
        Commands.await(
                this::queue, Duration.ofSeconds(30), () -> !queue().contains(PeerNetwork.FRIEND));
        server.stop();
        try (EmbeddedStore store = EmbeddedStore.open(server.dir())) {
            LocalDate today = LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC);
            assertThat(store.evidence().tlsSessions(today, 10))
                    .singleElement()
                    .satisfies(
                            c -> {
                                assertThat(c.session().policyType()).isEqualTo("tlsa");
                                assertThat(c.session().result()).isEmpty();
                            });
        }
    }

    @Test
    void anotherCertificateGetsNoMail() throws IOException {
        publish("00".repeat(32), "");
        Commands.Result tested = server.attempt("tls", "test", "rcpt.example", "--lang=en");
        assertThat(tested.output()).contains("mx.rcpt.example does not prove who it is");
        assertThat(tested.status()).isEqualTo(1);
        server.start();
        assertThat(send("without").status()).isZero();
        Commands.await(
                this::queue,
                Duration.ofSeconds(30),
                () ->
                        server.attempt("queue", "list", "--json")
                                .output()
                                .contains("no TLSA record"));
        server.stop();
        try (EmbeddedStore store = EmbeddedStore.open(server.dir())) {
            assertThat(store.queue().size()).isEqualTo(1);
            LocalDate today = LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC);
            assertThat(store.evidence().tlsSessions(today, 10))
                    .extracting(Evidence.TlsCount::session)
                    .extracting(Evidence.TlsSession::result)
                    .containsOnly("validation-failure");
        }
    }

    @Test
    void signaturesThatAreOverAreNotBelieved() throws IOException {
        publish(own(), "-P -s 20200101000000 -e 20200201000000");
        Commands.Result explained = server.attempt("tls", "explain", "rcpt.example", "--lang=en");
        assertThat(explained.status()).isNotZero();
        assertThat(explained.output()).contains("rcpt.example");
        assertThat(explained.output()).doesNotContain("nothing is required");
    }
}
