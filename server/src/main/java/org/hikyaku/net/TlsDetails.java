package org.hikyaku.net;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/**
 * A TLS session as far as mail cares.
 *
 * @param version such as {@code TLSv1.3}
 * @param cipher such as {@code TLS_AES_256_GCM_SHA384}
 * @param session for the channel bindings
 */
public record TlsDetails(String version, String cipher, SSLSession session) {

    /** RFC 9266 section 4.2. */
    private static final String EXPORTER_LABEL = "EXPORTER-Channel-Binding";

    private static final int EXPORTER_OCTETS = 32;

    static TlsDetails of(SSLSession session) {
        return new TlsDetails(session.getProtocol(), session.getCipherSuite(), session);
    }

    /** Version and cipher, for logs and trace fields. */
    public String text() {
        return version + " " + cipher;
    }

    /**
     * The {@code tls-server-end-point} binding (RFC 5929 section 4): the hash of the certificate
     * that this server showed. Empty where it showed none.
     */
    public Optional<byte[]> serverEndPoint() {
        Certificate[] shown = session.getLocalCertificates();
        if (shown == null || shown.length == 0 || !(shown[0] instanceof X509Certificate own)) {
            return Optional.empty();
        }
        try {
            byte[] der = own.getEncoded();
            return Optional.of(MessageDigest.getInstance(hashOf(own)).digest(der));
        } catch (GeneralSecurityException _) {
            return Optional.empty(); // a hash that this runtime does not know: no binding offered
        }
    }

    /** RFC 5929 section 4.1: that of the signature, but SHA-256 in place of MD5 and SHA-1. */
    private static String hashOf(X509Certificate certificate) {
        String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        if (algorithm.startsWith("SHA384")) {
            return "SHA-384";
        }
        return algorithm.startsWith("SHA512") ? "SHA-512" : "SHA-256";
    }

    /**
     * The {@code tls-exporter} binding (RFC 9266): 32 octets that only the two ends of this
     * connection know. Empty below TLS 1.3, where it would need the extended master secret.
     */
    public Optional<byte[]> exporter() {
        if (!version.equals("TLSv1.3") || !(session instanceof ExtendedSSLSession extended)) {
            return Optional.empty();
        }
        try {
            // RFC 9266 section 4.2: the context is empty, which is not the same as none.
            byte[] octets =
                    extended.exportKeyingMaterialData(EXPORTER_LABEL, new byte[0], EXPORTER_OCTETS);
            return Optional.of(octets);
        } catch (SSLException | UnsupportedOperationException _) {
            return Optional.empty();
        }
    }

    /** Version and cipher; nothing of the session's secrets. */
    @Override
    public String toString() {
        return text();
    }
}
