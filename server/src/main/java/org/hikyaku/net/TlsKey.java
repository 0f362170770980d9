package org.hikyaku.net;

import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.hikyaku.name.IpNet;
import org.jspecify.annotations.Nullable;

/**
 * A private key with the certificates that speak for it, the server's own first.
 *
 * @param key never shown: {@link #toString} leaves it out
 * @param chain at least one
 * @param alias a name by which it is asked for and which is not in it; empty: none
 */
public record TlsKey(PrivateKey key, List<X509Certificate> chain, String alias) {

    /** Asked for by the names in it. */
    public TlsKey(PrivateKey key, List<X509Certificate> chain) {
        this(key, chain, "");
    }

    /** RFC 5280 section 4.2.1.6: the number that says "DNS name" in the list of names. */
    private static final int DNS_NAME = 2;

    /** As above: "IP address". */
    private static final int ADDRESS = 7;

    /** Copies the list. */
    public TlsKey {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a TLS key needs a certificate");
        }
    }

    /**
     * Reads PEM files: certificates (the server's own first), and a key in PKCS#8, PKCS#1 or SEC 1
     * form, not encrypted.
     *
     * @throws TlsKeyException where one cannot be read or the two do not belong together
     */
    public static TlsKey ofPem(Path certificates, Path key) throws TlsKeyException {
        List<X509Certificate> chain = PemFile.certificates(certificates);
        PrivateKey secret = PemFile.privateKey(key);
        if (!belongTogether(secret, chain.getFirst())) {
            throw new TlsKeyException(
                    "the first certificate of "
                            + certificates
                            + " does not belong to the key in "
                            + key);
        }
        return new TlsKey(secret, chain);
    }

    /**
     * Reads a private key in PKCS#8, PKCS#1 or SEC 1 form, PEM, not encrypted.
     *
     * @throws TlsKeyException where it cannot be read
     */
    public static PrivateKey privateKey(Path file) throws TlsKeyException {
        return PemFile.privateKey(file);
    }

    /** Signs a probe with one half and checks it with the other. */
    private static boolean belongTogether(PrivateKey key, X509Certificate certificate) {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> key.getAlgorithm();
                };
        byte[] probe = {1, 2, 3, 4};
        try {
            Signature sign = Signature.getInstance(algorithm);
            sign.initSign(key);
            sign.update(probe);
            byte[] signature = sign.sign();
            Signature verify = Signature.getInstance(algorithm);
            verify.initVerify(certificate.getPublicKey());
            verify.update(probe);
            return verify.verify(signature);
        } catch (GeneralSecurityException _) {
            return false; // of different kinds
        }
    }

    /** The DNS names of the certificate, in lower case. */
    public Set<String> names() {
        Set<String> names = new HashSet<>();
        for (List<?> entry : alternativeNames()) {
            if (entry.get(0) instanceof Integer kind
                    && kind == DNS_NAME
                    && entry.get(1) instanceof String name) {
                names.add(name.toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }

    /** DNS names and addresses, as text. */
    public Set<String> allNames() {
        Set<String> all = new HashSet<>(names());
        for (List<?> entry : alternativeNames()) {
            if (entry.get(0) instanceof Integer kind
                    && kind == ADDRESS
                    && entry.get(1) instanceof String text) {
                all.add(IpNet.address(text).map(InetAddress::getHostAddress).orElse(text));
            }
        }
        return all;
    }

    private Collection<List<?>> alternativeNames() {
        try {
            @Nullable Collection<List<?>> names = chain.getFirst().getSubjectAlternativeNames();
            return names == null ? List.of() : names;
        } catch (CertificateParsingException _) {
            return List.of();
        }
    }

    /** Whether the certificate is for {@code host}, in lower case (RFC 6125 section 6.4.3). */
    public boolean covers(String host) {
        Set<String> names = names();
        int dot = host.indexOf('.');
        return names.contains(host)
                || alias.equals(host)
                || (dot > 0 && names.contains("*" + host.substring(dot)));
    }

    @Override
    public String toString() {
        return "TlsKey" + names();
    }
}
