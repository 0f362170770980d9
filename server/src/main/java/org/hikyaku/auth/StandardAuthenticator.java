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

/** The four checks with the standard limits. SPF runs beside the message, on a virtual thread of its own. */
public final class StandardAuthenticator implements MessageAuthenticator {

    /** Gives each message a resolver of its own: a budget over the shared cache. */
    @FunctionalInterface
    public interface Budgets {
        /** The resolver for one message. */
        Resolver begin();
    }

    private final DomainName receiver;
    private final Budgets budgets;
    private final InstantSource clock;
    private final DkimVerifier dkim;
    private final ArcVerifier arc;

    /**
     * An authenticator.
     *
     * @param receiver the name of this host
     * @param shared for key records, whose number DKIM and ARC bound by themselves
     * @param budgets for what SPF and DMARC ask
     */
    public StandardAuthenticator(DomainName receiver, Resolver shared, Budgets budgets, InstantSource clock) {
        this.receiver = receiver;
        this.budgets = budgets;
        this.clock = clock;
        this.dkim = new DkimVerifier(shared, clock, DkimLimits.STANDARD);
        this.arc = new ArcVerifier(shared, clock);
    }

    @Override
    public AuthRun begin(Peer peer) {
        Resolver resolver = budgets.begin();
        SpfVerifier spf = new SpfVerifier(resolver, SpfLimits.DEFAULT, clock);
        SpfRequest request = new SpfRequest(peer.client(), peer.helo(), peer.from().address(), receiver.ascii());
        FutureTask<StandardRun.Spf> task =
                new FutureTask<>(() -> peer.from().isNull() ? StandardRun.Spf.heloOnly(spf.checkHelo(request)) : new StandardRun.Spf(spf.check(request), spf.checkHelo(request)));
        Thread.ofVirtual().start(task);
        return new StandardRun(task, dkim.begin(), arc.begin(), new DmarcVerifier(resolver, DmarcMode.RFC9989));
    }
}
