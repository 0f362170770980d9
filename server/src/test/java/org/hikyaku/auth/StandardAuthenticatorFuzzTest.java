package org.hikyaku.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.hikyaku.authres.AuthenticationResultsParser;
import org.hikyaku.dns.FakeResolver;

final class StandardAuthenticatorFuzzTest {

    private static final FakeResolver ZONE =
            FakeResolver.of(
                    "out.example TXT v=spf1 ip4:192.0.2.25 -all",
                    "_dmarc.out.example TXT v=DMARC1; p=reject");

    @FuzzTest
    void everyMessageGetsAVerdictThatCanBeWritten(byte[] data) throws Exception {
        AuthVerdict verdict =
                SenderWorld.check(
                        SenderWorld.receiver(ZONE), SenderWorld.STRANGER, data, 16 * 1024);
        String field =
                AuthResultsText.of(
                                "mx.in.example",
                                verdict,
                                ReverseDns.of(SenderWorld.STRANGER.client(), ZONE))
                        .fieldValue();

        assertThat(verdict.dkim()).noneMatch(r -> r.passed());
        assertThat(AuthenticationResultsParser.parse(field).authservId())
                .isEqualTo("mx.in.example");
    }
}
