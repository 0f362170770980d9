package org.hikyaku.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.dns.Resolver;
import org.hikyaku.spf.SpfParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a record costs where nothing in it matches. */
final class SpfCostTest {

    private static final Resolver ZONE =
            FakeResolver.of(
                    "two.example TXT v=spf1 a mx ip4:192.0.2.1 -all",
                    "three.example TXT v=spf1 include:two.example ?all",
                    "chain.example TXT v=spf1 ip4:192.0.2.9 redirect=three.example",
                    "broken.example TXT v=spf1 a mx nonsense",
                    "other.example TXT some text",
                    "loop.example TXT v=spf1 include:loop.example -all",
                    "wide.example TXT v=spf1 include:wide.example include:wide.example mx -all",
                    "down.example TXT !TIMEOUT");

    @ParameterizedTest
    @CsvSource({
        "v=spf1 -all, 0",
        "v=spf1 ip4:192.0.2.1 exp=x.example -all, 0",
        "v=spf1 a mx ptr exists:%{i}.x.example ?all, 4",
        "v=spf1 include:two.example -all, 3",
        "v=spf1 include:three.example -all, 4",
        "v=spf1 mx redirect=chain.example, 6",
        "v=spf1 mx -all redirect=chain.example, 1",
        "v=spf1 -all mx, 0",
        "v=spf1 include:%{d}.two.example -all, 1",
        "v=spf1 include:broken.example include:other.example include:none.example -all, 3",
        "v=spf1 include:down.example mx -all, 2",
        "v=spf1 include:three.example include:three.example a a -all, 10",
        "v=spf1 include:three.example include:three.example a a a -all, 11",
        "v=spf1 include:loop.example -all, 11",
        "v=spf1 include:wide.example -all, 11"
    })
    void termsOfIncludedRecordsCount(String record, int terms) throws SpfParser.Malformed {
        assertThat(SpfCost.terms(SpfParser.parse(record), ZONE)).isEqualTo(terms);
    }

    @Test
    void aHostileTreeCausesNoMoreQuestionsThanACheck() throws SpfParser.Malformed {
        AtomicInteger asked = new AtomicInteger();
        Resolver counting =
                (name, type) -> {
                    asked.incrementAndGet();
                    return ZONE.query(name, type);
                };
        SpfCost.terms(SpfParser.parse("v=spf1 include:wide.example -all"), counting);
        assertThat(asked).hasValueLessThanOrEqualTo(SpfMerge.MAX_LOOKUPS);
    }
}
