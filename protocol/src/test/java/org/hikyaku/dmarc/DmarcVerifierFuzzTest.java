package org.hikyaku.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.hikyaku.dkim.DkimResult;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.spf.SpfResult;

/** Any records at an author's domain and above it, in both modes. One line is one level. */
final class DmarcVerifierFuzzTest {

    private static final DomainName AUTHOR = DomainName.of("a.b.c.d.example");

    /** RFC 9989 section 4.10: 8 names for each walk; one author, SPF and one signing domain. */
    private static final int MAX_QUESTIONS = 3 * 8 + 1;

    @FuzzTest
    void everyTreeEndsInAVerdict(byte[] data) {
        FakeResolver.Builder zone = FakeResolver.builder();
        DomainName at = AUTHOR;
        for (String line : new String(data, StandardCharsets.ISO_8859_1).split("\n", 6)) {
            at.withPrefix("_dmarc").ifPresent(name -> zone.txt(name.ascii(), line));
            at = at.parent();
        }
        FakeResolver answers = zone.build();
        for (DmarcMode mode : DmarcMode.values()) {
            AtomicInteger asked = new AtomicInteger();
            Resolver counting =
                    (name, type) -> {
                        asked.incrementAndGet();
                        return answers.query(name, type);
                    };
            DmarcVerdict verdict = new DmarcVerifier(counting, mode).evaluate(input());
            assertThat(asked).hasValueLessThanOrEqualTo(MAX_QUESTIONS);
            assertThat(verdict.reason().chars()).noneMatch(Character::isISOControl);
            assertThat(verdict.steps()).allMatch(s -> s.chars().noneMatch(Character::isISOControl));
            assertThat(new DmarcVerifier(answers, mode).evaluate(input())).isEqualTo(verdict);
        }
    }

    private static DmarcVerifier.Input input() {
        SpfResult spf = Results.spf(SpfResult.Code.PASS, "bounce.d.example");
        DkimResult dkim = Results.dkim(DkimResult.Code.PASS, "x.c.d.example");
        return new DmarcVerifier.Input(List.of(AUTHOR), 1, spf, List.of(dkim));
    }
}
