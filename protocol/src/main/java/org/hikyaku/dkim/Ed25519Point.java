package org.hikyaku.dkim;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;

/**
 * The public half of an Ed25519 key from its seed (RFC 8032 section 5.1.5): Java has no way to ask
 * for it. Only for publishing: it takes some milliseconds, and its time tells about the seed to
 * whoever could measure it on this machine.
 */
final class Ed25519Point {

    private static final BigInteger TWO = BigInteger.TWO;

    /** 2^255 - 19. */
    private static final BigInteger P = TWO.pow(255).subtract(BigInteger.valueOf(19));

    /** -121665/121666. */
    private static final BigInteger D =
            BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(P)).mod(P);

    /** The base point B (RFC 8032 section 5.1). */
    private static final Ed25519Point BASE =
            new Ed25519Point(
                    new BigInteger(
                            "1511222134953540077250115140958853151145401269304185720604611328"
                                    + "3949847762202"),
                    new BigInteger(
                            "4631683569492647816942839400347516314130799386625622561578303360"
                                    + "3165251855960"));

    private static final Ed25519Point NEUTRAL = new Ed25519Point(BigInteger.ZERO, BigInteger.ONE);

    private final BigInteger x;
    private final BigInteger y;

    private Ed25519Point(BigInteger x, BigInteger y) {
        this.x = x;
        this.y = y;
    }

    static PublicKey publicKey(byte[] seed) throws GeneralSecurityException {
        byte[] hash = MessageDigest.getInstance("SHA-512").digest(seed);
        byte[] scalar = Arrays.copyOf(hash, 32);
        scalar[0] &= (byte) 0xf8;
        scalar[31] &= 0x7f;
        scalar[31] |= 0x40;
        byte[] key = BASE.times(new BigInteger(1, reversed(scalar))).encoded();
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(Der.ed25519KeyInfo(key)));
    }

    private Ed25519Point times(BigInteger factor) {
        Ed25519Point sum = NEUTRAL;
        for (int i = factor.bitLength() - 1; i >= 0; i--) {
            sum = sum.plus(sum);
            if (factor.testBit(i)) {
                sum = sum.plus(this);
            }
        }
        return sum;
    }

    /** The complete addition of RFC 8032 section 5.1.4, in affine form. */
    private Ed25519Point plus(Ed25519Point o) {
        BigInteger dxy =
                D.multiply(x).mod(P).multiply(o.x).mod(P).multiply(y).mod(P).multiply(o.y).mod(P);
        BigInteger top = x.multiply(o.y).add(o.x.multiply(y));
        BigInteger right = y.multiply(o.y).add(x.multiply(o.x));
        return new Ed25519Point(
                top.multiply(BigInteger.ONE.add(dxy).modInverse(P)).mod(P),
                right.multiply(BigInteger.ONE.subtract(dxy).modInverse(P)).mod(P));
    }

    /** RFC 8032 section 5.1.2: y little-endian, the lowest bit of x on top. */
    private byte[] encoded() {
        byte[] big = y.toByteArray();
        byte[] out = new byte[32];
        for (int i = 0; i < Math.min(32, big.length); i++) {
            out[i] = big[big.length - 1 - i];
        }
        if (x.testBit(0)) {
            out[31] |= (byte) 0x80;
        }
        return out;
    }

    private static byte[] reversed(byte[] octets) {
        byte[] out = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            out[i] = octets[octets.length - 1 - i];
        }
        return out;
    }
}
