package org.hikyaku.app.server;

import java.util.List;
import java.util.Locale;
import org.hikyaku.auth.AuthVerdict;
import org.hikyaku.auth.ReverseDns;
import org.hikyaku.dkim.DkimResult;
import org.hikyaku.dmarc.DmarcVerdict;
import org.hikyaku.inbound.Decision;
import org.hikyaku.inbound.Policy;
import org.hikyaku.receivers.GmailRules;
import org.hikyaku.receivers.MessageForm;
import org.hikyaku.smtp.Reply;
import org.hikyaku.spf.SpfResult;

/** Refuses what Gmail would refuse (inbound.profile = "gmail"). */
public final class GmailPolicy implements Policy {

    /** For a temporary failure of the DNS, in Gmail's words: 4.7.26 with the DNS named. */
    private static final Reply LATER =
            Reply.of(
                    451,
                    "4.7.26",
                    "The sender could not be authenticated because of DNS failures. Try again later. - gsmtp");

    /** A policy. */
    public GmailPolicy() {}

    @Override
    public Decision decide(Facts facts) {
        AuthVerdict auth = facts.auth();
        boolean signed = auth.dkim().stream().anyMatch(DkimResult::passed);
        if (failedForNow(facts, signed)) {
            return new Decision.Defer(LATER, "the DNS did not answer");
        }
        GmailRules.Seen seen =
                new GmailRules.Seen(
                        client(facts.reverse()),
                        facts.reverse().code() == ReverseDns.Code.PASS,
                        facts.tls(),
                        auth.spf(),
                        signed,
                        auth.dmarc(),
                        MessageForm.problem(facts.header()).orElse(null));
        List<GmailRules.Finding> findings = GmailRules.check(seen, token(facts));
        if (findings.isEmpty()) {
            return new Decision.Deliver("meets what Gmail asks for", null);
        }
        return new Decision.Reject(
                findings.getFirst().reply(),
                "does not meet "
                        + findings.stream()
                                .map(f -> f.rule().name().toLowerCase(Locale.ROOT))
                                .toList());
    }

    private static boolean failedForNow(Facts facts, boolean signed) {
        boolean spfUnknown = facts.auth().spf().code() == SpfResult.Code.TEMPERROR && !signed;
        return facts.reverse().code() == ReverseDns.Code.TEMPERROR
                || spfUnknown
                || facts.auth().dmarc().code() == DmarcVerdict.Code.TEMPERROR;
    }

    /** The address as the reverse check tells it: its first word. */
    private static String client(ReverseDns reverse) {
        int blank = reverse.reason().indexOf(' ');
        return blank < 0 ? "" : reverse.reason().substring(0, blank);
    }

    /** Gmail ends its replies with a word that names the case in its own log. */
    private static String token(Facts facts) {
        return Integer.toHexString(facts.header().hashCode())
                + "-hikyaku."
                + facts.header().fields().size();
    }
}
