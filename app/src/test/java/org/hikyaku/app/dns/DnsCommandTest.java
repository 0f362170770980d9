package org.hikyaku.app.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.hikyaku.app.Ran;
import org.hikyaku.app.console.Texts;
import org.hikyaku.convergence.Behind;
import org.hikyaku.dns.RecordType;
import org.hikyaku.lookup.OfflineResolver;
import org.hikyaku.lookup.ZoneAnswers;
import org.hikyaku.name.DomainName;
import org.hikyaku.plan.Reason;
import org.hikyaku.plan.SpfBudget;
import org.hikyaku.store.Evidence;
import org.hikyaku.store.embedded.EmbeddedStore;
import org.hikyaku.zone.Purpose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The commands as a shell runs them, with zone files for the DNS and a program for a publisher. */
final class DnsCommandTest {

    /** The zone of the usual how-to, with a second server that sends. */
    private static final String ZONE =
            """
            $ttl 38400
            example.com.	IN	SOA	ns.example.com.	info.example.com. (
            		1347519085			; シリアル番号
            		10800				; リフレッシュ間隔
            		3600				; リトライ間隔
            		604800				; ゾーンの有効期
            		38400 )				; ネガティブキャッシュ有効期間
            example.com.	IN	NS	ns.example.com.		; このゾーンのプライマリマスタ
            example.com.	IN	NS	ns3.example.net.	; セカンダリマスタ
            example.com.	IN	MX	10 mail.example.com.	; メール用
            mail.example.com.	IN	A	192.0.2.25
            example.com.	IN	TXT	"google-site-verification=abc"	; メールの認証
            example.com.	IN	TXT	"v=spf1 +ip4:192.0.2.25 ip4:198.51.100.7 ?all"	; SPFレコード
            _adsp._domainkey.example.com.	IN	TXT	"dkim=unknown"
            example._domainkey.example.com. IN TXT ( "v=DKIM1; k=rsa; "
            	"p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A"
            	"MIIBCgKCAQEA" )  ; ----- DKIM key example for example.com
            _dmarc.example.com.	IN	TXT	"v=DMARC1; p=quarantine; pct=100; rua=mailto:info@example"
            """;

    @TempDir Path folder;

    private Path zone;

    @BeforeEach
    void data() throws IOException {
        settings("");
        EmbeddedStore.open(folder).close();
        assertThat(Ran.of("domain", "add", "example.com", "--dir=" + folder).status()).isZero();
        zone = Files.writeString(folder.resolve("example.zone"), ZONE);
    }

    private void settings(String more) throws IOException {
        Files.writeString(
                folder.resolve("hikyaku.toml"),
                """
                hostname = "mail.example.com"
                [dns.publisher]
                kind = "command"
                command = ["%s"]
                [publish]
                addresses = ["192.0.2.25"]
                """
                                .formatted(folder.resolve("publish"))
                        + more);
    }

