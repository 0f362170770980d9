package org.hikyaku.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;

final class WireAnswerFuzzTest {

    private static final DomainName NAME = DomainName.of("example.com");

    @FuzzTest
    void everyMessageIsAnAnswerOrMalformed(byte[] data) {
        for (RecordType type : new RecordType[] {RecordType.TXT, RecordType.MX, RecordType.CAA}) {
            try {
                check(WireAnswer.of(DnsExchange.read(data), NAME, type, true));
            } catch (IOException e) {
                assertThat(e).isInstanceOf(DnsExchange.MalformedException.class);
            }
        }
    }

    private static void check(WireAnswer read) {
        switch (read) {
            case WireAnswer.Alias alias -> assertThat(alias.hops()).isPositive();
            case WireAnswer.Complete(Answer.Found found) -> {
                assertThat(found.records()).isNotEmpty();
                found.records().forEach(record -> assertThat(record.text()).isNotNull());
            }
            case WireAnswer.Complete(Answer answer) -> assertThat(answer).isNotNull();
        }
    }
}
