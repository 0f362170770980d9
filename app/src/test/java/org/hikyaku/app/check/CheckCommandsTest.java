package org.hikyaku.app.check;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import org.hikyaku.app.console.Misuse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

final class CheckCommandsTest {

    private static final String MAIL =
            """
            From: Anna <anna@news.example.org>
            To: b@in.example
            Subject: hello \u001b[31m
            Date: Tue, 24 Nov 2026 09:00:00 +0000
            Message-ID: <1@example.org>

            Hello
            """;

    @TempDir private Path folder;
    private Path zone = Path.of("");
    private Path mail = Path.of("");

    @BeforeEach
    void aDomainWithKeys() throws IOException {
        mail = file("mail.eml", MAIL);
        String records = "";
        for (String[] key : new String[][] {{"r1", "rsa"}, {"e1", "ed25519"}}) {
            Ran made =
                    Ran.of(
                            "dkim",
                            "genkey",
                            "--domain",
                            "example.org",
                            "--selector",
                            key[0],
                            "--algorithm",
                            key[1],
                            "--lang",
                            "en",
                            "--output",
                            folder.resolve(key[0]).toString());
            assertThat(made.status()).isZero();
            records += made.out(); // fit for a zone file as it is
        }
        zone =
                file(
                        "zone",
                        """
                        $ORIGIN example.org.
                        $TTL 300
                        @ SOA ns host 1 2 3 4 5
                        @ TXT "v=spf1 ip4:192.0.2.0/24 -all"
                        _dmarc TXT "v=DMARC1; p=reject"
                        """
                                + records);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text, StandardCharsets.ISO_8859_1);
    }

    private Ran sign(Path message) {
        return Ran.of(
                "sign",
                message.toString(),
                "--domain",
                "example.org",
                "--lang",
                "en",
                "--key",
                "r1=" + folder.resolve("r1"),
                "--key",
                "e1=" + folder.resolve("e1"));
    }

    private Ran verify(String message, String ip, String... more) {
        List<String> args =
                new ArrayList<>(
                        List.of(
                                "verify",
                                message,
                                "--ip",
                                ip,
                                "--helo",
                                "mx.example.org",
                                "--mail-from",
                                "anna@example.org",
                                "--zone",
                                zone.toString(),
                                "--offline"));
        args.addAll(List.of(more));
        if (!args.contains("--lang")) {
            args.addAll(List.of("--lang", "en"));
        }
        return Ran.of(args.toArray(String[]::new));
    }

    @Test
    void whatIsSignedVerifies() throws IOException {
        Path signed = file("signed.eml", sign(mail).out());

        Ran ran = verify(signed.toString(), "198.51.100.1", "--json");

        assertThat(ran.status()).isZero();
        JsonNode data = ran.json();
        assertThat(data.at("/spf/result").asString()).isEqualTo("fail");
        assertThat(data.at("/dkim/0/result").asString()).isEqualTo("pass");
        assertThat(data.at("/dkim/0/domain").asString()).isEqualTo("example.org");
        assertThat(data.at("/dkim/0/selector").asString()).isEqualTo("r1");
        assertThat(data.at("/dkim/0/reason").isString()).isTrue();
        assertThat(data.at("/dkim/1/result").asString()).isEqualTo("pass");
        assertThat(data.at("/arc/result").asString()).isEqualTo("none");
        assertThat(data.at("/dmarc/result").asString()).isEqualTo("pass");
        assertThat(data.at("/dmarc/policy").asString()).isEqualTo("reject");
        assertThat(data.at("/dmarc/disposition").asString()).isEqualTo("none");
        assertThat(data.at("/dmarc/organizationalDomain").asString()).isEqualTo("example.org");
    }

    @Test
    void aForgedMessageEndsWithOne() {
        Ran ran = verify(mail.toString(), "198.51.100.1", "--json");

        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.json().at("/dmarc/result").asString()).isEqualTo("fail");
        assertThat(ran.json().at("/dmarc/disposition").asString()).isEqualTo("reject");
        assertThat(ran.json().at("/lineEndsConverted").asBoolean()).isTrue();
    }

    @Test
    void withoutDmarcSpfIsEnough() throws IOException {
        Path other =
                file("other", "$ORIGIN example.net.\n@ 60 IN TXT \"v=spf1 ip4:192.0.2.1 -all\"\n");
        Path message = file("net.eml", MAIL.replace("news.example.org", "example.net"));
        String[] args = {
            "verify",
            message.toString(),
            "--helo",
            "x.example.net",
            "--mail-from",
            "a@example.net",
            "--zone",
            other.toString(),
            "--offline",
            "--json",
            "--ip",
            ""
        };

        args[args.length - 1] = "192.0.2.1";
        assertThat(Ran.of(args).status()).isZero();
        args[args.length - 1] = "192.0.2.2";
        assertThat(Ran.of(args).status()).isEqualTo(1);
    }

    @Test
    void theDialogueTellsEachStepAndNothingActsOnTheTerminal() throws IOException {
        Path hostile =
                file(
                        "hostile.eml",
                        "DKIM-Signature: v=1; a=\u001b]0;x\u0007; d=\u009b31m; s=s; b=; bh=\r\n"
                                + "From: \"\u001b[2J\" <a@\u001b.example>\r\n\r\n\r\n");

        Ran ran = verify(mail.toString(), "192.0.2.1");
        Ran bad = verify(hostile.toString(), "192.0.2.1");
        Ran badJson = verify(hostile.toString(), "192.0.2.1", "--json");

        assertThat(ran.status()).isZero();
        assertThat(ran.out())
                .contains("ip4:192.0.2.0/24")
                .contains("_dmarc.example.org: v=DMARC1; p=reject")
                .contains("organizational domain: example.org")
                .contains("checked with CRLF");
        assertThat(ran.out().lines()).allMatch(line -> line.length() <= 80);
        for (Ran each : List.of(ran, bad, badJson)) {
            assertThat(each.out().chars())
                    .allMatch(c -> c == '\n' || (c >= 0x20 && c < 0x7f) || c > 0x9f);
        }
        assertThat(bad.status()).isEqualTo(1);
    }

    @Test
    void japaneseIsSpokenToo() {
        Ran ran = verify(mail.toString(), "192.0.2.1", "--lang", "ja");

        assertThat(ran.status()).isZero();
        assertThat(ran.out()).contains("送信元").contains("判定");
    }

    @Test
    void bothLanguagesHaveTheSameTexts() throws IOException {
        List<TreeSet<String>> keys = new ArrayList<>();
        for (String name : new String[] {"Words.properties", "Words_ja.properties"}) {
            Properties texts = new Properties();
            try (var in = CheckCommand.class.getResourceAsStream(name)) {
                texts.load(new java.io.InputStreamReader(in, StandardCharsets.UTF_8));
            }
            keys.add(new TreeSet<>(texts.stringPropertyNames()));
        }
        assertThat(keys.get(0)).isNotEmpty().isEqualTo(keys.get(1));
    }

    @Test
    void anMboxGetsAVerdictForEachMessage() throws IOException {
        String signed = sign(mail).out();
        Path mbox =
                file(
                        "mbox",
                        "From a\n" + signed + "\nFrom b\n" + MAIL + ">From c\n\nFrom d\n" + MAIL);

        Ran ran = verify(mbox.toString(), "198.51.100.1", "--json");

        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.json().size()).isEqualTo(3);
        assertThat(ran.json().at("/0/dmarc/result").asString()).isEqualTo("pass");
        assertThat(ran.json().at("/1/dmarc/result").asString()).isEqualTo("fail");
    }

    @Test
    void aSignedMboxVerifies() throws IOException {
        Path mbox =
                file(
                        "mbox",
                        "From a\n" + MAIL + "\nFrom b\n" + MAIL + ">From here\n>>From there\nend");
        Path signed = file("signed.mbox", sign(mbox).out());

        Ran ran =
                Ran.of("dkim", "verify", signed.toString(), "--zone", zone.toString(), "--offline");

        assertThat(ran.status()).isZero();
        assertThat(Files.readString(signed)).contains("\n>From here\n>>From there\nend");
    }

    @Test
    void aMaildirGetsAVerdictForEachMessage() throws IOException {
        Files.createDirectories(folder.resolve("box/new"));
        Files.createDirectories(folder.resolve("box/cur"));
        Files.copy(mail, folder.resolve("box/new/1"));
        Files.copy(mail, folder.resolve("box/cur/2:2,S"));

        Ran ran = verify(folder.resolve("box").toString(), "192.0.2.1", "--json");

        assertThat(ran.status()).isZero();
        assertThat(ran.json().size()).isEqualTo(2);
    }

    @Test
    void standardInputIsRead() {
        Ran ran =
                Ran.with(
                        "Return-Path: <anna@example.org>\n"
                                + "Received: from mx.example.org (x [192.0.2.7]) by b\n"
                                + MAIL,
                        "verify",
                        "-",
                        "--zone",
                        zone.toString(),
                        "--offline",
                        "--json");

        assertThat(ran.status()).isZero();
        assertThat(ran.json().at("/peer/ip").asString()).isEqualTo("192.0.2.7");
        assertThat(ran.json().at("/peer/mailFrom").asString()).isEqualTo("anna@example.org");
        assertThat(ran.json().at("/peer/takenFromMessage").size()).isEqualTo(3);
    }

    @Test
    void lineEndsStayAsTheyWere() throws IOException {
        Path crlf = file("crlf.eml", MAIL.replace("\n", "\r\n"));

        assertThat(sign(mail).out()).doesNotContain("\r");
        assertThat(sign(crlf).out().replace("\r\n", "")).doesNotContain("\n");
    }

    @Test
    void whatCannotBeSignedIsNot() throws IOException {
        Path two = file("two.eml", "From: b@example.org\n" + MAIL);

        Ran ran = sign(two);

        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void spfIsCheckedTermByTerm() {
        String[] args = {
            "spf",
            "check",
            "--mail-from",
            "example.org",
            "--zone",
            zone.toString(),
            "--offline",
            "--ip",
            "192.0.2.9",
            "--lang",
            "en"
        };

        assertThat(Ran.of(args).out()).contains("pass").contains("ip4:192.0.2.0/24");
        args[8] = "2001:db8::1";
        assertThat(Ran.of(args).status()).isEqualTo(1);
    }

    @Test
    void dmarcIsFoundFromBelow() {
        String[] base = {
            "dmarc", "check", "a.news.example.org", "--zone", zone.toString(), "--offline", "--json"
        };

        assertThat(Ran.of(base).status()).isZero();
        assertThat(Ran.of(base).json().at("/organizationalDomain").asString())
                .isEqualTo("example.org");
        assertThat(Ran.of(with(base, "--dkim", "example.org")).status()).isZero();
        assertThat(Ran.of(with(base, "--dkim", "evil.example")).status()).isEqualTo(1);
        assertThat(Ran.of(with(base, "--spf", "example.org")).json().at("/result").asString())
                .isEqualTo("pass");
        base[2] = "nothing.example";
        assertThat(Ran.of(base).status()).isEqualTo(1);
    }

    private static String[] with(String[] base, String... more) {
        List<String> all = new ArrayList<>(List.of(base));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @Test
    void keysAreTested() {
        String[] args = {
            "dkim",
            "testkey",
            "--domain",
            "example.org",
            "--selector",
            "r1",
            "--zone",
            zone.toString(),
            "--offline",
            "--key",
            folder.resolve("r1").toString()
        };

        assertThat(Ran.of(args).status()).isZero();
        args[10] = folder.resolve("e1").toString();
        assertThat(Ran.of(args).status()).isEqualTo(1);
    }

    @Test
    void aKeyIsForItsOwnerAloneAndNeverOverwritten() throws IOException {
        Path key = folder.resolve("r1");

        assertThat(Files.getPosixFilePermissions(key)).hasSize(2);
        assertThat(
                        Ran.of(
                                        "dkim",
                                        "genkey",
                                        "--domain",
                                        "example.org",
                                        "--selector",
                                        "r1",
                                        "--output",
                                        key.toString())
                                .failure())
                .contains("not overwritten");
    }

    @Test
    void misuseIsOneLineAndStatusTwo() throws IOException {
        String m = mail.toString();
        Path empty = file("empty", "");
        String[][] wrong = {
            {"verify", folder.resolve("none").toString(), "--ip", "192.0.2.1"},
            {"verify", empty.toString(), "--ip", "192.0.2.1"},
            {"verify", folder.toString(), "--ip", "192.0.2.1"},
            {"verify", m},
            {"verify", m, "--ip", "300.0.0.1"},
            {"verify", m, "--ip", "192.0.2.1", "--mail-from", "nobody"},
            {"verify", m, "--ip", "192.0.2.1", "--at", "yesterday"},
            {"verify", m, "--ip", "192.0.2.1", "--zone", m},
            {"verify", m, "--ip", "192.0.2.1", "--resolver", "dns.example:x"},
            {"sign", m, "--key", "r1"},
            {"sign", m, "--key", "r1=" + m},
            {"sign", m, "--key", "r1=" + folder.resolve("r1"), "--canonicalization", "none"},
            {"sign", m, "--key", "r1=" + folder.resolve("r1"), "--expire-days", "0"},
            {"spf", "check", "--ip", "192.0.2.1"},
            {"dmarc", "check", "a..b"},
            {"dkim", "genkey", "--domain", "a..b", "--selector", "s"},
            {"dkim", "genkey", "--domain", "example.org", "--selector", "../s"},
            {"dkim", "genkey", "--domain", "example.org", "--selector", "s", "--bits", "512"},
            {"dkim", "genkey", "--domain", "example.org", "--selector", "s", "--algorithm", "dsa"},
        };
        for (String[] args : wrong) {
            Ran ran = Ran.of(args);
            assertThat(ran.status()).as(String.join(" ", args)).isEqualTo(2);
            assertThat(ran.failure()).as(String.join(" ", args)).isNotEmpty().doesNotContain("\n");
        }
    }

    @Test
    void anExampleOfTwoLinesIsWhole() {
        CommandLine verify = requireNonNull(Ran.commands().getSubcommands().get("verify"));

        assertThat(Misuse.example(verify.getCommandSpec()))
                .hasValueSatisfying(
                        line ->
                                assertThat(line)
                                        .endsWith(" --mail-from anna@example.org")
                                        .doesNotContain("\\", "\n"));
    }

    @Test
    void everyHelpHasAnExample() {
        for (CommandLine command : all(Ran.commands())) {
            if (command.getParent() != null) {
                assertThat(command.getUsageMessage()).contains("Example");
            }
        }
    }

    private static List<CommandLine> all(CommandLine from) {
        List<CommandLine> found = new ArrayList<>(List.of(from));
        from.getSubcommands().values().forEach(sub -> found.addAll(all(sub)));
        return found;
    }
}