    /** A program that keeps what it is told and answers with {@code answer}. */
    private void publisher(String answer, int status) throws IOException {
        Path program = folder.resolve("publish");
        Files.writeString(
                program,
                "#!/bin/sh\ncat > '%s'\necho '%s'\nexit %d\n"
                        .formatted(folder.resolve("told.json"), answer, status));
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    private Ran run(String words) {
        List<String> all = new ArrayList<>(List.of(words.split(" ")));
        all.addAll(List.of("--lang=en", "--offline", "--dir=" + folder, "--zone=" + zone));
        return Ran.of(all.toArray(String[]::new));
    }

    private Ran open(String words) {
        Ran ran = run(words);
        assertThat(ran.status()).as(ran.out() + ran.err()).isEqualTo(1);
        return ran;
    }

    /** The one line that it says; a fuzzer in the same machine may say lines of its own. */
    private String refused(String words) {
        Ran ran = run(words);
        assertThat(ran.status()).as(ran.out()).isEqualTo(2);
        List<String> told = ran.err().lines().filter(line -> !line.startsWith("INFO: ")).toList();
        assertThat(told).hasSize(1);
        return told.getFirst();
    }

    private List<Path> records() throws IOException {
        Path records = folder.resolve("dns/example.com");
        if (!Files.exists(records)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(records)) {
            return files.filter(f -> f.toString().endsWith(".json")).sorted().toList();
        }
    }

    // ---- plan

    @Test
    void aPlanTellsEachDifferenceAndItsWhy() throws IOException {
        settings("spf-all = \"fail\"\n");
        Ran ran = open("dns plan example.com");
        assertThat(ran.out())
                .contains(
                        "~ change example.com TXT",
                        "- \"v=spf1 +ip4:192.0.2.25 ip4:198.51.100.7 ?all\"",
                        "+ \"v=spf1 +ip4:192.0.2.25 ip4:198.51.100.7 -all\"",
                        "the end becomes stricter: ?all becomes -all",
                        "google-site-verification=abc",
                        "pct=100 is obsolete (RFC 9989)",
                        "no report can be sent to mailto:info@example",
                        "_domainkey.example.com TXT",
                        "? ask for 25.2.0.192.in-addr.arpa PTR")
                .doesNotContain("\u001b");
        assertThat(ran.out().lines()).allMatch(line -> line.length() <= 80);
        assertThat(records()).isEmpty();
    }

    @Test
    void whereAllIsThereNothingIsToDo() throws IOException {
        JsonNode plan = open("dns plan example.com --json").json();
        StringBuilder all =
                new StringBuilder(
                        "example.com. 60 IN SOA ns.example.com. info.example.com. 1 2 3 4 5\n");
        for (JsonNode item : plan.get("items")) {
            all.append(item.get("name").asString())
                    .append(". 60 IN ")
                    .append(item.get("type").asString())
                    .append(' ')
                    .append(item.get("after").asString())
                    .append('\n');
        }
        Files.writeString(zone, all);
        Ran ran = run("dns plan example.com");
        assertThat(ran.status()).as(ran.out()).isZero();
        assertThat(ran.out()).contains("Nothing to do");
        assertThat(run("dns apply example.com").status()).isZero();
    }

    @Test
    void zoneTextIsZoneText() throws Exception {
        String text = open("dns plan example.com --zone-text").out();
        Path file = Files.writeString(folder.resolve("new.zone"), text);
        var planned =
                ZoneAnswers.over(
                        new OfflineResolver(), List.of(new ZoneAnswers.Source(file, null)));
        assertThat(planned.query(DomainName.of("mail.example.com"), RecordType.TXT).toString())
                .contains("v=spf1 a -all");
    }

    @Test
    void dataHasAllThatTheTextHas() {
        JsonNode plan = open("dns plan example.com --json").json();
        assertThat(plan.get("zone").asString()).isEqualTo("example.com");
        assertThat(plan.get("blocked").asBoolean()).isFalse();
        assertThat(plan.get("items").findValuesAsString("kind"))
                .contains("present", "add", "change", "foreign", "elsewhere");
        assertThat(plan.get("items").findValuesAsString("reason")).contains("dmarc_pct");
    }

    @Test
    void coloursAreForTerminals() {
        assertThat(open("dns plan example.com --color always").out()).contains("\u001b[32m");
        assertThat(open("dns plan example.com --color never").out()).doesNotContain("\u001b");
    }

    @Test
    void inJapanese() {
        Ran ran =
                Ran.of(
                        "dns",
                        "plan",
                        "example.com",
                        "--lang=ja",
                        "--offline",
                        "--dir=" + folder,
                        "--zone=" + zone);
        assertThat(ran.out()).contains("変更", "公開済み", "pct=100 は廃止されました");
    }

    @Test
    void aRecordOverTheLimitIsShownAsATree() throws IOException {
        Files.writeString(
                zone,
                ZONE.replace(
                                "ip4:198.51.100.7 ?all",
                                "include:a.example.com include:b.example.com ptr mx -all")
                        + "a.example.com. IN TXT \"v=spf1 a mx include:b.example.com -all\"\n"
                        + "b.example.com. IN TXT \"v=spf1 a mx a:x.example.com a:y.example.com -all\"\n");
        assertThat(open("dns plan example.com").out())
                .contains(
                        "SPF asks the DNS 15 times",
                        "b.example.com (4)",
                        "include:b.example.com: the same record is included elsewhere (saves 5)",
                        "ptr: must not be used any more (saves 1)");
    }

    // ---- what cannot run

    @Test
    void whatCannotRunIsToldInOneLineAndWritesNothing() throws IOException {
        assertThat(refused("dns plan other.example")).contains("not a domain of this server");
        assertThat(refused("dns plan exa..mple")).contains("exa..mple");
        assertThat(refused("dns apply example.com --yes --replace x..y")).contains("x..y");
        Files.writeString(
                zone, "other.example. 60 IN SOA ns.other.example. x.other.example. 1 2 3 4 5\n");
        assertThat(refused("dns apply example.com --yes"))
                .contains("nothing is known of example.com SOA");
        Files.writeString(zone, "com. 60 IN SOA ns.example. x.example. 1 2 3 4 5\n");
        assertThat(refused("dns apply example.com --yes"))
                .contains("the domain example.com does not exist");
        Files.writeString(zone, "nonsense here\n");
        assertThat(refused("dns plan example.com")).contains("example.zone");
        assertThat(records()).isEmpty();
    }

    // ---- replay

    private void seen(String client, String spf, String dkim, String dmarc) {
        try (EmbeddedStore store = EmbeddedStore.open(folder)) {
            store.evidence()
                    .record(
                            new Evidence.Inbound(
                                    Instant.now().minus(1, ChronoUnit.HOURS),
                                    client,
                                    "host.example.net",
                                    "anna@example.com",
                                    "example.com",
                                    spf,
                                    dkim.isEmpty() ? List.of() : List.of(dkim),
                                    "none",
                                    dmarc,
                                    "quarantine",
                                    "deliver",
                                    null,
                                    1));
        }
    }

    @Test
    void aPlanThatMakesMailFailIsRefusedAndNamesIt() throws IOException {
        settings("spf-drop = [\"ip4:198.51.100.7\"]\n");
        publisher("{\"version\": 1, \"changed\": [], \"present\": [0,1,2,3,4]}", 0);
        seen("192.0.2.25", "pass", "", "pass");
        seen("198.51.100.7", "pass", "", "pass");
        Ran ran = open("dns apply example.com --yes --no-follow");
        assertThat(ran.out().replaceAll("\\s+", " "))
                .contains(
                        "Replayed 2 messages: 2 verdicts would change",
                        "From 198.51.100.7, example.com:",
                        "SPF example.com, pass would be neutral",
                        "DMARC example.com, pass would be fail (p=quarantine)",
                        "Refused",
                        "<anna@example.com>");
        assertThat(records()).isEmpty();
        JsonNode plan = open("dns plan example.com --json").json();
        assertThat(plan.get("blocked").asBoolean()).isTrue();
        assertThat(plan.get("flips").get(0).get("client").asString()).isEqualTo("198.51.100.7");
        assertThat(run("dns apply example.com --yes --force --no-follow").status()).isZero();
        assertThat(records()).hasSize(1);
    }

    @Test
    void aLogoNeedsAnEnforcedPolicyFirst() throws IOException {
        settings("bimi-logo = \"https://example.com/logo.svg\"\ndmarc-policy = \"none\"\n");
        Files.writeString(zone, ZONE.replaceAll("p=(none|quarantine|reject)", "p=none"));
        assertThat(open("dns plan example.com").out().replaceAll("\\s+", " "))
                .contains(
                        "default._bimi.example.com TXT",
                        "bring DMARC to p=quarantine or p=reject first");
        settings("bimi-logo = \"https://example.com/logo.svg\"\ndmarc-policy = \"reject\"\n");
        Files.writeString(zone, ZONE.replaceAll("\"v=DMARC1[^\"]*\"", "\"v=DMARC1; p=reject\""));
        assertThat(open("dns plan example.com").out())
                .contains("default._bimi.example.com")
                .doesNotContain("bring DMARC");
    }

    @Test
    void withoutAnApplyThereIsNothingToFollow() {
        assertThat(refused("dns follow example.com"))
                .contains("nothing of example.com is being followed");
        assertThat(refused("dns follow example.com --wait soon")).contains("--wait");
    }

    @Test
    void ourOwnMailIsJudgedAsItLeaves() throws IOException {
        try (EmbeddedStore store = EmbeddedStore.open(folder)) {
            store.evidence()
                    .record(
                            new Evidence.Attempt(
                                    Instant.now().minus(1, ChronoUnit.HOURS),
                                    "1a",
                                    "x.example",
                                    "mx.x.example",
                                    "none",
                                    "delivered",
                                    "250 ok"));
        }
        assertThat(open("dns plan example.com").out().replaceAll("\\s+", " "))
                .contains(
                        "Our own mail as it leaves (addresses: 1, deliveries of late: 1)",
                        "<>: SPF mail.example.com, none would be pass");
        JsonNode plan = open("dns plan example.com --json").json();
        assertThat(plan.get("ownDeliveries").asInt()).isEqualTo(1);
        assertThat(plan.get("own")).anyMatch(flip -> flip.get("message").asString().equals("<>"));
        assertThat(plan.get("blocked").asBoolean()).isFalse();
    }

    @Test
    void mailsFromAFolderAreReplayed() throws IOException {
        settings("spf-drop = [\"ip4:198.51.100.7\"]\n");
        Path mails = Files.createDirectories(folder.resolve("mails"));
        String mail =
                """
                Return-Path: <anna@example.com>
                Received: from host.example.net (host.example.net [%s])
                	by mx.example.org; Mon, 23 Nov 2026 10:00:00 +0000
                From: anna@example.com
                Subject: hello

                hello
                """;
        Files.writeString(mails.resolve("1.eml"), mail.formatted("198.51.100.7"));
        Files.writeString(mails.resolve("2.eml"), mail.formatted("192.0.2.25"));
        Files.writeString(mails.resolve("3.eml"), "From: anna@example.com\n\nwho sent it?\n");
        Ran ran = open("dns plan example.com --mails " + mails);
        assertThat(ran.out())
                .contains("Replayed 2 messages", "1.eml", "Left out 1 messages", "BLOCKED")
                .doesNotContain("2.eml");
    }

    // ---- apply and undo

    @Test
    void whatWasAppliedIsTakenBack() throws IOException {
        publisher("{\"version\": 1, \"changed\": [0,1,2,3], \"present\": [], \"serial\": 7}", 0);
        Ran ran = run("dns apply example.com --yes --no-follow");
        assertThat(ran.status()).as(ran.out() + ran.err()).isZero();
        assertThat(ran.out()).contains("Published: 4 changed", "The serial of the zone is 7");
        String told = Files.readString(folder.resolve("told.json"));
        assertThat(told).contains("\"action\":\"replace\"", "\"action\":\"add\"");
        assertThat(Files.readString(records().getFirst())).contains("\"done\"", "pct=100");

        Ran undo = run("dns undo example.com --yes --no-follow");
        assertThat(undo.status()).as(undo.out() + undo.err()).isZero();
        assertThat(undo.out()).contains("would be taken back", "Taken back");
        assertThat(Files.readString(folder.resolve("told.json")))
                .contains("\"action\":\"remove\"", "\"action\":\"replace\"")
                .doesNotContain("\"action\":\"add\"");
        assertThat(refused("dns undo example.com --yes")).contains("nothing to undo");
    }

    @Test
    void whatBrokeOffGoesOn() throws IOException {
        publisher(
                "{\"version\": 1, \"changed\": [0], \"present\": [], \"problem\": \"out of paper\"}",
                1);
        assertThat(refused("dns apply example.com --yes --no-follow"))
                .contains("out of paper", "Done: 1, left: 3", "go on");
        assertThat(Files.readString(records().getFirst())).contains("\"begun\"");
        publisher("{\"version\": 1, \"changed\": [1,2,3], \"present\": [0]}", 0);
        assertThat(run("dns apply example.com --yes --no-follow").status()).isZero();
        assertThat(records()).hasSize(1);
        assertThat(Files.readString(records().getFirst())).contains("\"done\"");
    }

    @Test
    void withoutATerminalSomebodyHasToSayYes() throws IOException {
        assertThat(refused("dns apply example.com")).contains("--yes");
        assertThat(records()).isEmpty();
    }

    @Test
    void byHandTellsWhatToDo() throws IOException {
        Files.writeString(
                folder.resolve("hikyaku.toml"),
                "hostname = \"mail.example.com\"\n[publish]\naddresses = [\"192.0.2.25\"]\n");
        assertThat(open("dns apply example.com --yes").out()).contains("To be done by hand", "+ ");
        assertThat(records()).hasSize(1);
    }

    @Test
    void aRecordThatCannotBeReadIsNamed() throws IOException {
        Path broken = Files.createDirectories(folder.resolve("dns/example.com")).resolve("1.json");
        for (String text : List.of("", "{", "[]", "{\"version\": 9}", "{\"version\": 1}")) {
            Files.writeString(broken, text);
            assertThat(refused("dns undo example.com --yes")).contains("1.json");
        }
    }

    @Test
    void oneAtATime() {
        try (ChangeRecords _ =
                ChangeRecords.open(
                        folder,
                        DomainName.of("example.com"),
                        Texts.of(DnsCommand.class, "DnsMessages", Locale.ENGLISH))) {
            assertThat(refused("dns undo example.com --yes")).contains("is running");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void everyReasonHasAText(String language) {
        Texts texts = Texts.of(DnsCommand.class, "DnsMessages", Locale.of(language));
        for (Reason reason : Reason.values()) {
            assertThat(texts.text("why." + reason.name())).isNotBlank();
        }
        for (Purpose purpose : Purpose.values()) {
            assertThat(texts.text("purpose." + purpose.name())).isNotBlank();
        }
        for (SpfBudget.Hint hint : SpfBudget.Hint.values()) {
            assertThat(texts.text("hint." + hint.name())).isNotBlank();
        }
        for (Behind.Reason reason : Behind.Reason.values()) {
            assertThat(texts.text("behind." + reason.name())).isNotBlank();
        }
    }
}
