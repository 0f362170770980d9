package org.hikyaku.app.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hikyaku.app.Ran;
import org.hikyaku.app.settings.Settings;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.findings.Question;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;
import org.hikyaku.ops.Event;
import org.hikyaku.probe.Answers;
import org.hikyaku.store.embedded.EmbeddedStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our own domains: what quickstart prints, once published, is all that is needed. */
final class DomainCheckTest {

    private static final DomainName DOMAIN = DomainName.of("acme.example");
    private static final String V4 = "192.0.2.25";
    private static final String V6 = "2001:db8::25";

    @TempDir Path folder;

    private Path data() {
        return folder.resolve("data");
    }

    /** A data folder, and the zone file that goes with it. */
    private Path quickstart() throws IOException {
        Ran ran =
                Ran.of(
                        "quickstart",
                        "you@acme.example",
                        "--offline",
                        "--address",
                        V4,
                        "--address",
                        V6,
                        "--json",
                        "--dir",
                        data().toString());
        assertThat(ran.err()).isEmpty();
        Path zone = folder.resolve("zone");
        Files.writeString(zone, ran.json().get("zoneFile").asString());
        return zone;
    }

    private Path reverse(boolean six) throws IOException {
        Path reverse = folder.resolve("reverse" + six);
        String soa = "@ IN SOA ns.acme.example. r.acme.example. ( 1 7200 3600 1209600 3600 )\n";
        Files.writeString(
                reverse,
                "$ORIGIN 2.0.192.in-addr.arpa.\n$TTL 60\n"
                        + soa
                        + "25 IN PTR mail.acme.example.\n");
        Path reverse6 = folder.resolve("reverse6" + six);
        Files.writeString(
                reverse6,
                "$ORIGIN 8.b.d.0.1.0.0.2.ip6.arpa.\n$TTL 60\n"
                        + soa
                        + (six
                                ? "5.2.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0 IN PTR mail.acme.example.\n"
                                : ""));
        return reverse6;
    }

