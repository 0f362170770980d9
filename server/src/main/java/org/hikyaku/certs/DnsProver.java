package org.hikyaku.certs;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.hikyaku.name.DomainName;

/** Answers by a new record in the DNS (RFC 8555 section 8.4). */
public final class DnsProver implements Prover {

    private final ZoneRecords records;

    /** Publishes through {@code records}. */
    public DnsProver(ZoneRecords records) {
        this.records = records;
    }

    @Override
    public ProofKind kind() {
        return ProofKind.DNS_01;
    }

    @Override
    public Proof prove(CaSession.Authorization authorization, CaSession.Challenge challenge)
            throws CaException {
        DomainName at = at(authorization.name(), "_acme-challenge");
        ZoneRecords.Placed placed = records.publish(at, digest(challenge.keyAuthorization()));
        return () -> records.remove(placed);
    }

    /** The name of the record; addresses have none (RFC 8738 section 7). */
    static DomainName at(CertName name, String prefix) throws CaException {
        if (name instanceof CertName.Host(var host, _)) {
            return host.withPrefix(prefix)
                    .orElseThrow(
                            () ->
                                    new CaException(
                                            CaException.Reason.SETTINGS,
                                            host + " is too long for a record below it"));
        }
        throw new CaException(
                CaException.Reason.SETTINGS, "an address cannot be proven through the DNS");
    }

    private static String digest(String keyAuthorization) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(keyAuthorization.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
