package org.hikyaku.zonefile;

import java.util.List;

/** Whether octets that a file gives as such (RFC 3597 section 5) are data of a known type. */
final class WireForm {

    private static final int MAX_LABEL_OCTETS = 63;

    private final byte[] data;
    private int at;

    private WireForm(byte[] data) {
        this.data = data;
    }

    static boolean fits(List<Field> form, byte[] data) {
        WireForm wire = new WireForm(data);
        for (Field field : form) {
            if (!wire.skip(field)) {
                return false;
            }
        }
        return wire.at == data.length;
    }

    private boolean skip(Field field) {
        return switch (field) {
            case U8, ALGORITHM, SCHEME -> octets(1);
            case U16, TYPE, CERTIFICATE_TYPE -> octets(2);
            case U32, PERIOD, TIME, A4 -> octets(4);
            case EUI48 -> octets(6);
            case EUI64, NODE64 -> octets(8);
            case A6, LOCATION -> octets(16);
            case NAME -> name();
            case STRING, SALT, BASE32HEX, CAA_TAG -> string();
            case STRINGS -> strings();
            case PARAMETERS -> parameters();
            case HEX, BASE64, NSAP, WORDS -> at < data.length && rest();
            case LONG_STRING, TYPES, ANYTHING -> rest();
        };
    }

    private boolean octets(int count) {
        at += count;
        return at <= data.length;
    }

    private boolean rest() {
        at = data.length;
        return true;
    }

    private boolean name() {
        int from = at;
        while (at < data.length && data[at] != 0) {
            if ((data[at] & 0xff) > MAX_LABEL_OCTETS) {
                return false;
            }
            at += data[at] + 1;
        }
        at++;
        return at <= data.length && at - from <= ZoneName.MAX_WIRE_OCTETS;
    }

    private boolean string() {
        return at < data.length && octets(1 + (data[at] & 0xff));
    }

    private boolean strings() {
        do {
            if (!string()) {
                return false;
            }
        } while (at < data.length);
        return true;
    }

    /** RFC 9460 section 2.2: keys in order, each with its length. */
    private boolean parameters() {
        int last = -1;
        while (at < data.length) {
            if (at + 4 > data.length) {
                return false;
            }
            int key = u16(at);
            int end = at + 4 + u16(at + 2);
            if (key <= last || end > data.length) {
                return false;
            }
            last = key;
            at += 4;
            while (key == SvcParameters.ALPN && at < end) {
                if (data[at] == 0 || !string() || at > end) {
                    return false;
                }
            }
            at = end;
        }
        return true;
    }

    private int u16(int from) {
        return (data[from] & 0xff) << 8 | data[from + 1] & 0xff;
    }
}
