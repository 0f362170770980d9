package org.hikyaku.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hikyaku.auth.ReverseDns;
import org.hikyaku.dkim.DkimResult;
import org.hikyaku.dmarc.DmarcPolicy;
import org.hikyaku.dmarc.DmarcVerdict;
import org.hikyaku.fakes.Verdicts;
import org.hikyaku.message.HeaderBlock;
import org.hikyaku.name.MailAddress;
import org.hikyaku.smtp.Envelope;
import org.hikyaku.smtp.Recipient;
import org.hikyaku.smtp.ReversePath;
import org.hikyaku.spf.SpfResult;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DefaultPolicyTest {

    private static final Envelope ENVELOPE =
            new Envelope(
                    ReversePath.of("a@out.example"),
                    List.of(Recipient.of(MailAddress.of("b@here.example"))),
                    Envelope.Options.NONE);

    @ParameterizedTest
    @CsvSource({
        "PASS, PASS, PASS, REJECT, Deliver",
        "FAIL, PASS, PASS, REJECT, Deliver",
        "FAIL, FAIL, FAIL, NONE, Deliver",
        "FAIL, FAIL, FAIL, QUARANTINE, Quarantine",
        "FAIL, FAIL, FAIL, REJECT, Reject",
        "SOFTFAIL, FAIL, FAIL, REJECT, Quarantine", // RFC 9989 section 7.4: not on p=reject alone
        "FAIL, FAIL, NONE, NONE, Quarantine",
        "FAIL, PASS, NONE, NONE, Deliver",
        "SOFTFAIL, FAIL, NONE, NONE, Deliver",
        "TEMPERROR, FAIL, TEMPERROR, NONE, Deliver",
    })
    void decisions(
            SpfResult.Code spf,
            DkimResult.Code dkim,
            DmarcVerdict.Code dmarc,
            DmarcVerdict.Policy policy,
            String expected) {
        var facts =
                new Policy.Facts(
                        Verdicts.of(spf, List.of(Verdicts.dkim(dkim)), dmarc, policy),
                        new ReverseDns(ReverseDns.Code.PASS, null, ""),
                        true,
                        ENVELOPE,
                        HeaderBlock.parse("From: a@out.example\n"));
        Decision decision = new DefaultPolicy(DmarcPolicy.Settings.DEFAULT).decide(facts);
        assertThat(decision.getClass().getSimpleName()).isEqualTo(expected);
        assertThat(decision.cause()).isNotEmpty();
    }
}
