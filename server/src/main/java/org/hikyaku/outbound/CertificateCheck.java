package org.hikyaku.outbound;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whether a host that we talk to anyway (RFC 7435) also showed a certificate for its name that the
 * usual authorities stand behind. Only told, never acted on: what acts on it is a policy (RFC 8461,
 * RFC 7672).
 */
final class CertificateCheck {

    /** Results that are remembered: a check costs a millisecond, large receivers come again. */
    private static final int MAX_REMEMBERED = 1000;

    /** The kind of name in a certificate (RFC 5280 section 4.2.1.6). */
    private static final int DNS_NAME = 2;

    private final @Nullable KeyStore authorities;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable X509TrustManager trust; // guarded by lock
    private final LinkedHashMap<String, Boolean> known = new LinkedHashMap<>(); // guarded by lock

    /**
     * A check.
     *
     * @param authorities whom to trust, or null for those of the system
     */
    CertificateCheck(@Nullable KeyStore authorities) {
        this.authorities = authorities;
    }

    /** Whether the certificate that {@code session} came with is one for {@code host}. */
    boolean isVerified(SSLSession session, String host) {
        try {
            Certificate[] shown = session.getPeerCertificates();
            String key = host + " " + fingerprint(shown[0]);
            Boolean before = remembered(key);
            if (before != null) {
                return before;
            }
            boolean verified = check(shown, host.toLowerCase(Locale.ROOT));
            remember(key, verified);
            return verified;
        } catch (SSLPeerUnverifiedException _) {
            return false; // it showed none
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot check certificates", e);
        }
    }

    private static String fingerprint(Certificate certificate) throws GeneralSecurityException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        return HexFormat.of().formatHex(hash);
    }

    private boolean check(Certificate[] shown, String host) throws GeneralSecurityException {
        X509Certificate[] chain = new X509Certificate[shown.length];
        for (int i = 0; i < shown.length; i++) {
            chain[i] = (X509Certificate) shown[i];
        }
        try {
            trustManager().checkServerTrusted(chain, "UNKNOWN");
            return isFor(chain[0], host);
        } catch (CertificateException _) {
            return false;
        }
    }

    /** RFC 6125 section 6.4: the name itself, or a star in place of its first label. */
    private static boolean isFor(X509Certificate certificate, String host)
            throws CertificateParsingException {
        String wild = "*" + host.substring(Math.max(0, host.indexOf('.')));
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        return names != null
                && names.stream()
                        .filter(name -> name.get(0) instanceof Integer type && type == DNS_NAME)
                        .map(name -> String.valueOf(name.get(1)).toLowerCase(Locale.ROOT))
                        .anyMatch(name -> name.equals(host) || name.equals(wild));
    }

    /** Made when first needed: reading the authorities takes time and room. */
    private X509TrustManager trustManager() throws GeneralSecurityException {
        lock.lock();
        try {
            if (trust == null) {
                trust = newTrustManager(authorities);
            }
            return trust;
        } finally {
            lock.unlock();
        }
    }

    private static X509TrustManager newTrustManager(@Nullable KeyStore authorities)
            throws GeneralSecurityException {
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

    private @Nullable Boolean remembered(String key) {
        lock.lock();
        try {
            return known.get(key);
        } finally {
            lock.unlock();
        }
    }

    private void remember(String key, boolean verified) {
        lock.lock();
        try {
            known.put(key, verified);
            if (known.size() > MAX_REMEMBERED) {
                known.pollFirstEntry();
            }
        } finally {
            lock.unlock();
        }
    }
}
