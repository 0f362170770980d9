package org.hikyaku.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.hikyaku.app.Ran;
import org.hikyaku.name.DomainName;
import org.hikyaku.store.Domains.LocalDomain;
import org.hikyaku.store.embedded.EmbeddedStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What serve and check-config say of a folder, an address, a certificate or a key. */
final class ServeCommandTest {

    private static final String ANY_PORT =
            """
            hostname = "mail.x.example"
            [listen]
            smtp = ["127.0.0.1:0"]
            submission = ["127.0.0.1:0"]
            submissions = ["127.0.0.1:0"]
            [ops]
            address = "none"
            """;

    @TempDir Path folder;

    @BeforeEach
    void dataFolder() throws IOException {
        EmbeddedStore.open(folder).close();
        settings(ANY_PORT);
    }

    private void settings(String text) throws IOException {
        Files.writeString(folder.resolve("hikyaku.toml"), text);
    }

    private Ran serve(String... more) {
        return run("serve", "--until-ready", more);
    }

    private Ran run(String command, String option, String... more) {
        List<String> words =
                Stream.concat(
                                Stream.of(command, option, "--lang=en", "--dir=" + folder),
                                Stream.of(more))
                        .toList();
        return Ran.of(words.toArray(String[]::new));
    }

    private String refused() {
        Ran ran = serve();
        assertThat(ran.status()).as(ran.err()).isEqualTo(2);
        assertThat(ran.err().lines().filter(l -> l.startsWith("hikyaku: "))).hasSize(1);
        assertThat(ran.err()).doesNotContain("\tat ");
        return ran.err();
    }

