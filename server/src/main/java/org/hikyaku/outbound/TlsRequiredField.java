package org.hikyaku.outbound;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/** {@code TLS-Required: No} in a message's header (RFC 8689 section 4). */
final class TlsRequiredField {

    /** A header is no longer (the scanner of messages takes no more). */
    private static final int MAX_HEADER_OCTETS = 1 << 20;

    private static final String NAME = "tls-required:";

    /** A longer line is another field. */
    private static final int MAX_LINE_CHARS = 100;

    private TlsRequiredField() {}

    /** Whether the header that {@code message} begins with says No, once. */
    static boolean isNo(InputStream message) throws IOException {
        InputStream in = new BufferedInputStream(message);
        int fields = 0;
        boolean no = false;
        StringBuilder line = new StringBuilder(MAX_LINE_CHARS);
        for (int read = 0; read < MAX_HEADER_OCTETS; read++) {
            int octet = in.read();
            if (octet != '\n' && octet >= 0) {
                if (line.length() < MAX_LINE_CHARS) {
                    line.append((char) octet);
                }
                continue;
            }
            String text = line.toString().strip().toLowerCase(Locale.ROOT);
            if (text.isEmpty() || octet < 0) {
                break;
            }
            if (text.startsWith(NAME)) {
                fields++;
                no = text.substring(NAME.length()).strip().equals("no");
            }
            line.setLength(0);
        }
        return no && fields == 1; // section 4.1: more than one must not be there
    }
}
