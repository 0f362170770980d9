package org.hikyaku.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** Keys and certificates in text form (RFC 7468). */
final class PemFile {

    /** A chain of ten large certificates is some 30 KiB. */
    private static final long MAX_OCTETS = 1 << 20;

    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    private record Block(String label, byte[] der) {}

    private PemFile() {}

    static List<X509Certificate> certificates(Path file) throws TlsKeyException {
        List<X509Certificate> chain = new ArrayList<>();
        for (Block block : blocks(file)) {
            if (block.label().equals("CERTIFICATE")) {
                chain.add(certificate(file, block.der()));
            }
        }
        if (chain.isEmpty()) {
            throw new TlsKeyException(file + " holds no certificate in PEM form");
        }
        return chain;
    }

    private static X509Certificate certificate(Path file, byte[] der) throws TlsKeyException {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new TlsKeyException(file + " holds a certificate that cannot be read", e);
        }
    }

    static PrivateKey privateKey(Path file) throws TlsKeyException {
        for (Block block : blocks(file)) {
            if (block.label().equals("ENCRYPTED PRIVATE KEY")) {
                throw new TlsKeyException(
                        file + " is encrypted: write it without a password (openssl pkey -in …)");
            }
            if (block.label().endsWith("PRIVATE KEY")) {
                return privateKey(file, block);
            }
        }
        throw new TlsKeyException(file + " holds no private key in PEM form");
    }

    private static PrivateKey privateKey(Path file, Block block) throws TlsKeyException {
        if (block.der().length == 0) {
            throw new TlsKeyException(
                    file + " holds a private key that cannot be read: it is empty");
        }
        try {
            PrivateKeyInfo info =
                    switch (block.label()) {
                        case "RSA PRIVATE KEY" -> ofPkcs1(block.der());
                        case "EC PRIVATE KEY" -> ofSec1(block.der());
                        default -> PrivateKeyInfo.getInstance(block.der());
                    };
            var spec = new PKCS8EncodedKeySpec(info.getEncoded());
            return KeyFactory.getInstance(algorithm(info)).generatePrivate(spec);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            // BouncyCastle reports malformed DER with IllegalArgumentException.
            throw new TlsKeyException(file + " holds a private key that cannot be read", e);
        }
    }

    private static String algorithm(PrivateKeyInfo info) {
        var id = info.getPrivateKeyAlgorithm().getAlgorithm();
        if (id.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            return "RSA";
        }
        return id.equals(X9ObjectIdentifiers.id_ecPublicKey) ? "EC" : "EdDSA";
    }

    /** RFC 8017 appendix A.1.2 in the envelope of RFC 5958. */
    private static PrivateKeyInfo ofPkcs1(byte[] der) throws IOException {
        var algorithm =
                new AlgorithmIdentifier(
                        PKCSObjectIdentifiers.rsaEncryption,
                        org.bouncycastle.asn1.DERNull.INSTANCE);
        return new PrivateKeyInfo(algorithm, ASN1Sequence.getInstance(der));
    }

    /** RFC 5915 in the envelope of RFC 5958: the curve moves to the algorithm. */
    private static PrivateKeyInfo ofSec1(byte[] der) throws IOException {
        ECPrivateKey key = ECPrivateKey.getInstance(der);
        var algorithm =
                new AlgorithmIdentifier(
                        X9ObjectIdentifiers.id_ecPublicKey, key.getParametersObject());
        return new PrivateKeyInfo(algorithm, key);
    }

    private static List<Block> blocks(Path file) throws TlsKeyException {
        String text = text(file);
        List<Block> blocks = new ArrayList<>();
        int at = text.indexOf(BEGIN);
        while (at >= 0) {
            int labelEnd = text.indexOf(DASHES, at + BEGIN.length());
            int end = labelEnd < 0 ? -1 : text.indexOf(END, labelEnd);
            if (end < 0) {
                throw new TlsKeyException(file + " breaks off within a PEM block");
            }
            String label = text.substring(at + BEGIN.length(), labelEnd);
            String body = text.substring(labelEnd + DASHES.length(), end);
            if (!label.equals("EC PARAMETERS")) {
                blocks.add(new Block(label, decoded(file, body)));
            }
            at = text.indexOf(BEGIN, end);
        }
        return blocks;
    }

    private static byte[] decoded(Path file, String body) throws TlsKeyException {
        try {
            return Base64.getMimeDecoder().decode(body);
        } catch (IllegalArgumentException e) {
            throw new TlsKeyException(file + " holds a PEM block that is no base64", e);
        }
    }

    private static String text(Path file) throws TlsKeyException {
        try {
            if (Files.size(file) > MAX_OCTETS) {
                throw new TlsKeyException(file + " is too large for a PEM file");
            }
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new TlsKeyException(file + " does not exist", e);
        } catch (AccessDeniedException e) {
            throw new TlsKeyException(file + " may not be read by this user", e);
        } catch (IOException e) {
            throw new TlsKeyException(file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