    @Test
    void itTellsWhereItListensAndThatItMadeACertificate() throws IOException {
        Ran ran = serve();
        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains("one of its own making for mail.x.example")
                .containsPattern("smtp listens on 127\\.0\\.0\\.1:[0-9]+\n")
                .containsPattern("submissions listens on 127\\.0\\.0\\.1:[0-9]+\n");
        Path key = folder.resolve("tls/self-signed.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        byte[] first = Files.readAllBytes(key);
        assertThat(serve().status()).isZero();
        assertThat(Files.readAllBytes(key)).isEqualTo(first);
    }

    @Test
    void aHostWithAnotherNameGetsAnotherCertificate() throws IOException {
        serve();
        settings(ANY_PORT.replace("mail.x", "mx.y"));
        assertThat(serve().out()).contains("for mx.y.example");
    }

    @Test
    void aPortInUseIsNamedAndNothingStaysOpen() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();
            settings(
                    ANY_PORT.replace(
                            "submission = [\"127.0.0.1:0\"]",
                            "submission = [\"127.0.0.1:" + port + "\"]"));
            assertThat(refused())
                    .contains("port " + port + " is in use", "sport = :" + port, "--port-offset");
        }
        settings(ANY_PORT);
        assertThat(serve().status()).isZero(); // the folder's lock was given back
    }

    @Test
    void anAddressOfAnotherMachineIsTold() throws IOException {
        settings(ANY_PORT.replace("smtp = [\"127.0.0.1:0\"]", "smtp = [\"192.0.2.1:2525\"]"));
        assertThat(refused()).contains("cannot listen on 192.0.2.1:2525", "\"*:2525\"");
    }

    @Test
    void theAddressOfMetricsInUseIsTold() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            settings(ANY_PORT.replace("\"none\"", "\"127.0.0.1:" + other.getLocalPort() + "\""));
            assertThat(refused()).contains("/metrics", "ops.address");
        }
    }

    @Test
    void nothingToListenAtIsTold() throws IOException {
        settings(
                "hostname = 'a.example'\nlisten.smtp = []\nlisten.submission = []\nlisten.submissions = []\n");
        assertThat(refused()).contains("switches everything off");
    }

    @Test
    void anOffsetThatGoesTooFarIsTold() throws IOException {
        settings(ANY_PORT.replace("smtp = [\"127.0.0.1:0\"]", "smtp = [\"127.0.0.1:60000\"]"));
        assertThat(serve("--port-offset", "10000").err()).contains("60000 beyond 65535");
    }

    @Test
    void damagedSettingsAreTold() throws IOException {
        settings("hostname = \"mail.x.example\"\n[listen\n");
        assertThat(refused()).contains("hikyaku.toml:2: this is not TOML");
    }

    @Test
    void aFolderIsServedOnce() {
        try (EmbeddedStore serving = EmbeddedStore.openServing(folder)) {
            assertThat(refused()).contains("another hikyaku serves " + folder);
            assertThat(serving.domains().list()).isEmpty();
        }
    }

    @Test
    void aKeyThatOthersCanReadIsNotUsed() throws IOException {
        Ran.of("domain", "add", "x.example", "--dir=" + folder);
        Path key;
        try (Stream<Path> files = Files.walk(folder.resolve("keys"))) {
            key = files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(refused()).contains(key.toString(), "rw-r--r--", "chmod 600");
        Ran check = run("check-config", "--json");
        assertThat(check.status()).isEqualTo(2);
        assertThat(check.err()).contains("chmod 600");
    }

    private void certificate(String host, Instant from) throws IOException {
        Certificates.Issued made = Certificates.selfSigned(DomainName.of(host), from);
        Files.writeString(folder.resolve("c.pem"), made.certificatePem());
        Files.writeString(folder.resolve("k.pem"), made.keyPem());
        Files.setPosixFilePermissions(
                folder.resolve("k.pem"), PosixFilePermissions.fromString("rw-------"));
        settings(ANY_PORT + "[tls]\ncertificate = \"c.pem\"\nkey = \"k.pem\"\n");
    }

    private static Instant now() {
        return Clock.systemUTC().instant();
    }

    @Test
    void aCertificateIsUsedAsItIsNamed() throws IOException {
        certificate("mail.x.example", now());
        Ran ran = serve();
        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(ran.out()).doesNotContain("own making");
    }

    @Test
    void aCertificateThatCannotBeUsedIsTold() throws IOException {
        certificate("mail.x.example", now());
        Files.writeString(folder.resolve("k.pem"), "no key");
        assertThat(refused()).contains("k.pem");
        Files.delete(folder.resolve("k.pem"));
        assertThat(refused()).contains("k.pem does not exist");
        assertThat(run("check-config", "--json").status()).isEqualTo(2);
    }

    @Test
    void checkConfigFindsWhatMailWouldSufferFrom() throws IOException {
        certificate("other.x.example", now());
        try (EmbeddedStore store = EmbeddedStore.open(folder)) {
            store.domains().add(new LocalDomain(DomainName.of("bare.example"), null));
        }
        Ran ran = run("check-config", "--debug");
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.out())
                .contains("is for other.x.example, not for mail.x.example")
                .contains("hikyaku domain keys bare.example");
        Ran.of("domain", "keys", "bare.example", "--dir=" + folder);
        certificate("mail.x.example", now());
        Ran good = run("check-config", "--json");
        assertThat(good.status()).as(good.out()).isZero();
        assertThat(good.json().get("status").asString()).isEqualTo("ok");
        assertThat(good.json().get("keys").get("bare.example")).hasSize(2);
    }

    @Test
    void checkConfigSeesAnOldCertificate() throws IOException {
        Ran.of("domain", "add", "x.example", "--dir=" + folder);
        certificate("mail.x.example", now().minus(Duration.ofDays(3651)));
        Ran old = run("check-config", "--debug");
        assertThat(old.status()).isEqualTo(1);
        assertThat(old.out()).contains("has ended on");
        certificate("mail.x.example", now().minus(Duration.ofDays(3647)));
        Ran soon = run("check-config", "--debug");
        assertThat(soon.status()).isZero();
        assertThat(soon.out()).contains("note: the certificate", " ends on ");
    }

    @Test
    void aMilterAloneIsEnoughToServe() throws IOException {
        settings(
                """
                hostname = "mail.x.example"
                [listen]
                smtp = []
                submission = []
                submissions = []
                [milter]
                listen = ["inet:0@127.0.0.1", "unix:%s"]
                [ops]
                address = "none"
                """
                        .formatted(folder.resolve("m.sock")));
        Ran ran = serve();
        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(ran.out())
                .containsPattern("milter listens on inet:[1-9][0-9]*@127\\.0\\.0\\.1\n")
                .contains("milter listens on unix:" + folder.resolve("m.sock") + "\n");
        assertThat(folder.resolve("m.sock")).doesNotExist();
    }

    @Test
    void aMilterPortThatIsTakenStopsTheStart() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            settings(
                    ANY_PORT
                            + "[milter]\nlisten = [\"inet:"
                            + taken.getLocalPort()
                            + "@127.0.0.1\"]\n");
            assertThat(refused()).contains("port " + taken.getLocalPort());
        }
    }

    @Test
    void aMilterSocketThatPostfixCouldNotReach() throws IOException {
        settings(
                """
                hostname = "mail.x.example"
                [milter]
                listen = ["unix:/no/such/folder/m.sock"]
                socket-group = "nobody-has-this"
                """);
        Ran ran = run("check-config", "--json");
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.out())
                .contains("the folder /no/such/folder is not there")
                .contains("there is no group");
    }
}
