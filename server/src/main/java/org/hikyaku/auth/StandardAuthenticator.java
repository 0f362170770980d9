package org.hikyaku.auth;

import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
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
 * on; key and DMARC records are asked for on others as soon as the header is complete. What is
 * remembered already needs no thread. Safe for many threads.
 */
public final class StandardAuthenticator implements MessageAuthenticator {

    /** How to check. */
    public record Options(
            BudgetedResolver.Budget budget, SpfLimits spf, DkimLimits dkim, DmarcMode dmarc) {

        /** As the RFCs say. */
        public static final Options STANDARD =
                new Options(
                        BudgetedResolver.Budget.STANDARD,
                        SpfLimits.DEFAULT,
                        DkimLimits.STANDARD,
                        DmarcMode.RFC9989);
    }

    private final DomainName receiver;
    private final Resolver shared;
    private final InstantSource clock;
    private final Options options;
    private final CurrentResolver current = new CurrentResolver();
    private final DkimVerifier dkim;
    private final ArcVerifier arc;

    /**
     * An authenticator.
     *
     * @param receiver the name of this host
     * @param shared for all messages; each gets a budget of its own over it
     * @param clock tells whether signatures have expired, and when a message's time is over
     */
    public StandardAuthenticator(
            DomainName receiver, Resolver shared, InstantSource clock, Options options) {
        this.receiver = receiver;
        this.shared = shared;
        this.clock = clock;
        this.options = options;
        this.dkim = new DkimVerifier(current, clock, options.dkim());
        this.arc = new ArcVerifier(current, clock);
    }

    /** An authenticator with the standard options. */
    public static StandardAuthenticator of(
            DomainName receiver, Resolver shared, InstantSource clock) {
        return new StandardAuthenticator(receiver, shared, clock, Options.STANDARD);
    }

    @Override
    public AuthRun begin(Peer peer) {
        Resolver resolver = new BudgetedResolver(shared, options.budget(), clock);
        return new StandardRun(
                new StandardRun.Checks(
                        startSpf(resolver, peer),
                        dkim.begin(),
                        arc.begin(),
                        new DmarcVerifier(resolver, options.dmarc())),
                resolver,
                current);
    }

    /** Done at once where all answers are at hand, on a thread of its own otherwise. */
    private Future<StandardRun.Spf> startSpf(Resolver resolver, Peer peer) {
        try {
            return CompletableFuture.completedFuture(spf(new AtHandResolver(resolver), peer));
        } catch (AtHandResolver.NotAtHandException _) {
            FutureTask<StandardRun.Spf> spf = new FutureTask<>(() -> spf(resolver, peer));
            Thread.ofVirtual().start(spf);
            return spf;
        }
    }

    /** RFC 7208 section 2.4: without MAIL FROM the HELO identity stands for it. */
    private StandardRun.Spf spf(Resolver resolver, Peer peer) {
        SpfVerifier verifier = new SpfVerifier(resolver, options.spf(), clock);
        SpfRequest request =
                new SpfRequest(peer.client(), peer.helo(), peer.from().address(), receiver.ascii());
        var helo = verifier.checkHelo(request);
        return new StandardRun.Spf(peer.from().isNull() ? helo : verifier.check(request), helo);
    }
}
