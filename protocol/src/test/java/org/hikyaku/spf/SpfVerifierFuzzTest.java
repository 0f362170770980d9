package org.hikyaku.spf;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.name.IpNet;

/**
 * Any records that lead to each other, with any names in the dialogue. One line is one record: of
 * n0.example, n1.example and so on; the last line is HELO, sender and explanation.
 */
final class SpfVerifierFuzzTest {

    private static final List<InetAddress> CLIENTS =
            List.of(IpNet.of("192.0.2.3").address(), IpNet.of("2001:db8::3").address());

    /** Far more than 10 terms with 10 names each and two explanations ask. */
    private static final int MAX_QUESTIONS = 130;

    @FuzzTest
    void everyCheckEndsWithinItsLimits(byte[] data) {
        String[] lines = new String(data, StandardCharsets.ISO_8859_1).split("\n", 12);
        String last = lines[lines.length - 1];
        FakeResolver.Builder zone =
                FakeResolver.builder()
                        .txt("why.example", last)
                        .line("mx.example A 192.0.2.3")
                        .line("mx.example AAAA 2001:db8::3")
                        .line("n0.example MX 10 mx.example")
                        .line("3.2.0.192.in-addr.arpa PTR mx.example");
        for (int i = 0; i < lines.length; i++) {
            zone.txt("n" + i + ".example", lines[i]);
        }
        SpfVerifier verifier =
                new SpfVerifier(
                        zone.build(), SpfLimits.DEFAULT, InstantSource.fixed(Instant.EPOCH));
        for (InetAddress client : CLIENTS) {
            SpfResult result = verifier.checkHost(client, "n0.example", last, last, last);
            assertThat(result.trace().lookups()).hasSizeLessThan(MAX_QUESTIONS);
            assertThat(result.trace().termLookups()).isLessThanOrEqualTo(10);
            assertThat(result.trace().voidLookups()).isLessThanOrEqualTo(3);
            assertThat(result)
                    .isEqualTo(verifier.checkHost(client, "n0.example", last, last, last));
            String explanation = result.explanation();
            if (explanation != null) {
                assertThat(explanation.chars()).noneMatch(Character::isISOControl);
            }
        }
    }
}
