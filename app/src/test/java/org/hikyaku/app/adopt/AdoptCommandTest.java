package org.hikyaku.app.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hikyaku.adopt.Journals;
import org.hikyaku.app.Ran;
import org.hikyaku.dkim.DkimKeys;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command on a copy of a server's files. */
final class AdoptCommandTest {

    @TempDir Path root;

    @BeforeEach
    void aServer() throws Exception {
        PrivateKey key = DkimKeys.generateRsa(2048);
        write("etc/opendkim/keys/example.private", DkimKeys.writePem(key));
        write("etc/opendkim/KeyTable", "k example.com:sel:/etc/opendkim/keys/example.private\n");
        write("etc/opendkim/SigningTable", "*@example.com k\nother.example k\n");
        write(
                "etc/opendkim.conf",
                """
                Socket inet:8891@localhost
                KeyTable /etc/opendkim/KeyTable
                SigningTable refile:/etc/opendkim/SigningTable
                """);
        write(
                "etc/postfix/main.cf",
                """
                myhostname = mail.example.com
                smtpd_milters = inet:localhost:8891
                non_smtpd_milters = $smtpd_milters
                """);
        write(
                "etc/postfix/master.cf",
                "smtp      inet  n       -       y       -       -       smtpd\n");
        write(
                "etc/bind/named.conf",
                "zone \"example.com\" { type primary; file \"/etc/bind/example.com\"; };\n");
        write(
                "etc/bind/example.com",
                """
                $TTL 300
                @ IN SOA ns root ( 2026010101 3600 600 86400 60 )
                @ IN NS ns
                @ IN MX 10 mail
                ns IN A 192.0.2.1
                mail IN A 192.0.2.1
                _adsp._domainkey IN TXT "dkim=all"
                _dmarc IN TXT "v=DMARC1; p=none; rua=mailto:info@example"
                """);
        write("etc/init.d/opendkim", "#!/bin/sh\n");
        Files.createDirectories(root.resolve("var/lib"));
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    }

    private Ran adopt(String... more) {
        String[] start = {"adopt", "--offline", "--lang", "en", "--root", root.toString()};
        return Ran.of(Stream.concat(Stream.of(start), Stream.of(more)).toArray(String[]::new));
    }

