package org.hikyaku.store.files;

/**
 * The checksum of two pieces joined, from the checksums of the pieces: CRC is linear over GF(2), so
 * running {@code n} zero octets through it is a 32 by 32 bit matrix, and its powers are squares.
 */
final class Crc32cJoin {

    /** Castagnoli's polynomial, reflected (RFC 3720 appendix B.4). */
    private static final int POLYNOMIAL = 0x82f63b78;

    private Crc32cJoin() {}

    /**
     * The checksum of a piece with {@code first} followed by {@code length} octets with {@code
     * second}.
     */
    static int join(int first, int second, long length) {
        if (length == 0) {
            return first;
        }
        int[] oneBit = new int[32];
        oneBit[0] = POLYNOMIAL;
        for (int i = 1; i < 32; i++) {
            oneBit[i] = 1 << (i - 1);
        }
        int[] power = square(square(square(oneBit))); // eight bits: one octet
        int crc = first;
        for (long n = length; n != 0; n >>= 1) {
            if ((n & 1) != 0) {
                crc = times(power, crc);
            }
            power = square(power);
        }
        return crc ^ second;
    }

    private static int times(int[] matrix, int vector) {
        int sum = 0;
        for (int i = 0, v = vector; v != 0; i++, v >>>= 1) {
            if ((v & 1) != 0) {
                sum ^= matrix[i];
            }
        }
        return sum;
    }

    private static int[] square(int[] matrix) {
        int[] out = new int[32];
        for (int i = 0; i < 32; i++) {
            out[i] = times(matrix, matrix[i]);
        }
        return out;
    }
}
