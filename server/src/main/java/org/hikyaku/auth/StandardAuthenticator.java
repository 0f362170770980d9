package org.hikyaku.auth;

import java.time.InstantSource;
import java.util.concurrent.FutureTask;
import org.hikyaku.arc.ArcVerifier;
import org.hikyaku.dkim.DkimLimits;
import org.hikyaku.dkim.DkimVerifier;
import org.hikyaku.dmarc.DmarcMode;
import org.hikyaku.dmarc.DmarcVerifier;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.spf.SpfLimits;
import org.hikyaku.spf.SpfRequest;
import org.hikyaku.spf.SpfVerifier;

/**
 * The four checks. SPF runs beside the message on a virtual thread of its own, from the envelope
 * on; key and DMARC records are asked for on others as soon as the header is complete. Safe for
 * many threads.
 */
public final class StandardAuthenticator implements MessageAuthenticator {

    /** Gives each message a resolver of its own: a budget over the shared cache. */
    @FunctionalInterface
    public interface Budgets {
        /** The resolver for one message, which begins now. Used by several threads. */
        Resolver begin();
    }

    /** How to check. */
    public record Options(SpfLimits spf, DkimLimits dkim, DmarcMode dmarc) {

        /** As the RFCs say. */
        public static final Options STANDARD =
                new Options(SpfLimits.DEFAULT, DkimLimits.STANDARD, DmarcMode.RFC9989);
    }

    private final DomainName receiver;
    private final Budgets budgets;
    private final InstantSource clock;
    private final Options options;
    private final CurrentResolver current = new CurrentResolver();
    private final DkimVerifier dkim;
    private final ArcVerifier arc;

    /**
     * An authenticator.
     *
     * @param receiver the name of this host
     * @param budgets bounds what one message may ask
     * @param clock tells whether signatures have expired
     */
    public StandardAuthenticator(
            DomainName receiver, Budgets budgets, InstantSource clock, Options options) {
        this.receiver = receiver;
        this.budgets = budgets;
        this.clock = clock;
        this.options = options;
        this.dkim = new DkimVerifier(current, clock, options.dkim());
        this.arc = new ArcVerifier(current, clock);
    }

    /** An authenticator with the standard options. */
    public StandardAuthenticator(DomainName receiver, Budgets budgets, InstantSource clock) {
        this(receiver, budgets, clock, Options.STANDARD);
    }

    @Override
    public AuthRun begin(Peer peer) {
        Resolver resolver = budgets.begin();
        SpfVerifier verifier = new SpfVerifier(resolver, options.spf(), clock);
        FutureTask<StandardRun.Spf> spf = new FutureTask<>(() -> spf(verifier, peer));
        Thread.ofVirtual().start(spf);
        return new StandardRun(
                new StandardRun.Checks(
                        spf,
                        dkim.begin(),
                        arc.begin(),
                        new DmarcVerifier(resolver, options.dmarc())),
                resolver,
                current);
    }

    /** RFC 7208 section 2.4: without MAIL FROM the HELO identity stands for it. */
    private StandardRun.Spf spf(SpfVerifier verifier, Peer peer) {
        SpfRequest request =
                new SpfRequest(
                        peer.client(), peer.helo(), peer.from().address(), receiver.ascii());
        var helo = verifier.checkHelo(request);
        return new StandardRun.Spf(peer.from().isNull() ? helo : verifier.check(request), helo);
    }
}
