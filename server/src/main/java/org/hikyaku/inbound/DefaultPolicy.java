package org.hikyaku.inbound;

import org.hikyaku.auth.AuthVerdict;
import org.hikyaku.dkim.DkimResult;
import org.hikyaku.dmarc.DmarcPolicy;
import org.hikyaku.dmarc.DmarcVerdict;
import org.hikyaku.message.FromAuthor;
import org.hikyaku.name.DomainName;
import org.hikyaku.smtp.Reply;
import org.hikyaku.spf.SpfResult;
import org.jspecify.annotations.Nullable;

/**
 * What is done where nothing else is configured: DMARC decides; SPF on its own never refuses (RFC
 * 7208 section 8.4 leaves it to us, and every forwarded message would be lost), it only keeps what
 * nobody vouches for out of INBOX.
 */
public final class DefaultPolicy implements Policy {

    private final DmarcPolicy.Settings dmarc;

    /** A policy that treats DMARC as {@code dmarc} says. */
    public DefaultPolicy(DmarcPolicy.Settings dmarc) {
        this.dmarc = dmarc;
    }

    @Override
    public Decision decide(Facts facts) {
        FromAuthor author = FromAuthor.of(facts.header());
        if (author.fieldCount() != 1) {
            // RFC 5322 section 3.6: exactly one; with several, each reader shows another author.
            return new Decision.Reject(
                    Reply.of(554, "5.6.0", "The message needs exactly one From field"),
                    author.fieldCount() + " From fields");
        }
        AuthVerdict auth = facts.auth();
        DmarcVerdict verdict = auth.dmarc();
        var evidence = DmarcPolicy.evidence(verdict, auth.spf(), auth.dkim());
        var decision = DmarcPolicy.decide(verdict, DmarcPolicy.Local.of(evidence), dmarc);
        String override = text(decision.override());
        return switch (decision.disposition()) {
            case REJECT -> reject(verdict);
            case QUARANTINE -> new Decision.Quarantine(verdict.reason(), override);
            case NONE -> withoutDmarc(auth, override);
        };
    }

    private static @Nullable String text(DmarcPolicy.@Nullable Override override) {
        return override == null ? null : override.type().text() + ": " + override.comment();
    }

    private static Decision reject(DmarcVerdict verdict) {
        DomainName domain = verdict.authorDomain();
        // RFC 7372 section 3.3: more than one check has failed.
        return new Decision.Reject(
                Reply.of(
                        550,
                        "5.7.26",
                        "Refused by the DMARC policy of "
                                + (domain == null ? "the author's domain" : domain)
                                + ": neither SPF nor DKIM passes for it"),
                verdict.reason());
    }

    private static Decision withoutDmarc(AuthVerdict auth, @Nullable String override) {
        boolean unknown = auth.dmarc().code() == DmarcVerdict.Code.NONE;
        boolean signed = auth.dkim().stream().anyMatch(DkimResult::passed);
        if (unknown && !signed && auth.spf().code() == SpfResult.Code.FAIL) {
            return new Decision.Quarantine("SPF fails and nothing else vouches for it", override);
        }
        return new Decision.Deliver(auth.dmarc().reason(), override);
    }
}
