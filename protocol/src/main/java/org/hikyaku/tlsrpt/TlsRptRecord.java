package org.hikyaku.tlsrpt;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hikyaku.wire.Printable;
import org.hikyaku.wire.TagList;
import org.jspecify.annotations.Nullable;

/**
 * The record at {@code _smtp._tls} (RFC 8460 section 3): {@code v=TLSRPTv1;
 * rua=mailto:tls@example.com}.
 *
 * @param rua where reports go, at least one {@code mailto:} or {@code https:} URI
 */
public record TlsRptRecord(List<String> rua) {

    /** RFC 8460 section 3: what a record begins with. */
    public static final String VERSION = "v=TLSRPTv1";

    /** Longer ones would only make others send more. */
    private static final int MAX_CHARS = 4096;

    private static final int MAX_URIS = 20;

    /** Copies the list. */
    public TlsRptRecord {
        rua = List.copyOf(rua);
    }

    /** A record that does not follow the grammar; the message says why. */
    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message, null, false, false);
        }
    }

    /** Whether {@code text} claims to be one; others at the name are left aside. */
    public static boolean isRecord(String text) {
        return TagList.isVersion(text, VERSION);
    }

    /**
     * Reads a record.
     *
     * @throws Malformed where it is none
     */
    public static TlsRptRecord parse(String text) throws Malformed {
        if (!isRecord(text)) {
            throw new Malformed("it does not begin with " + VERSION);
        }
        if (text.length() > MAX_CHARS) {
            throw new Malformed("it is longer than " + MAX_CHARS + " characters");
        }
        String rua = null;
        String[] fields = text.split(";", -1);
        for (int i = 1; i < fields.length; i++) {
            String field = fields[i].strip();
            if (!field.isEmpty() && field.indexOf('=') < 1) {
                throw new Malformed("'" + Printable.of(field, 40) + "' is no field");
            }
            if (field.startsWith("rua=") && rua == null) {
                rua = field.substring("rua=".length());
            }
        }
        return new TlsRptRecord(uris(rua));
    }

    private static List<String> uris(@Nullable String rua) throws Malformed {
        if (rua == null) {
            throw new Malformed("rua= is missing");
        }
        List<String> uris = new ArrayList<>();
        for (String part : rua.split(",", -1)) {
            String uri = part.strip();
            if (!isReportUri(uri)) {
                throw new Malformed(
                        "'" + Printable.of(uri, 80) + "' is neither mailto: nor https:");
            }
            if (uris.size() == MAX_URIS) {
                throw new Malformed("more than " + MAX_URIS + " addresses");
            }
            uris.add(uri);
        }
        return uris;
    }

    /** RFC 8460 section 3: mailto or https; comma, exclamation mark and semicolon are encoded. */
    private static boolean isReportUri(String text) {
        try {
            URI uri = new URI(text);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            String specific = uri.getSchemeSpecificPart();
            boolean mail = scheme.equals("mailto") && specific.indexOf('@') > 0;
            return mail || (scheme.equals("https") && uri.getHost() != null);
        } catch (URISyntaxException _) {
            return false;
        }
    }

    /** The record as text; {@link #parse} reads it back. */
    public String text() {
        return VERSION + "; rua=" + String.join(",", rua);
    }
}
