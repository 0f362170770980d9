package org.hikyaku.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.dns.RecordType;
import org.hikyaku.findings.Area;
import org.hikyaku.findings.Checks;
import org.hikyaku.findings.DkimSelectors;
import org.hikyaku.findings.Known;
import org.hikyaku.findings.Question;
import org.hikyaku.findings.Subject;
import org.hikyaku.name.DomainName;
import org.junit.jupiter.api.Test;

/**
 * A whole report waits no longer than its longest chain of dependent questions. Shown without a
 * clock: first the questions are put into rounds, each asking what the answers of the one before
 * made known; then no answer of a round is given before all questions of that round are asked.
 */
final class SideBySideTest {

    private static final Subject SUBJECT =
            Subject.of(DomainName.of("example.com"))
                    .withSelectors(List.of(), DkimSelectors.known(java.time.YearMonth.of(2026, 11)))
                    .withBlockLists(List.of(new DomainName("bl.test.example")));

    /** A healthy domain; SPF with three includes side by side and one below the other. */
    private static FakeWorld world() {
        return new FakeWorld(
                        FakeResolver.of(
                                "example.com SOA ns1.example.com root.example.com 7",
                                "example.com NS ns1.example.com",
                                "example.com NS ns2.example.com",
                                "ns1.example.com A 192.0.2.53",
                                "ns2.example.com A 198.51.100.53",
                                "example.com MX 10 mx1.example.com",
                                "example.com MX 20 mx2.example.com",
                                "mx1.example.com A 192.0.2.25",
                                "mx2.example.com A 198.51.100.25",
                                "25.2.0.192.in-addr.arpa PTR mx1.example.com",
                                "25.100.51.198.in-addr.arpa PTR mx2.example.com",
                                "example.com TXT v=spf1 include:_a.example.com include:_b.example.com"
                                        + " include:_c.example.com mx -all",
                                "_a.example.com TXT v=spf1 include:_d.example.com -all",
                                "_b.example.com TXT v=spf1 ip4:192.0.2.0/24 -all",
                                "_c.example.com TXT v=spf1 a:mx1.example.com -all",
                                "_d.example.com TXT v=spf1 ip4:192.0.2.1 -all",
                                "_dmarc.example.com TXT v=DMARC1; p=reject; rua=mailto:a@b.example",
                                "example.com._report._dmarc.b.example TXT v=DMARC1",
                                "_mta-sts.example.com TXT v=STSv1; id=1"))
                .policy("example.com", "version: STSv1\nmode: none\nmax_age: 86400\n");
    }

    /** Which round each question belongs to; how many rounds there are is the greatest plus one. */
    private static Map<Question<?>, Integer> rounds(List<Area> areas) {
        FakeWorld world = world();
        Map<Question<?>, Object> known = new HashMap<>();
        Map<Question<?>, Integer> rounds = new HashMap<>();
        for (int round = 0; ; round++) {
            Set<Question<?>> missing = new HashSet<>();
            for (Area area : areas) {
                Known source = new Known(known::get);
                var _ = Checks.of(area, SUBJECT, source);
                missing.addAll(source.missing());
            }
            if (missing.isEmpty()) {
                return rounds;
            }
            for (Question<?> question : missing) {
                rounds.put(question, round);
                known.put(question, world.answer(question));
            }
        }
    }

    private static int depth(List<Area> areas) {
        return rounds(areas).values().stream().mapToInt(round -> round + 1).max().orElse(0);
    }

    @Test
    void allIsNoDeeperThanItsDeepestArea() {
        int deepest = 0;
        for (Area area : Area.values()) {
            deepest = Math.max(deepest, depth(List.of(area)));
        }
        int all = depth(List.of(Area.values()));
        System.out.println(
                "lookup: all asks "
                        + rounds(List.of(Area.values())).size()
                        + " questions in "
                        + all
                        + " rounds; the deepest area needs "
                        + deepest);
        assertThat(all).isEqualTo(deepest);
        // MX, its addresses, their names, the names' addresses.
        assertThat(deepest).isLessThanOrEqualTo(4);
    }

    @Test
    void theQuestionsOfARoundAreAskedSideBySide() throws InterruptedException {
        List<Area> areas = List.of(Area.values());
        Map<Question<?>, Integer> rounds = rounds(areas);
        List<CountDownLatch> latches = new ArrayList<>();
        for (int round = 0; round < depth(areas); round++) {
            int number = round;
            latches.add(
                    new CountDownLatch(
                            (int) rounds.values().stream().filter(r -> r == number).count()));
        }
        FakeWorld world = world();
        Set<Question<?>> late = ConcurrentHashMap.newKeySet();
        AtomicInteger asked = new AtomicInteger();
        Answers answers =
                new Answers() {
                    @Override
                    public <T> T answer(Question<T> question) {
                        asked.incrementAndGet();
                        CountDownLatch latch = latches.get(rounds.getOrDefault(question, 0));
                        latch.countDown();
                        if (!awaited(latch)) {
                            late.add(question);
                        }
                        return world.answer(question);
                    }
                };
        var reports = new Surveyor(answers).survey(SUBJECT, areas);
        assertThat(reports).hasSize(areas.size());
        // One asked after another would have waited for those after it in vain.
        assertThat(late).isEmpty();
        // And each was asked once, whichever areas wanted it.
        assertThat(asked).hasValue(rounds.size());
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void aHostileZoneDoesNotMakeUsAskWithoutEnd() throws InterruptedException {
        AtomicInteger asked = new AtomicInteger();
        Answers endless =
                new Answers() {
                    @Override
                    public <T> T answer(Question<T> question) {
                        asked.incrementAndGet();
                        return question.form()
                                .cast(
                                        question instanceof Question.Dns(var name, var type)
                                                ? endless(name, type)
                                                : question.unasked());
                    }
                };
        var reports = new Surveyor(endless).survey(SUBJECT, List.of(Area.values()));
        assertThat(reports).hasSize(Area.values().length);
        assertThat(asked.get()).isLessThanOrEqualTo(3000);
    }

    /** Every name includes ten more and has ten of everything. */
    private static org.hikyaku.dns.Answer endless(DomainName name, RecordType type) {
        FakeResolver.Builder zone = FakeResolver.builder();
        StringBuilder spf = new StringBuilder("v=spf1");
        for (int i = 0; i < 10; i++) {
            String below = i + "." + name.lastLabels(20);
            spf.append(" include:").append(below);
            zone.line(name + " MX " + i + " " + below);
            zone.line(name + " NS " + below);
            zone.line(name + " A 198.51.100." + i);
            zone.line(name + " PTR " + below);
        }
        zone.txt(name.ascii(), spf.toString());
        return zone.build().query(name, type);
    }
}
