package org.hikyaku.milter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Takes values from the octets of one packet. */
final class PacketFields {

    /** ESMTP has a dozen parameters, and no server sends more macros. */
    private static final int MAX_TEXTS = 512;

    private final byte[] octets;
    private final int end;
    private int at;

    PacketFields(byte[] octets, int from, int end) {
        this.octets = octets;
        this.at = from;
        this.end = end;
    }

    byte[] octets() {
        return octets;
    }

    int position() {
        return at;
    }

    int left() {
        return end - at;
    }

    int octet() throws MalformedMilterException {
        require(1);
        return octets[at++] & 0xff;
    }

    int uint16() throws MalformedMilterException {
        return octet() << 8 | octet();
    }

    int int32() throws MalformedMilterException {
        return uint16() << 16 | uint16();
    }

    private void require(int count) throws MalformedMilterException {
        if (left() < count) {
            throw new MalformedMilterException("a packet ends too early");
        }
    }

    /** Up to the next NUL, which is taken too. */
    String text() throws MalformedMilterException {
        int stop = at;
        while (stop < end && octets[stop] != 0) {
            stop++;
        }
        if (stop == end) {
            throw new MalformedMilterException("a text without its end");
        }
        String text = new String(octets, at, stop - at, StandardCharsets.ISO_8859_1);
        at = stop + 1;
        return text;
    }

    /** All that are left. */
    List<String> texts() throws MalformedMilterException {
        List<String> all = new ArrayList<>(4);
        while (left() > 0) {
            if (all.size() == MAX_TEXTS) {
                throw new MalformedMilterException("more than " + MAX_TEXTS + " texts");
            }
            all.add(text());
        }
        return all;
    }

    /** The last text, which Sendmail sends without its end in some commands. */
    String lastText() throws MalformedMilterException {
        if (left() > 0 && octets[end - 1] == 0) {
            String text = text();
            requireEnd();
            return text;
        }
        String text = new String(octets, at, left(), StandardCharsets.ISO_8859_1);
        if (text.indexOf('\0') >= 0) {
            throw new MalformedMilterException("a NUL within a text");
        }
        at = end;
        return text;
    }

    void requireEnd() throws MalformedMilterException {
        if (left() > 0) {
            throw new MalformedMilterException(left() + " octets too many in a packet");
        }
    }
}
