package org.hikyaku.zonefile;

import java.nio.charset.StandardCharsets;

/** Reads names into one array that is used again and again; for one thread. */
final class NameScan {

    private static final int MAX_LABEL_OCTETS = 63;

    private final byte[] wire = new byte[ZoneName.MAX_WIRE_OCTETS + 1];
    private int length;
    private int labelStart;

    /** The labels, lower case; valid until the next call. */
    byte[] wire() {
        return wire;
    }

    int length() {
        return length;
    }

    /** RFC 1035 section 5.1: relative names get the origin; {@code @} is the origin. */
    void read(byte[] text, int from, int to, byte[] origin) throws Misread {
        length = 0;
        if (to - from == 1 && text[from] == '@') {
            append(origin, from, text, to);
            return;
        }
        if (to - from == 1 && text[from] == '.') {
            return;
        }
        open();
        boolean absolute = false;
        int at = from;
        while (at < to) {
            int c = text[at] & 0xff;
            absolute = false;
            if (c == '.') {
                close(text, from, to, at);
                absolute = at == to - 1;
                open();
                at++;
                continue;
            }
            int taken = 1;
            if (c == '\\') {
                taken = escape(text, at, to);
                c = octet(text, at, taken);
            }
            put(c >= 'A' && c <= 'Z' ? c + 32 : c, at, text, from, to);
            at += taken;
        }
        if (absolute) {
            length = labelStart;
        } else {
            close(text, from, to, to);
            append(origin, from, text, to);
        }
    }

    private void open() {
        labelStart = length;
        if (length < wire.length) {
            length++;
        }
    }

    private void close(byte[] text, int from, int to, int at) throws Misread {
        int octets = length - labelStart - 1;
        if (octets <= 0) {
            throw new Misread(ZoneFault.NAME_LABEL_EMPTY, at, shown(text, from, to));
        }
        wire[labelStart] = (byte) octets;
    }

    private void put(int c, int at, byte[] text, int from, int to) throws Misread {
        if (length - labelStart > MAX_LABEL_OCTETS) {
            throw new Misread(ZoneFault.NAME_LABEL_LONG, at, shown(text, from, to));
        }
        if (length >= ZoneName.MAX_WIRE_OCTETS - 1) {
            throw new Misread(ZoneFault.NAME_LONG, at, shown(text, from, to));
        }
        wire[length++] = (byte) c;
    }

    private void append(byte[] origin, int from, byte[] text, int to) throws Misread {
        if (length + origin.length > ZoneName.MAX_WIRE_OCTETS - 1) {
            throw new Misread(ZoneFault.NAME_LONG, from, shown(text, from, to));
        }
        System.arraycopy(origin, 0, wire, length, origin.length);
        length += origin.length;
    }

    /** How many octets the escape at {@code at} takes: 2, or 4 for three digits. */
    static int escape(byte[] text, int at, int to) throws Misread {
        if (at + 1 >= to) {
            throw new Misread(ZoneFault.NAME_ESCAPE, at, "\\");
        }
        if (!isDigit(text[at + 1])) {
            return 2;
        }
        boolean three = at + 3 < to && isDigit(text[at + 2]) && isDigit(text[at + 3]);
        if (!three || octet(text, at, 4) > 255) {
            throw new Misread(ZoneFault.NAME_ESCAPE, at, shown(text, at, Math.min(to, at + 4)));
        }
        return 4;
    }

    static int octet(byte[] text, int at, int taken) {
        if (taken < 4) {
            return text[at + taken - 1] & 0xff;
        }
        return (text[at + 1] - '0') * 100 + (text[at + 2] - '0') * 10 + text[at + 3] - '0';
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }

    static String shown(byte[] text, int from, int to) {
        return new String(text, from, Math.min(to - from, 200), StandardCharsets.ISO_8859_1);
    }
}
