package org.hikyaku.certs;

import org.hikyaku.name.DomainName;

/**
 * Answers by a record that stays: it names the authority and our account, as the challenge has them
 * (draft-ietf-acme-dns-persist).
 */
public final class PersistProver implements Prover {

    private final ZoneRecords records;

    /** Publishes through {@code records}. */
    public PersistProver(ZoneRecords records) {
        this.records = records;
    }

    @Override
    public ProofKind kind() {
        return ProofKind.DNS_PERSIST_01;
    }

    @Override
    public Proof prove(CaSession.Authorization authorization, CaSession.Challenge challenge)
            throws CaException {
        boolean safe =
                !challenge.issuers().isEmpty()
                        && challenge.account().matches("https?://[!-~&&[^;\"]]{1,300}")
                        && DomainName.parse(challenge.issuers().getFirst()).isPresent();
        if (!safe) {
            throw new CaException(
                    CaException.Reason.REFUSED, "its challenge names no issuer and account");
        }
        DomainName at = DnsProver.at(authorization.name(), "_validation-persist");
        String text = challenge.issuers().getFirst() + "; accounturi=" + challenge.account();
        if (!records.isThere(at, text)) {
            records.publish(at, text);
        }
        return () -> {}; // it stays: renewals need nothing any more
    }
}
