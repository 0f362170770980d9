package org.hikyaku.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The header of a message: its fields from top to bottom.
 *
 * @param fields in the order of the message, malformed lines included
 */
public record HeaderBlock(List<HeaderField> fields) {

    /** Copies the list. */
    public HeaderBlock {
        fields = List.copyOf(fields);
    }

    /**
     * Splits {@code length} octets from {@code offset}: lines that begin with a blank continue the
     * field before them (RFC 5322 section 2.2.3).
     */
    public static HeaderBlock parse(byte[] octets, int offset, int length) {
        List<HeaderField> fields = new ArrayList<>();
        int end = offset + length;
        int start = offset;
        int at = offset;
        while (at < end) {
            at = lineEnd(octets, at, end);
            if (at < end && (octets[at] == ' ' || octets[at] == '\t')) {
                continue;
            }
            fields.add(HeaderField.ofRaw(Arrays.copyOfRange(octets, start, at)));
            start = at;
        }
        return new HeaderBlock(fields);
    }

    /** From text with CRLF or LF line ends, for tests and generated messages. */
    public static HeaderBlock parse(String text) {
        byte[] octets =
                text.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        return parse(octets, 0, octets.length);
    }

    private static int lineEnd(byte[] octets, int from, int end) {
        int i = from;
        while (i < end && octets[i] != '\n') {
            i++;
        }
        return Math.min(end, i + 1);
    }

    /** All fields of that name (in lower case), from top to bottom. */
    public List<HeaderField> all(String lowerName) {
        List<HeaderField> found = new ArrayList<>(4);
        for (HeaderField field : fields) {
            if (field.is(lowerName)) {
                found.add(field);
            }
        }
        return List.copyOf(found);
    }

    /** The topmost field of that name (in lower case). */
    public Optional<HeaderField> first(String lowerName) {
        for (HeaderField field : fields) {
            if (field.is(lowerName)) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }

    /** How many octets all fields have together. */
    public int sizeBytes() {
        int sum = 0;
        for (HeaderField field : fields) {
            sum += field.raw().length;
        }
        return sum;
    }
}
