package org.hikyaku.tlspolicy;

import org.hikyaku.dns.Answer;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;

/** Asks for what {@link TlsDecision} needs to know. */
public final class TlsPolicies {

    private final Resolver resolver;
    private final StsPolicies sts;
    private final TlsaLookup tlsa;

    /**
     * Policies.
     *
     * @param port of the hosts: 25 but for tests
     */
    public TlsPolicies(Resolver resolver, StsPolicies sts, int port) {
        this.resolver = resolver;
        this.sts = sts;
        this.tlsa = new TlsaLookup(resolver, port);
    }

    /**
     * What a domain says.
     *
     * @param mxAuthentic whether DNSSEC vouches for its list of hosts, or for there being none
     */
    public record OfDomain(DomainName domain, boolean mxAuthentic, StsState sts) {}

    /**
     * What holds for one host of it.
     *
     * @param requirement what must hold
     */
    public record OfHost(TlsaState tlsa, TlsRequirement requirement) {}

    /** Asks for what the domain says; may fetch its policy. */
    public OfDomain of(DomainName domain) {
        Answer mx = resolver.query(domain, RecordType.MX);
        return new OfDomain(domain, mx.isAuthentic(), sts.of(domain));
    }

    /** Asks for what the host says, and decides. */
    public OfHost of(OfDomain of, DomainName host, TlsDecision.Wish wish) {
        TlsaState state =
                of.mxAuthentic()
                        ? tlsa.of(of.domain(), host)
                        // RFC 7672 section 2.2.1: the host may be anybody's.
                        : new TlsaState.Insecure(
                                "DNSSEC does not vouch for the MX of " + of.domain());
        return new OfHost(state, TlsDecision.of(host, of.mxAuthentic(), state, of.sts(), wish));
    }
}