    private Ran check(Path zone, boolean six, String... more) throws IOException {
        Path reverse6 = reverse(six);
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "check",
                                "acme.example",
                                "@none",
                                "--address",
                                V4,
                                "--address",
                                V6,
                                "--zone",
                                zone.toString(),
                                "--zone",
                                folder.resolve("reverse" + six).toString(),
                                "--zone",
                                reverse6.toString(),
                                "--dir",
                                data().toString()));
        words.addAll(List.of(more));
        return Ran.of(words.toArray(String[]::new));
    }

    @Test
    void whatQuickstartPrintsIsAllThatIsNeeded() throws IOException {
        Path zone = quickstart();
        Ran ran = check(zone, true, "--lang=en");
        assertThat(ran.out())
                .doesNotContain("is missing or differs")
                .contains("Gmail: nothing that the DNS shows speaks against it");
        assertThat(ran.status()).as(ran.out() + ran.err()).isZero();
    }

    @Test
    void anIpv6AddressWithoutNameIsWhatGmailRefuses() throws IOException {
        Path zone = quickstart();
        assertThat(check(zone, true).status()).isZero();
        Ran ran = check(zone, false, "--lang=en");
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.out())
                .contains("Gmail (5.7.25): 2001:db8::25 has no PTR record.")
                .contains("New since 20")
                .doesNotContain("Gmail (5.7.25): 192.0.2.25");
        assertThat(check(zone, true, "--lang=ja").out()).contains("以降に解決");
        assertThat(check(zone, true, "--lang=en").out()).contains("Nothing has changed since");
    }

    @Test
    void anotherKeyThanTheOneThatSignsIsFound() throws IOException {
        Path zone = quickstart();
        String text = Files.readString(zone);
        String other = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
        Files.writeString(zone, text.replaceAll("v=DKIM1; k=ed25519; p=[^\"]+", other));
        Ran ran = check(zone, true, "--json");
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.json().get("wanted"))
                .filteredOn(row -> !row.get("there").asBoolean())
                .singleElement()
                .satisfies(
                        row ->
                                assertThat(row.get("observed").asString())
                                        .contains("11qYAYKxCrfVS"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "other.example | other.example is none of this server's domains",
                "a..b | neither a domain nor an address",
                "acme.example --address x | 'x' is not an address",
                "acme.example 192.0.2.1 | '192.0.2.1' is no server to ask",
            })
    void misuseIsToldInOneLine(String words, String expected) throws IOException {
        var _ = quickstart();
        List<String> all =
                new ArrayList<>(List.of("check", "--lang=en", "--dir", data().toString()));
        all.addAll(List.of(words.split(" ")));
        Ran ran = Ran.of(all.toArray(String[]::new));
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.err()).contains(expected);
        assertThat(ran.err().lines()).hasSize(1);
    }

    private static CheckHistory.Entry entry(long second, String... problems) {
        return CheckHistory.Entry.of(Instant.ofEpochSecond(second), DOMAIN, Set.of(problems));
    }

    @Test
    void theHistoryIsBoundedAndKeepsTheNewest() throws IOException {
        Path file = folder.resolve("checks.jsonl");
        CheckHistory history = new CheckHistory(file);
        assertThat(history.last(DOMAIN)).isEmpty();
        StringBuilder many = new StringBuilder("no json\n{}\n");
        for (int i = 0; i < 4000; i++) {
            many.append(
                    "{\"at\":\"2026-11-24T00:00:00Z\",\"domain\":\"x.example\",\"problems\":[]}\n");
        }
        Files.writeString(file, many);
        assertThat(history.add(entry(1, "a\tb"))).isEmpty();
        assertThat(Files.readAllLines(file)).hasSizeLessThan(2100);
        assertThat(history.add(entry(2, "c"))).contains(entry(1, "a\tb"));
        assertThat(history.last(DOMAIN)).contains(entry(2, "c"));
        assertThat(history.last(DomainName.of("x.example"))).isPresent();
    }

    @Test
    void aProblemOfAnotherVersionIsShownAsItIs() {
        var texts = ReportText.texts(java.util.Locale.ENGLISH);
        assertThat(Problem.shown("ptr-none\t192.0.2.1", texts))
                .isEqualTo("192.0.2.1 has no PTR record.");
        assertThat(Problem.shown("of-the-future\tx", texts)).isEqualTo("of-the-future x");
        assertThat(Problem.shown("missing\ta.example\tMX", texts))
                .isEqualTo("a.example MX is missing or differs");
        assertThat(Problem.text("x", List.of("a\tb\u001b"))).isEqualTo("x\ta\\tb\\u001b");
    }

    @Test
    void onceADayWhatHasChangedIsLogged() throws Exception {
        var _ = quickstart();
        List<Event> events = new CopyOnWriteArrayList<>();
        Instant now = Instant.parse("2026-11-24T03:00:00Z");
        try (EmbeddedStore store = EmbeddedStore.open(data())) {
            DailyCheck.look(parts(store, events, now, "acme.example MX 10 mail.acme.example"));
            assertThat(events).hasSize(2);
            assertThat(events.toString()).contains("spf-none acme.example", "problems");
            events.clear();
            DailyCheck.look(
                    parts(store, events, now.plus(Duration.ofHours(3)), "a.example A 192.0.2.1"));
            assertThat(events).isEmpty();
            DailyCheck.look(
                    parts(
                            store,
                            events,
                            now.plus(Duration.ofHours(25)),
                            "acme.example MX 10 mail.acme.example",
                            "acme.example TXT v=spf1 ip4:192.0.2.25 ip6:2001:db8::25 -all"));
            assertThat(events.toString()).contains("solved").contains("spf-none acme.example");
        }
    }

    private final Settings.Check check = Settings.standard(DOMAIN).check();

    private DailyCheck.Parts parts(
            EmbeddedStore store, List<Event> events, Instant now, String... zone) {
        FakeResolver dns = FakeResolver.of(zone);
        Answers answers =
                new Answers() {
                    @Override
                    public <T> T answer(Question<T> question) {
                        return question.form()
                                .cast(
                                        question instanceof Question.Dns(var name, var type)
                                                ? dns.query(name, type)
                                                : question.unasked());
                    }
                };
        return new DailyCheck.Parts(
                data(),
                DomainName.of("mail.acme.example"),
                () -> List.of(IpNet.of(V4).address(), IpNet.of(V6).address()),
                store,
                () -> check,
                () -> answers,
                InstantSource.fixed(now),
                new Random(1),
                events::add);
    }

    /** It is looked at when the time comes, in winter as in summer, and never twice. */
    @ParameterizedTest
    @CsvSource({
        "2026-11-24T03:00, 2026-11-24T04:30",
        "2026-11-24T04:30, 2026-11-25T04:30",
        "2026-11-24T23:59, 2026-11-25T04:30",
        "2027-02-28T05:00, 2027-03-01T04:30",
    })
    void atATimeOfDay(LocalDateTime last, LocalDateTime due) {
        ZoneId here = ZoneId.systemDefault();
        var timed = new Settings.Check(true, LocalTime.of(4, 30), false, List.of());
        Duration pause = Duration.ofHours(23);
        Instant from = last.atZone(here).toInstant();
        assertThat(DailyCheck.due(timed, from, pause)).isEqualTo(due.atZone(here).toInstant());
        assertThat(DailyCheck.due(check, from, pause)).isEqualTo(from.plus(pause));
    }

    @Test
    void thePausesVary() {
        Random random = new Random(7);
        for (int i = 0; i < 100; i++) {
            assertThat(DailyCheck.pause(random))
                    .isBetween(Duration.ofHours(22), Duration.ofHours(26));
            assertThat(DailyCheck.firstPause(random))
                    .isBetween(Duration.ofMinutes(5), Duration.ofMinutes(10));
        }
    }
}
