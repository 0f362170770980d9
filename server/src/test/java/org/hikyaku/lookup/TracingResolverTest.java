package org.hikyaku.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import org.hikyaku.dns.Answer;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;
import org.junit.jupiter.api.Test;

final class TracingResolverTest {

    @Test
    void theTraceTellsWhatPassed() {
        TracingResolver trace = new TracingResolver(FakeResolver.of("example.com TXT v=spf1 -all"));

        trace.query(DomainName.of("example.com"), RecordType.TXT);
        trace.query(DomainName.of("example.org"), RecordType.MX);

        assertThat(trace.entries())
                .extracting(e -> e.name() + " " + e.type())
                .containsExactly("example.com TXT", "example.org MX");
    }

    @Test
    void offlineNothingIsKnownAtOnce() {
        assertThat(new OfflineResolver().query(DomainName.of("example.com"), RecordType.A))
                .isInstanceOf(Answer.Failed.class);
    }
}
