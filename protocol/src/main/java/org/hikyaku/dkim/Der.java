package org.hikyaku.dkim;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;

/** The little DER (X.690) that keys are wrapped in. */
final class Der {

    /** RFC 8032 section 5.1.5: private seed and public key have the same size. */
    static final int ED25519_OCTETS = 32;

    private static final byte SEQUENCE = 0x30;
    private static final byte BIT_STRING = 0x03;
    private static final byte OCTET_STRING = 0x04;

    /** AlgorithmIdentifier rsaEncryption with NULL (RFC 8017 appendix A.1). */
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");

    /** AlgorithmIdentifier id-Ed25519 (RFC 8410 section 3). */
    private static final byte[] ED25519 = HexFormat.of().parseHex("300506032b6570");

    private static final byte[] VERSION_0 = {2, 1, 0};

    private Der() {}

    /** A SubjectPublicKeyInfo around an RSAPublicKey. */
    static byte[] rsaPublicKeyInfo(byte[] key) {
        return wrap(SEQUENCE, join(RSA, bitString(key)));
    }

    /** A SubjectPublicKeyInfo around an Ed25519 key. */
    static byte[] ed25519KeyInfo(byte[] key) {
        return wrap(SEQUENCE, join(ED25519, bitString(key)));
    }

    /** A PKCS#8 PrivateKeyInfo around an RSAPrivateKey (PKCS#1). */
    static byte[] rsaPrivateKeyInfo(byte[] key) {
        return wrap(SEQUENCE, join(VERSION_0, RSA, wrap(OCTET_STRING, key)));
    }

    /** A PKCS#8 PrivateKeyInfo around an Ed25519 seed (RFC 8410 section 7). */
    static byte[] ed25519PrivateKeyInfo(byte[] seed) {
        byte[] inner = wrap(OCTET_STRING, seed);
        return wrap(SEQUENCE, join(VERSION_0, ED25519, wrap(OCTET_STRING, inner)));
    }

    private static byte[] bitString(byte[] content) {
        return wrap(BIT_STRING, join(new byte[] {0}, content));
    }

    private static byte[] wrap(byte tag, byte[] content) {
        int n = content.length;
        byte[] head;
        if (n < 0x80) {
            head = new byte[] {tag, (byte) n};
        } else if (n < 0x100) {
            head = new byte[] {tag, (byte) 0x81, (byte) n};
        } else if (n < 0x10000) {
            head = new byte[] {tag, (byte) 0x82, (byte) (n >> 8), (byte) n};
        } else {
            head = new byte[] {tag, (byte) 0x83, (byte) (n >> 16), (byte) (n >> 8), (byte) n};
        }
        return join(head, content);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** The last 32 octets: where an Ed25519 SubjectPublicKeyInfo has its key. */
    static byte[] ed25519Tail(byte[] info) {
        return Arrays.copyOfRange(info, info.length - ED25519_OCTETS, info.length);
    }
}
