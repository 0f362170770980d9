package org.hikyaku.bench;

import java.time.Duration;
import java.time.YearMonth;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.findings.Area;
import org.hikyaku.findings.AreaReport;
import org.hikyaku.findings.DkimSelectors;
import org.hikyaku.findings.Question;
import org.hikyaku.findings.Subject;
import org.hikyaku.name.DomainName;
import org.hikyaku.probe.Answers;
import org.hikyaku.probe.Surveyor;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * A whole report of a healthy domain where every answer takes 25 ms, beside the areas with the
 * longest chains: {@code ALL} is to take no longer than the slowest of them and a fifth.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@NullUnmarked // the parameter is set by JMH
public class LookupBench {

    private static final Duration ANSWER = Duration.ofMillis(25);

    /** What is looked at. */
    @Param({"ALL", "SPF", "MX", "PTR", "NS", "SOA", "DMARC", "DANE"})
    public String areas;

    private final Subject subject =
            Subject.of(DomainName.of("example.com"))
                    .withSelectors(List.of(), DkimSelectors.known(YearMonth.of(2026, 11)))
                    .withBlockLists(List.of(new DomainName("bl.test.example")));

    private final FakeResolver dns =
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
                    "example.com TXT v=spf1 include:_a.example.com include:_b.example.com mx -all",
                    "_a.example.com TXT v=spf1 include:_c.example.com -all",
                    "_b.example.com TXT v=spf1 a:mx1.example.com -all",
                    "_c.example.com TXT v=spf1 ip4:192.0.2.1 -all",
                    "_dmarc.example.com TXT v=DMARC1; p=reject; rua=mailto:a@example.com",
                    "_mta-sts.example.com TXT v=STSv1; id=1");

    /** One report. */
    @Benchmark
    public List<AreaReport> report() throws InterruptedException {
        List<Area> wanted =
                areas.equals("ALL") ? List.of(Area.values()) : List.of(Area.valueOf(areas));
        return new Surveyor(new Slow()).survey(subject, wanted);
    }

    private final class Slow implements Answers {
        @Override
        public <T> T answer(Question<T> question) {
            LockSupport.parkNanos(ANSWER.toNanos());
            return question.form()
                    .cast(
                            question instanceof Question.Dns(var name, var type)
                                    ? dns.query(name, type)
                                    : question.unasked());
        }
    }
}
