package org.hikyaku.inbound;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.hikyaku.auth.AuthVerdict;
import org.hikyaku.dkim.DkimResult;
import org.hikyaku.dmarc.DmarcVerdict;
import org.hikyaku.name.DomainName;
import org.hikyaku.ops.Event;
import org.hikyaku.smtp.Envelope;
import org.hikyaku.store.Evidence;
import org.jspecify.annotations.Nullable;

/**
 * A message from outside that was seen completely, in the form that reports and people read: the
 * same whether it came in by SMTP or past us through a milter.
 *
 * @param session to find all lines of one session in the log
 * @param client the address of the client
 * @param tls version and cipher, or {@code none}
 * @param facts what was found out
 * @param start when it began
 */
public record MessageSeen(
        String session,
        String client,
        String helo,
        String tls,
        Policy.Facts facts,
        Instant start,
        long sizeBytes) {

    /** Signatures that evidence and events tell of; a hostile message may have many more. */
    private static final int MAX_SIGNATURES = 10;

    /** The row for reports. */
    public Evidence.Inbound evidence(String disposition, @Nullable String override) {
        AuthVerdict auth = facts.auth();
        DmarcVerdict dmarc = auth.dmarc();
        Envelope envelope = facts.envelope();
        return new Evidence.Inbound(
                start,
                client,
                helo,
                envelope.from().text(),
                dmarc.authorDomain() == null ? null : dmarc.authorDomain().ascii(),
                auth.spf().code().text(),
                signatures(),
                auth.arc().code().text(),
                dmarc.code().text(),
                dmarc.record() == null ? null : dmarc.policy().text(),
                disposition,
                override,
                envelope.recipients().size());
    }

    /** The line for the log. */
    public Event.MessageIn event(Decision decision, String reply, Duration took) {
        AuthVerdict auth = facts.auth();
        return new Event.MessageIn(
                session,
                client,
                helo,
                facts.envelope().from().text(),
                addresses(facts.envelope()),
                sizeBytes,
                tls,
                auth.spf().code().text(),
                auth.dkim().isEmpty() ? "none" : String.join(", ", signatures()),
                auth.dmarc().code().text(),
                disposition(decision),
                reply,
                decision.cause(),
                took);
    }

    private List<String> signatures() {
        return facts.auth().dkim().stream().limit(MAX_SIGNATURES).map(MessageSeen::shown).toList();
    }

    private static String shown(DkimResult result) {
        DomainName domain = result.domain();
        String selector = result.selector();
        return (domain == null ? "-" : domain.ascii())
                + " "
                + (selector == null ? "-" : selector)
                + " "
                + result.code().text();
    }

    /** What evidence calls {@code decision}. */
    public static String disposition(Decision decision) {
        return switch (decision) {
            case Decision.Deliver _ -> "deliver";
            case Decision.Quarantine _ -> "quarantine";
            case Decision.Reject _ -> "reject";
            case Decision.Defer _ -> "defer";
        };
    }

    static List<String> addresses(Envelope envelope) {
        return envelope.recipients().stream().map(r -> r.address().toString()).toList();
    }
}
