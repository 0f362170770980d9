package org.hikyaku.certs;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import org.bouncycastle.jcajce.provider.asymmetric.util.EC5Util;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.hikyaku.net.TlsKey;
import org.hikyaku.net.TlsKeyException;

/** A private key as a file (RFC 5958, RFC 7468). */
final class KeyFile {

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private KeyFile() {}

    /** The key with its public half, which the file need not hold. */
    static KeyPair read(Path file) throws IOException {
        try {
            PrivateKey key = TlsKey.privateKey(file);
            return new KeyPair(publicHalf(key), key);
        } catch (TlsKeyException | GeneralSecurityException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static PublicKey publicHalf(PrivateKey key) throws GeneralSecurityException {
        return switch (key) {
            case RSAPrivateCrtKey rsa ->
                    KeyFactory.getInstance("RSA")
                            .generatePublic(
                                    new RSAPublicKeySpec(
                                            rsa.getModulus(), rsa.getPublicExponent()));
            case ECPrivateKey ec -> {
                var curve = EC5Util.convertSpec(ec.getParams());
                ECPoint point = new FixedPointCombMultiplier().multiply(curve.getG(), ec.getS());
                yield KeyFactory.getInstance("EC")
                        .generatePublic(
                                new ECPublicKeySpec(EC5Util.convertPoint(point), ec.getParams()));
            }
            default ->
                    throw new GeneralSecurityException(
                            "a key of kind " + key.getAlgorithm() + " is not for certificates");
        };
    }

    /** PKCS #8. */
    static String pem(KeyPair key) {
        return pem("PRIVATE KEY", key.getPrivate().getEncoded());
    }

    static String pem(String label, byte[] der) {
        return "-----BEGIN "
                + label
                + "-----\n"
                + LINES.encodeToString(der)
                + "\n-----END "
                + label
                + "-----\n";
    }
}
