package org.hikyaku.findings;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.name.DomainName;

final class BimiRecordFuzzTest {

    @FuzzTest
    void parse(byte[] data) {
        String text = new String(data, StandardCharsets.ISO_8859_1);
        try {
            BimiRecord record = BimiRecord.parse(text);
            String again = "v=BIMI1; l=" + record.location() + "; a=" + record.authority();
            assertThat(BimiRecord.parse(again)).isEqualTo(record);
        } catch (BimiRecord.Malformed e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    /** Any text under any name: every check copes. */
    @FuzzTest
    void everyCheck(byte[] data) {
        String text = new String(data, StandardCharsets.ISO_8859_1);
        FakeResolver.Builder dns = FakeResolver.builder();
        for (String name :
                new String[] {
                    "x.test",
                    "_dmarc.x.test",
                    "s._domainkey.x.test",
                    "_adsp._domainkey.x.test",
                    "_mta-sts.x.test",
                    "_smtp._tls.x.test",
                    "default._bimi.x.test"
                }) {
            dns.txt(name, text);
        }
        Subject subject =
                Subject.of(DomainName.of("x.test"))
                        .withSelectors(java.util.List.of("s"), java.util.List.of());
        for (Area area : Area.values()) {
            Map<Question<?>, Object> others =
                    Map.of(
                            new Question.Policy(subject.name()),
                            new PolicyFetched.Page(200, "text/plain", text));
            assertThat(Answered.findings(area, subject, dns.build(), others)).isNotEmpty();
        }
    }
}
