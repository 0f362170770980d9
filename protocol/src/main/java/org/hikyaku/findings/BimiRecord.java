package org.hikyaku.findings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.hikyaku.wire.Printable;
import org.hikyaku.wire.TagList;

/**
 * A BIMI record (draft-brand-indicators-for-message-identification, section 4.2).
 *
 * @param location of the logo, an https URI; empty where the domain declines
 * @param authority of the certificate that goes with it; empty where there is none
 */
record BimiRecord(String location, String authority) {

    static final String VERSION = "v=BIMI1";

    /** A record that does not follow the grammar; the message says why. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message, null, false, false);
        }
    }

    /** Whether {@code text} claims to be one. */
    static boolean isRecord(String text) {
        return TagList.isVersion(text, VERSION);
    }

    /** Reads a record. */
    static BimiRecord parse(String text) throws Malformed {
        TagList tags;
        try {
            tags = TagList.parse(text);
        } catch (TagList.Malformed e) {
            throw new Malformed(String.valueOf(e.getMessage()));
        }
        if (!tags.startsWith("v") || !tags.get("v", "").equals("BIMI1")) {
            throw new Malformed("it does not begin with " + VERSION);
        }
        String location = tags.get("l");
        if (location == null) {
            throw new Malformed("l= is missing");
        }
        return new BimiRecord(https("l", location), https("a", tags.get("a", "")));
    }

    private static String https(String tag, String text) throws Malformed {
        if (text.isEmpty()) {
            return text;
        }
        try {
            URI uri = new URI(text);
            if ("https".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null) {
                return text;
            }
        } catch (URISyntaxException _) {
            // Told below, as any other that cannot be fetched.
        }
        throw new Malformed(tag + "=" + Printable.of(text, 80) + " is not an https URI");
    }

    /** Whether the domain says that it has no logo. */
    boolean isDeclined() {
        return location.isEmpty() && authority.isEmpty();
    }

    /** Whether the logo looks like what receivers take: SVG Tiny PS. */
    boolean isSvg() {
        String path = URI.create(location).getPath();
        String name = path == null ? "" : path.toLowerCase(Locale.ROOT);
        return name.endsWith(".svg") || name.endsWith(".svgz");
    }
}
