package org.hikyaku.spf;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Optional;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.hikyaku.spf.SpfResult.Code;
import org.hikyaku.spf.SpfResult.Identity;
import org.hikyaku.spf.SpfResult.Trace;
import org.hikyaku.wire.Printable;

/**
 * Answers whether a client may send for a domain: check_host() of RFC 7208 section 4. Safe for many
 * threads.
 */
public final class SpfVerifier {

    private static final String POSTMASTER = "postmaster";

    private final Resolver resolver;
    private final SpfLimits limits;
    private final InstantSource clock;

    /** A verifier that asks {@code resolver} within {@code limits}. */
    public SpfVerifier(Resolver resolver, SpfLimits limits, InstantSource clock) {
        this.resolver = resolver;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Checks the MAIL FROM identity, or HELO where the reverse path is {@code <>} (RFC 7208 section
     * 2.4: the identity is then postmaster at the HELO name).
     */
    public SpfResult check(SpfRequest request) {
        MailAddress from = request.mailFrom();
        if (from == null) {
            return checkHelo(request);
        }
        Sender sender = new Sender(from.localPart(), from.domain().ascii());
        return check(Identity.MAIL_FROM, from.domain().ascii(), sender, request);
    }

    /** Checks the HELO identity (RFC 7208 section 2.3). */
    public SpfResult checkHelo(SpfRequest request) {
        Sender sender = new Sender(POSTMASTER, request.helo());
        return check(Identity.HELO, request.helo(), sender, request);
    }

    /**
     * check_host() with arguments that need not be a domain or an address (RFC 7208 section 4.1,
     * 4.3).
     *
     * @param domain whose record is asked for
     * @param sender an address; without a local part it is postmaster's
     */
    public SpfResult checkHost(
            InetAddress client, String domain, String sender, String helo, String receiver) {
        int at = sender.lastIndexOf('@');
        String local = at <= 0 ? POSTMASTER : sender.substring(0, at);
        String host = at < 0 ? sender : sender.substring(at + 1);
        SpfRequest request = new SpfRequest(client, helo, null, receiver);
        Sender parts = new Sender(local, host.isEmpty() ? domain : host);
        return check(Identity.MAIL_FROM, domain, parts, request);
    }

    /** The sender, split, for the macros s, l and o. */
    record Sender(String local, String domain) {}

    private SpfResult check(Identity identity, String domain, Sender sender, SpfRequest request) {
        // RFC 7208 section 4.3: a malformed name or a single label has no record to check.
        Optional<DomainName> name =
                domain.startsWith("[") ? Optional.empty() : DomainName.parse(domain);
        if (name.isEmpty() || name.get().labelCount() < 2) {
            String reason =
                    "'" + Printable.of(domain, 80) + "' is not a domain that could have a record";
            return new SpfResult(Code.NONE, identity, null, reason, null, null, Trace.EMPTY, null);
        }
        Question question = new Question(identity, name.get(), sender, request);
        return new SpfRun(resolver, limits, clock, question).result();
    }

    /** What one run is about. */
    record Question(Identity identity, DomainName domain, Sender sender, SpfRequest request) {}
}
