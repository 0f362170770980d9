package org.hikyaku.receivers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hikyaku.dmarc.DmarcVerdict;
import org.hikyaku.name.DomainName;
import org.hikyaku.receivers.GmailRules.Finding;
import org.hikyaku.receivers.GmailRules.Rule;
import org.hikyaku.receivers.GmailRules.Seen;
import org.hikyaku.smtp.Reply;
import org.hikyaku.spf.SpfResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class GmailRulesTest {

    private static final DomainName DOMAIN = DomainName.of("sender.example");
    private static final String TOKEN = "a1b2-hikyaku.7";

    private static SpfResult spf(SpfResult.Code code) {
        return new SpfResult(
                code,
                SpfResult.Identity.MAIL_FROM,
                DOMAIN,
                "",
                null,
                null,
                SpfResult.Trace.EMPTY,
                null);
    }

    private static DmarcVerdict dmarc(boolean record, boolean aligned) {
        return new DmarcVerdict(
                aligned ? DmarcVerdict.Code.PASS : DmarcVerdict.Code.FAIL,
                DOMAIN,
                null,
                record ? DOMAIN : null,
                record ? "v=DMARC1; p=reject" : null,
                record ? DmarcVerdict.Policy.REJECT : DmarcVerdict.Policy.NONE,
                DmarcVerdict.Rule.values()[0],
                aligned,
                aligned,
                "",
                List.of());
    }

    private static Seen seen(Rule... missing) {
        List<Rule> without = List.of(missing);
        boolean authenticated = !without.contains(Rule.AUTHENTICATED);
        return new Seen(
                "192.0.2.25",
                !without.contains(Rule.PTR),
                !without.contains(Rule.TLS),
                spf(
                        authenticated && !without.contains(Rule.SPF)
                                ? SpfResult.Code.PASS
                                : SpfResult.Code.SOFTFAIL),
                authenticated && !without.contains(Rule.DKIM),
                dmarc(
                        !without.contains(Rule.DMARC_RECORD),
                        !without.contains(Rule.ALIGNMENT) && authenticated),
                without.contains(Rule.FORM) ? "There are multiple From headers." : null);
    }

    @Test
    void mailInOrderMeetsAll() {
        assertThat(GmailRules.check(seen(), TOKEN)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "PTR, 5.7.25",
        "TLS, 5.7.29",
        "FORM, 5.7.1",
        "AUTHENTICATED, 5.7.26",
        "SPF, 5.7.27",
        "DKIM, 5.7.30",
        "DMARC_RECORD, 5.7.40",
        "ALIGNMENT, 5.7.32"
    })
    void whatIsMissingComesFirst(Rule missing, String status) {
        Finding first = GmailRules.check(seen(missing), TOKEN).getFirst();
        assertThat(first.rule()).isEqualTo(missing);
        assertThat(first.reply().code()).isEqualTo(550);
        assertThat(first.reply().status()).hasToString(status);
        assertThat(String.join(" ", first.reply().lines())).endsWith(TOKEN + " - gsmtp");
        assertThat(first.reply().lines()).allMatch(l -> l.length() <= 100);
    }

    @ParameterizedTest
    @EnumSource(Rule.class)
    void eachRefusalIsExplained(Rule rule) {
        Seen none =
                seen(
                        Rule.PTR,
                        Rule.TLS,
                        Rule.FORM,
                        Rule.AUTHENTICATED,
                        Rule.SPF,
                        Rule.DKIM,
                        rule == Rule.DMARC_RECORD ? Rule.DMARC_RECORD : Rule.TLS,
                        Rule.ALIGNMENT);
        Finding finding =
                GmailRules.check(none, TOKEN).stream()
                        .filter(f -> f.rule() == rule)
                        .findFirst()
                        .orElseThrow();
        Diagnosis diagnosis = Diagnoses.explain(finding.reply()).orElseThrow();
        assertThat(diagnosis.cause()).isNotEmpty();
        assertThat(diagnosis.fixJa()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "550 | 5.7.25 | does not have a PTR record setup | PTR",
                "550 | 5.7.1 | Our system: listed, Client host blocked using Spamhaus | block list",
                "550 | 5.7.509 | Access denied, sending domain does not pass DMARC verification and has a DMARC policy of reject | DMARC",
                "421 | 4.7.28 | unusual rate of unsolicited mail | too much"
            })
    void repliesOfOthers(int code, String status, String text, String cause) {
        assertThat(Diagnoses.explain(Reply.of(code, status, text)).orElseThrow().cause())
                .contains(cause);
    }

    @Test
    void whatIsNotKnownIsNotExplained() {
        assertThat(Diagnoses.explain(Reply.of(550, "5.1.1", "no such user"))).isEmpty();
        assertThat(Diagnoses.explain(Reply.plain(550, "go away"))).isEmpty();
    }
}
