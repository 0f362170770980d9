package org.hikyaku.spf;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.name.IpNet;
import org.hikyaku.spf.SpfRecord.Directive;

final class SpfParserFuzzTest {

    private static final InetAddress CLIENT = IpNet.of("192.0.2.3").address();

    @FuzzTest
    void parse(byte[] data) {
        String text = new String(data, StandardCharsets.ISO_8859_1);
        try {
            SpfRecord record = SpfParser.parse(text);
            StringBuilder again = new StringBuilder("v=spf1");
            for (Directive directive : record.directives()) {
                assertThat(text.substring(directive.position())).startsWith(directive.text());
                again.append(' ').append(directive.text());
            }
            assertThat(SpfParser.parse(again.toString()).directives())
                    .extracting(Directive::mechanism)
                    .isEqualTo(record.directives().stream().map(Directive::mechanism).toList());
        } catch (SpfParser.Malformed e) {
            assertThat(e.position()).isBetween(0, text.length());
        }
        SpfResult result =
                new SpfVerifier(
                                FakeResolver.builder().txt("example.com", text).build(),
                                SpfLimits.DEFAULT,
                                InstantSource.fixed(Instant.EPOCH))
                        .checkHost(CLIENT, "example.com", "u@example.com", text, text);
        assertThat(result.trace().lookups().size()).isLessThan(130);
    }
}
