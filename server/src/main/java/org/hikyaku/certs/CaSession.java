package org.hikyaku.certs;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an account asks of its certificate authority (RFC 8555). Blocks, with deadlines of its own.
 */
public interface CaSession {

    /**
     * What the authority says of itself.
     *
     * @param caaNames what a CAA record calls it (RFC 8659); may be empty
     */
    record Offer(Set<String> profiles, Set<String> caaNames) {
        /** Copies the sets. */
        public Offer {
            profiles = Set.copyOf(profiles);
            caaNames = Set.copyOf(caaNames);
        }
    }

    /** RFC 8555 section 7.1.6. */
    enum Status {
        PENDING,
        READY,
        PROCESSING,
        VALID,
        INVALID
    }

    /**
     * An order as it is now.
     *
     * @param problem why it failed; empty where it has not
     */
    record Order(Status status, List<Authorization> authorizations, String problem) {
        /** Copies the list. */
        public Order {
            authorizations = List.copyOf(authorizations);
        }
    }

    /** What has to be proven for one name; a wildcard is named without its star. */
    record Authorization(CertName name, Status status, List<Challenge> challenges) {
        /** Copies the list. */
        public Authorization {
            challenges = List.copyOf(challenges);
        }
    }

    /**
     * A way to prove it.
     *
     * @param type such as {@code http-01}; may be one that is not known here
     * @param keyAuthorization RFC 8555 section 8.1; empty where the challenge has no token
     * @param issuers of a record that stays: who may be named in it
     * @param account of a record that stays: the account's URL
     * @param problem why it failed; empty where it has not
     */
    record Challenge(
            URI url,
            String type,
            Status status,
            String token,
            String keyAuthorization,
            List<String> issuers,
            String account,
            String problem) {
        /** Copies the list. */
        public Challenge {
            issuers = List.copyOf(issuers);
        }
    }

    /** When the authority would have a certificate renewed (RFC 9773), and when to ask again. */
    record Window(Instant start, Instant end, @Nullable Instant askAgain) {}

    /** What it offers. */
    Offer offer() throws CaException;

    /**
     * Begins an order.
     *
     * @param replaced the certificate that it is to replace (RFC 9773 section 5); null: none
     */
    URI order(CertificatePlan plan, @Nullable X509Certificate replaced) throws CaException;

    /** How far an order is. {@code ORDER_LOST} where the authority does not know it any more. */
    Order look(URI order) throws CaException;

    /** Says that a challenge can be looked at. */
    void answer(URI challenge) throws CaException;

    /** Hands in the request for the certificate (PKCS #10, DER). */
    void finish(URI order, byte[] request) throws CaException;

    /** The certificate of an order that is valid, with those that speak for it. */
    List<X509Certificate> certificate(URI order) throws CaException;

    /** When to renew; empty where the authority does not say. */
    Optional<Window> window(X509Certificate certificate) throws CaException;

    /**
     * Takes a certificate back.
     *
     * @param reason RFC 5280 section 5.3.1
     */
    void revoke(X509Certificate certificate, int reason) throws CaException;
}
