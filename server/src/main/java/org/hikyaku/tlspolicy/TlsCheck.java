package org.hikyaku.tlspolicy;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.hikyaku.dane.CertificateNames;
import org.hikyaku.dane.DaneResult;
import org.hikyaku.dane.DaneVerifier;
import org.hikyaku.name.DomainName;
import org.hikyaku.tlspolicy.TlsRequirement.Fault;
import org.jspecify.annotations.Nullable;

/** Compares what a host has shown with what is required. */
public final class TlsCheck {

    /** What is wrong with a host's TLS. */
    public record Finding(Fault fault, String detail) {}

    /**
     * What a host has shown.
     *
     * @param chain its own certificate first; null where it has not encrypted at all
     * @param requireTls whether it offers REQUIRETLS
     */
    public record Shown(@Nullable List<X509Certificate> chain, boolean requireTls) {}

    private final @Nullable KeyStore authorities;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable X509TrustManager trust; // guarded by lock

    /**
     * A check.
     *
     * @param authorities whom to trust, or null for those of the system
     */
    public TlsCheck(@Nullable KeyStore authorities) {
        this.authorities = authorities;
    }

    /** What is wrong; empty where all that is required holds. */
    public Optional<Finding> of(
            TlsRequirement requirement, DomainName host, Shown shown, Instant now) {
        return switch (requirement) {
            case TlsRequirement.Opportunistic _ -> Optional.empty();
            case TlsRequirement.Refused(Fault fault, String detail) ->
                    Optional.of(new Finding(fault, detail));
            case TlsRequirement.RequireTls(TlsRequirement by) -> {
                Optional<Finding> first = of(by, host, shown, now);
                yield first.isPresent() || shown.requireTls()
                        ? first
                        : Optional.of(
                                new Finding(
                                        Fault.REQUIRETLS_NOT_OFFERED,
                                        host + " does not offer REQUIRETLS"));
            }
            case TlsRequirement.Dane _,
                    TlsRequirement.DaneUnusable _,
                    TlsRequirement.MtaSts _,
                    TlsRequirement.WebPki _ ->
                    encrypted(requirement, host, shown.chain(), now);
        };
    }

    private Optional<Finding> encrypted(
            TlsRequirement requirement,
            DomainName host,
            @Nullable List<X509Certificate> chain,
            Instant now) {
        if (requirement instanceof TlsRequirement.MtaSts(var policy, _) && !policy.allows(host)) {
            TlsRequirement.Refused refused = TlsDecision.notNamed(host);
            return Optional.of(new Finding(refused.fault(), refused.detail()));
        }
        if (chain == null) {
            return Optional.of(
                    new Finding(
                            Fault.STARTTLS_NOT_SUPPORTED, host + " does not encrypt (STARTTLS)"));
        }
        return switch (requirement) {
            case TlsRequirement.Dane dane -> byDane(dane, chain, now);
            case TlsRequirement.MtaSts _, TlsRequirement.WebPki _ ->
                    byAuthorities(host, chain, now);
            case TlsRequirement.DaneUnusable _,
                    TlsRequirement.Opportunistic _,
                    TlsRequirement.RequireTls _,
                    TlsRequirement.Refused _ ->
                    Optional.empty();
        };
    }

    private static Optional<Finding> byDane(
            TlsRequirement.Dane dane, List<X509Certificate> chain, Instant now) {
        return switch (DaneVerifier.verify(dane.records(), chain, dane.names(), now)) {
            case DaneResult.Match _ -> Optional.empty();
            // Both cannot be: one record at least is usable.
            case DaneResult.NoneUsable _, DaneResult.NoRecords _ -> Optional.empty();
            case DaneResult.NoMatch(List<String> reasons) ->
                    Optional.of(
                            new Finding(
                                    fault(chain, now),
                                    "no TLSA record at "
                                            + dane.at()
                                            + " fits: "
                                            + String.join("; ", reasons)));
        };
    }

    /** Of a chain that DANE does not know, expiry is worth a word of its own. */
    private static Fault fault(List<X509Certificate> chain, Instant now) {
        return isExpired(chain.getFirst(), now)
                ? Fault.CERTIFICATE_EXPIRED
                : Fault.VALIDATION_FAILURE;
    }

    private static boolean isExpired(X509Certificate certificate, Instant now) {
        return certificate.getNotAfter().toInstant().isBefore(now);
    }

    /** RFC 8461 section 4.2, RFC 6125: valid now, for the host, and someone stands behind it. */
    private Optional<Finding> byAuthorities(
            DomainName host, List<X509Certificate> chain, Instant now) {
        X509Certificate own = chain.getFirst();
        if (isExpired(own, now)) {
            return Optional.of(
                    new Finding(
                            Fault.CERTIFICATE_EXPIRED,
                            "the certificate of "
                                    + host
                                    + " has ended on "
                                    + own.getNotAfter().toInstant()));
        }
        if (!CertificateNames.isFor(own, host)) {
            return Optional.of(
                    new Finding(
                            Fault.CERTIFICATE_HOST_MISMATCH,
                            "the certificate of "
                                    + host
                                    + " is for "
                                    + String.join(", ", CertificateNames.of(own))));
        }
        try {
            trustManager().checkServerTrusted(chain.toArray(X509Certificate[]::new), "UNKNOWN");
            return Optional.empty();
        } catch (CertificateException e) {
            return Optional.of(
                    new Finding(
                            Fault.CERTIFICATE_NOT_TRUSTED,
                            "no known authority stands behind the certificate of "
                                    + host
                                    + ": "
                                    + e.getMessage()));
        }
    }

    /** Made when first needed: reading the authorities takes time and room. */
    private X509TrustManager trustManager() {
        lock.lock();
        try {
            X509TrustManager known = trust;
            if (known == null) {
                known = newTrustManager();
                trust = known;
            }
            return known;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot check certificates", e);
        } finally {
            lock.unlock();
        }
    }

    private X509TrustManager newTrustManager() throws GeneralSecurityException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(authorities);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager found) {
                return found;
            }
        }
        throw new IllegalStateException("this Java cannot check certificates");
    }
}
