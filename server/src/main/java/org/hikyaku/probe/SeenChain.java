package org.hikyaku.probe;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Takes any chain of certificates, to look at it, and tells whether the usual authorities stand
 * behind it. For looking only: nothing secret passes over such a connection. One for each
 * connection; belongs to one thread.
 */
final class SeenChain implements X509TrustManager {

    private final X509TrustManager usual;
    private List<X509Certificate> chain = List.of();
    private boolean trusted;

    /**
     * One look.
     *
     * @param authorities whom to trust, or null for those of the system
     */
    SeenChain(@Nullable KeyStore authorities) {
        this.usual = usual(authorities);
    }

    private static X509TrustManager usual(@Nullable KeyStore authorities) {
        try {
            TrustManagerFactory factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(authorities);
            for (TrustManager each : factory.getTrustManagers()) {
                if (each instanceof X509TrustManager found) {
                    return found;
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot check certificates", e);
        }
        throw new IllegalStateException("this Java cannot check certificates");
    }

    /** A context for one connection. */
    SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {this}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    List<X509Certificate> chain() {
        return chain;
    }

    boolean isTrusted() {
        return trusted;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] shown, String type) {
        chain = List.of(shown);
        try {
            usual.checkServerTrusted(shown, type);
            trusted = true;
        } catch (CertificateException | IllegalArgumentException _) {
            trusted = false;
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] shown, String type)
            throws CertificateException {
        throw new CertificateException("this is a client");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