    /** Every file of etc: content and mode. */
    private Map<String, String> etc() throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root.resolve("etc"))) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                found.put(
                        file.toString(),
                        Files.getPosixFilePermissions(file)
                                + Files.readString(file, StandardCharsets.ISO_8859_1)
                                + Files.getLastModifiedTime(file));
            }
        }
        return found;
    }

    @Test
    void aLookChangesNothing() throws IOException {
        Map<String, String> before = etc();
        Ran ran = adopt();
        assertThat(ran.status()).as(ran.err()).isEqualTo(1);
        assertThat(ran.out())
                .contains("Findings")
                .contains("The plan, in ")
                .contains("+smtpd_milters = inet:127.0.0.1:8895")
                .contains("Nothing was changed.")
                .contains("other.example k is not taken over")
                .doesNotContain("PRIVATE KEY");
        assertThat(ran.out().lines()).allMatch(line -> line.length() <= 80);
        assertThat(etc()).isEqualTo(before);
        assertThat(root.resolve("var/lib/hikyaku-adopt")).doesNotExist();
    }

    @Test
    void isDoneAndTakenBackOnACopy() throws IOException {
        Map<String, String> before = etc();
        Ran done = adopt("--apply", "--yes");
        assertThat(done.status()).as(done.out() + done.err()).isZero();
        assertThat(done.out()).contains("not run here: postfix reload").contains("Done.");
        assertThat(Files.readString(root.resolve("etc/postfix/main.cf")))
                .contains("smtpd_milters = inet:127.0.0.1:8895\n")
                .contains("non_smtpd_milters = $smtpd_milters\n");
        assertThat(Files.readString(root.resolve("etc/bind/example.com")))
                .doesNotContain("_adsp")
                .contains("mailto:info@example.com")
                .contains("sel._domainkey")
                .doesNotContain("2026010101");
        Path key = root.resolve("var/lib/hikyaku/keys/example.com/sel.rsa.pem");
        assertThat(Files.readString(key))
                .isEqualTo(Files.readString(root.resolve("etc/opendkim/keys/example.private")));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(root.resolve("var/lib/hikyaku/hikyaku.toml")))
                .contains("dmarc = \"observe\"")
                .contains("listen = [\"inet:8895@127.0.0.1\"]");

        Ran again = adopt();
        assertThat(again.out()).contains("Nothing to do: this machine is adopted.");

        Ran undone = adopt("--undo", "--yes");
        assertThat(undone.status()).as(undone.out() + undone.err()).isZero();
        assertThat(etc()).isEqualTo(before);
        assertThat(root.resolve("var/lib/hikyaku/keys")).doesNotExist();
        Ran nothing = adopt("--undo", "--yes");
        assertThat(nothing.status()).isEqualTo(2);
        assertThat(nothing.err()).contains("there is nothing to undo");
    }

    @Test
    void anUndoShowsWhatSomebodyHasChangedSince() throws IOException {
        Map<String, String> before = etc();
        adopt("--apply", "--yes");
        Path main = root.resolve("etc/postfix/main.cf");
        Files.writeString(main, Files.readString(main) + "message_size_limit = 1\n");
        Ran refused = adopt("--undo", "--yes");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.out())
                .contains("/etc/postfix/main.cf was changed since")
                .contains("+message_size_limit = 1")
                .contains("--force");
        assertThat(adopt("--undo", "--yes", "--force").status()).isZero();
        assertThat(etc()).isEqualTo(before);
    }

    @Test
    void theDataHoldsFindingsAndPlan() {
        Ran ran = adopt("--json");
        JsonNode data = new JsonMapper().readTree(ran.out());
        assertThat(data.path("status").stringValue()).isEqualTo("open");
        assertThat(data.path("findings").valueStream().map(f -> f.path("id").stringValue()))
                .contains("adsp-historic", "reports-undeliverable", "key-not-published");
        assertThat(data.path("plan").valueStream().map(s -> s.path("what").stringValue()))
                .contains("Postfix asks our filter");
    }

    @Test
    void aDamagedFileIsToldAndTheOthersAreRead() throws IOException {
        write("etc/bind/named.conf", "zone \"example.com\" { type primary;\n");
        Ran ran = adopt();
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.out())
                .contains("/etc/bind/named.conf:1")
                .contains("+smtpd_milters = inet:127.0.0.1:8895");
    }

    @Test
    void aSecondRunIsKeptOut() throws Exception {
        try (Journals _ = Journals.open(root.resolve("var/lib/hikyaku-adopt"))) {
            Ran ran = adopt("--apply", "--yes");
            assertThat(ran.status()).isEqualTo(2);
            assertThat(ran.err()).contains("another run of adopt is under way");
        }
    }

    @Test
    void whatCannotBeIsToldInOneLine() throws IOException {
        assertThat(adopt("--apply", "--undo").err()).contains("cannot be given together");
        assertThat(adopt("--force").err()).contains("--force goes with --undo");
        assertThat(adopt("--apply").err()).contains("say --yes");
        Path empty = Files.createDirectories(root.resolve("empty/etc"));
        Ran none =
                Ran.of(
                        "adopt",
                        "--offline",
                        "--lang",
                        "en",
                        "--root",
                        empty.resolve("..").toString());
        assertThat(none.status()).isEqualTo(2);
        assertThat(none.err()).contains("there is nothing to adopt");
        Ran absent = Ran.of("adopt", "--lang", "en", "--root", empty.toString());
        assertThat(absent.status()).isEqualTo(2);
        assertThat(absent.err()).contains("has no folder etc in it");
    }

    @Test
    void itSpeaksJapanese() {
        Ran ran = Ran.of("adopt", "--offline", "--lang", "ja", "--root", root.toString());
        assertThat(ran.out()).contains("見つかったこと").contains("計画");
    }
}
