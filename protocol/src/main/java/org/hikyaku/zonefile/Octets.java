package org.hikyaku.zonefile;

import java.util.Arrays;

/** Record data on their way to the wire, bounded by what a record can hold. */
final class Octets {

    /** RFC 1035 section 3.2.1: RDLENGTH is 16 bits. */
    static final int MAX = 65_535;

    private byte[] octets = new byte[256];
    private int length;

    void clear() {
        length = 0;
    }

    int length() {
        return length;
    }

    void put(int octet, int offset) throws Misread {
        if (length == octets.length) {
            if (length >= MAX) {
                throw new Misread(ZoneFault.DATA_LENGTH, offset, Integer.toString(MAX));
            }
            octets = Arrays.copyOf(octets, Math.min(MAX, length * 2));
        }
        octets[length++] = (byte) octet;
    }

    void putAll(byte[] more, int count, int offset) throws Misread {
        for (int i = 0; i < count; i++) {
            put(more[i], offset);
        }
    }

    void put16(long number, int offset) throws Misread {
        put((int) (number >> 8), offset);
        put((int) number, offset);
    }

    void put32(long number, int offset) throws Misread {
        put16(number >> 16, offset);
        put16(number, offset);
    }

    void set(int at, int octet) {
        octets[at] = (byte) octet;
    }

    int at(int index) {
        return octets[index] & 0xff;
    }

    byte[] copy(int from) {
        return Arrays.copyOfRange(octets, from, length);
    }
}
