package org.hikyaku.milterd;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.hikyaku.message.HeaderBlock;
import org.hikyaku.message.HeaderField;
import org.hikyaku.message.MessageScanner;
import org.hikyaku.milter.MilterCommand;

/**
 * Makes the header out of the fields that the mail server tells. Belongs to the session's thread.
 */
final class HeaderCollector {

    /** The shortest field costs more memory than its octets. */
    private static final int FIELD_OCTETS = 64;

    private final boolean leadingSpace;
    private final List<HeaderField> fields = new ArrayList<>(24);
    private int octets;

    /**
     * A header.
     *
     * @param leadingSpace whether values come with their leading blank
     */
    HeaderCollector(boolean leadingSpace) {
        this.leadingSpace = leadingSpace;
    }

    /** One more field; forgotten where the header is too large already. */
    void add(MilterCommand.Header field) {
        if (isTooLarge()) {
            return;
        }
        byte[] raw = raw(field.name(), field.value());
        octets += raw.length + FIELD_OCTETS;
        fields.add(HeaderField.ofRaw(raw));
    }

    /**
     * Line ends as they travel: Postfix and Sendmail fold with LF alone here, and send and check
     * CRLF.
     */
    private byte[] raw(String name, String value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(name.length() + value.length() + 16);
        out.writeBytes(name.getBytes(StandardCharsets.ISO_8859_1));
        out.write(':');
        if (!leadingSpace && !value.isEmpty()) {
            out.write(' '); // both take one off, and put one in when they send
        }
        char before = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\n' && before != '\r') {
                out.write('\r');
            }
            out.write(c);
            before = c;
        }
        out.write('\r');
        out.write('\n');
        return out.toByteArray();
    }

    /** Whether it has more octets than a header may have. */
    boolean isTooLarge() {
        return octets > MessageScanner.MAX_HEADER_BYTES;
    }

    HeaderBlock header() {
        return new HeaderBlock(fields);
    }

    int sizeBytes() {
        return octets - fields.size() * FIELD_OCTETS;
    }
}
