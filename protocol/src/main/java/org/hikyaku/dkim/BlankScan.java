package org.hikyaku.dkim;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds the places where relaxed body canonicalization changes something, eight octets at a time:
 * in ordinary text and in base64 that is rare, so that nearly all octets go to the digest as they
 * are.
 */
final class BlankScan {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long EACH = 0x0101010101010101L;

    /** Octets that are looked at between two branches: as long as nothing is found ... */
    private static final int BLOCK = 512;

    /** ... and afterwards, when something is near. */
    private static final int PIECE = 32;

    private static final long HIGH = 0x8080808080808080L;

    private BlankScan() {}

    /**
     * The first position from {@code from} with a tab, or with a space that another blank, a CR or
     * {@code end} follows; {@code end} where there is none.
     */
    static int firstChange(byte[] octets, int from, int end) {
        int i = from;
        while (i + BLOCK < end && isPlain(octets, i, BLOCK)) {
            i += BLOCK;
        }
        while (i + PIECE < end) {
            int found = isPlain(octets, i, PIECE) ? -1 : closer(octets, i, i + PIECE, end);
            if (found >= 0) {
                return found;
            }
            i += PIECE;
        }
        int found = closer(octets, i, end, end);
        return found >= 0 ? found : end;
    }

    /**
     * True only where nothing changes in the {@code length} octets at {@code from}; reads one octet
     * past them. Branches once: the loop is one that the compiler can unroll.
     */
    private static boolean isPlain(byte[] octets, int from, int length) {
        long seen = 0;
        for (int i = from; i < from + length; i += 8) {
            long spaces = (long) LONGS.get(octets, i) ^ (0x20 * EACH);
            long next = (long) LONGS.get(octets, i + 1);
            // The high bit of an octet: the octet is a space, or is the next one below 0x0a ...
            long first = ((spaces - EACH) & ~spaces) | (next - 0x0a * EACH);
            // ... and the next one is 0x20 or less; some others too, which costs a closer look.
            seen |= first & (next - 0x21 * EACH) & ~next;
        }
        return (seen & HIGH) == 0 && octets[from] != '\t';
    }

    /** The first change in {@code from} to {@code to}. */
    private static int closer(byte[] octets, int from, int to, int end) {
        for (int i = from; i < to; i++) {
            byte octet = octets[i];
            if (octet <= ' '
                    && (octet == '\t'
                            || (octet == ' ' && (i + 1 == end || isAfterBlank(octets[i + 1]))))) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isAfterBlank(byte octet) {
        return octet == ' ' || octet == '\t' || octet == '\r';
    }
}
