package org.hikyaku.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** One header field with its exact bytes, folds and final CRLF included. */
public final class HeaderField {

    private final byte[] raw;
    private final int nameEnd;
    private final int colon;
    private final String lowerName;

    private HeaderField(byte[] raw, int nameEnd, int colon) {
        this.raw = raw;
        this.nameEnd = nameEnd;
        this.colon = colon;
        this.lowerName =
                new String(raw, 0, nameEnd, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    }

    /**
     * The field that {@code raw} holds. A line without a colon, or with a control character or
     * blank within its name, is kept too, and is not {@linkplain #isWellFormed well formed}: its
     * name is empty.
     *
     * @param raw with the final CRLF; not copied
     */
    public static HeaderField ofRaw(byte[] raw) {
        int colon = 0;
        while (colon < raw.length && raw[colon] != ':') {
            colon++;
        }
        if (colon == raw.length) {
            return new HeaderField(raw, 0, -1);
        }
        int end = colon;
        while (end > 0 && (raw[end - 1] == ' ' || raw[end - 1] == '\t')) {
            end--; // RFC 5322 section 4.5: obsolete syntax allows blanks before the colon
        }
        for (int i = 0; i < end; i++) {
            if (raw[i] <= 0x20 || raw[i] == 0x7f) { // also every octet above 0x7f: bytes are signed
                return new HeaderField(raw, 0, -1);
            }
        }
        return end == 0 ? new HeaderField(raw, 0, -1) : new HeaderField(raw, end, colon);
    }

    /** A new field; folds that {@code value} has must be CRLF and a blank. */
    public static HeaderField of(String name, String value) {
        return ofRaw((name + ": " + value + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Whether it has a name and a colon. */
    public boolean isWellFormed() {
        return colon >= 0;
    }

    /** The name as written; empty where the field is not well formed. */
    public String name() {
        return new String(raw, 0, nameEnd, StandardCharsets.ISO_8859_1);
    }

    /** The name in lower case. */
    public String lowerName() {
        return lowerName;
    }

    /** Whether the name is {@code lowerName}, which must be in lower case. */
    public boolean is(String lowerName) {
        return this.lowerName.equals(lowerName);
    }

    /** The exact bytes, final CRLF included. Not a copy: do not write into it. */
    public byte[] raw() {
        return raw;
    }

    /**
     * Where the value starts in {@link #raw}: the octet after the colon, or 0 where there is none.
     */
    public int valueStart() {
        return colon + 1;
    }

    /**
     * The value with CRLF taken out of its folds (RFC 5322 section 2.2.3), trimmed; UTF-8 (RFC
     * 6532), bad octets replaced.
     */
    public String value() {
        return unfolded(StandardCharsets.UTF_8);
    }

    /** As {@link #value}, one char per octet: nothing is lost. */
    public String octetValue() {
        return unfolded(StandardCharsets.ISO_8859_1);
    }

    private String unfolded(java.nio.charset.Charset charset) {
        int from = valueStart();
        int end = raw.length;
        while (from < end && isBlank(raw[from])) {
            from++;
        }
        while (end > from && isBlank(raw[end - 1])) {
            end--;
        }
        byte[] out = new byte[end - from];
        int n = 0;
        for (int i = from; i < end; i++) {
            if (raw[i] != '\r' && raw[i] != '\n') {
                out[n++] = raw[i];
            }
        }
        return new String(out, 0, n, charset).strip();
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t' || octet == '\r' || octet == '\n';
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof HeaderField other && Arrays.equals(raw, other.raw);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(raw);
    }

    /** Name and value on one line, for logs and tests. */
    @Override
    public String toString() {
        return name() + ": " + value();
    }
}
