package org.hikyaku.tlspolicy;

import org.hikyaku.dane.DaneVerifier;
import org.hikyaku.name.DomainName;
import org.hikyaku.tlspolicy.TlsRequirement.Because;
import org.hikyaku.tlspolicy.TlsRequirement.Fault;

/** What the facts require. */
public final class TlsDecision {

    /** What the message says of its way (RFC 8689). */
    public enum Wish {
        /** Nothing. */
        NONE,
        /** REQUIRETLS in its envelope. */
        REQUIRE,
        /** TLS-Required: No in its header, and no REQUIRETLS: that would count more. */
        WAIVE
    }

    private TlsDecision() {}

    /**
     * Decides for one host.
     *
     * @param mxAuthentic whether DNSSEC vouches for the host being one of the domain's
     */
    public static TlsRequirement of(
            DomainName host, boolean mxAuthentic, TlsaState tlsa, StsState sts, Wish wish) {
        return switch (wish) {
            case WAIVE -> new TlsRequirement.Opportunistic(Because.SENDER_WISHES);
            case NONE -> byDomain(host, tlsa, sts);
            case REQUIRE -> required(byDomain(host, tlsa, sts), mxAuthentic);
        };
    }

    private static TlsRequirement byDomain(DomainName host, TlsaState tlsa, StsState sts) {
        return switch (tlsa) {
            // RFC 7672 section 2.1.2: a failure may be an attack that hides the records.
            case TlsaState.Failed(String detail) ->
                    new TlsRequirement.Refused(Fault.DNSSEC_INVALID, detail);
            // RFC 8461 section 2: MTA-STS must not override what DANE requires.
            case TlsaState.Found found -> dane(found);
            case TlsaState.Absent _, TlsaState.Insecure _ -> sts(host, sts);
        };
    }

    private static TlsRequirement dane(TlsaState.Found found) {
        boolean usable =
                found.records().stream().anyMatch(r -> DaneVerifier.problemOf(r).isEmpty());
        return usable
                ? new TlsRequirement.Dane(found.at(), found.records(), found.names())
                : new TlsRequirement.DaneUnusable(found.at(), found.records());
    }

    private static TlsRequirement sts(DomainName host, StsState sts) {
        return switch (sts) {
            case StsState.None _ -> new TlsRequirement.Opportunistic(Because.NO_POLICY);
            case StsState.Unavailable _ ->
                    new TlsRequirement.Opportunistic(Because.POLICY_UNAVAILABLE);
            case StsState.Known known ->
                    switch (known.policy().mode()) {
                        case NONE -> new TlsRequirement.Opportunistic(Because.POLICY_NONE);
                        case TESTING -> new TlsRequirement.MtaSts(known.policy(), false);
                        // RFC 8461 section 4.1: other hosts are not even tried.
                        case ENFORCE ->
                                known.policy().allows(host)
                                        ? new TlsRequirement.MtaSts(known.policy(), true)
                                        : notNamed(host);
                    };
        };
    }

    static TlsRequirement.Refused notNamed(DomainName host) {
        return new TlsRequirement.Refused(
                Fault.STS_HOST_NOT_NAMED, host + " is not one of the hosts that the policy names");
    }

    /** RFC 8689 section 4.2.1: the host must be proven to be the domain's, and to be itself. */
    private static TlsRequirement required(TlsRequirement by, boolean mxAuthentic) {
        return switch (by) {
            case TlsRequirement.Dane dane -> new TlsRequirement.RequireTls(dane);
            case TlsRequirement.MtaSts(var policy, _) ->
                    new TlsRequirement.RequireTls(new TlsRequirement.MtaSts(policy, true));
            case TlsRequirement.Refused refused -> refused;
            case TlsRequirement.DaneUnusable _,
                    TlsRequirement.Opportunistic _,
                    TlsRequirement.WebPki _,
                    TlsRequirement.RequireTls _ ->
                    mxAuthentic
                            ? new TlsRequirement.RequireTls(new TlsRequirement.WebPki())
                            : new TlsRequirement.Refused(
                                    Fault.DANE_REQUIRED,
                                    "the message requires TLS, and nothing proves whose host this"
                                            + " is: neither DNSSEC nor MTA-STS");
        };
    }
}
