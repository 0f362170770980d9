package org.hikyaku.zonefile;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.hikyaku.name.DomainName;

/**
 * An absolute name of any octets (RFC 1035 section 3.1, RFC 2181 section 11), letters in lower
 * case.
 *
 * @param wire the labels, each after its length, one char per octet; without the root's zero. The
 *     root is the empty text
 */
public record ZoneName(String wire) {

    /** RFC 1035 section 2.3.4: 255 octets with the root's zero. */
    static final int MAX_WIRE_OCTETS = 255;

    /** The root. */
    public static final ZoneName ROOT = new ZoneName("");

    /** The same name. */
    public static ZoneName of(DomainName name) {
        StringBuilder wire = new StringBuilder();
        for (String label : name.labels()) {
            wire.append((char) label.length()).append(label);
        }
        return new ZoneName(wire.toString());
    }

    static ZoneName of(byte[] wire, int length) {
        return new ZoneName(new String(wire, 0, length, StandardCharsets.ISO_8859_1));
    }

    /**
     * Reads a name as zone files write it, relative to {@code origin} where no dot ends it.
     *
     * @throws ZoneFileException where it is none
     */
    public static ZoneName parse(String text, ZoneName origin) throws ZoneFileException {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        NameScan scan = new NameScan();
        try {
            scan.read(octets, 0, octets.length, origin.octets());
            return of(scan.wire(), scan.length());
        } catch (Misread e) {
            throw new ZoneFileException(
                    new ZoneProblem(
                            e.fault().severity(),
                            new ZoneProblem.Location("", 0, 0),
                            e.fault(),
                            e.arguments()));
        }
    }

    byte[] octets() {
        return wire.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** As a {@code DomainName}; empty where octets are in it that those do not have. */
    public Optional<DomainName> domain() {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < wire.length(); at += wire.charAt(at) + 1) {
            String label = wire.substring(at + 1, at + 1 + wire.charAt(at));
            if (label.indexOf('.') >= 0) {
                return Optional.empty();
            }
            text.append(text.isEmpty() ? "" : ".").append(label);
        }
        return text.isEmpty() ? Optional.of(DomainName.ROOT) : ascii(text.toString());
    }

    private static Optional<DomainName> ascii(String text) {
        boolean printable = text.chars().allMatch(c -> c > 0x20 && c < 0x7f);
        return printable ? DomainName.parse(text) : Optional.empty();
    }

    /** How many labels it has; 0 for the root. */
    public int labelCount() {
        int n = 0;
        for (int at = 0; at < wire.length(); at += wire.charAt(at) + 1) {
            n++;
        }
        return n;
    }

    /** Without its first label; the root for the root. */
    public ZoneName parent() {
        return wire.isEmpty() ? this : new ZoneName(wire.substring(wire.charAt(0) + 1));
    }

    /** The first label's octets, one char each; empty for the root. */
    public String firstLabel() {
        return wire.isEmpty() ? "" : wire.substring(1, 1 + wire.charAt(0));
    }

    /** Whether this is {@code other} or below it. */
    public boolean isWithin(ZoneName other) {
        int from = wire.length() - other.wire.length();
        if (from < 0 || !wire.endsWith(other.wire)) {
            return false;
        }
        int at = 0;
        while (at < from) {
            at += wire.charAt(at) + 1;
        }
        return at == from;
    }

    /** How many of the last labels are the same. */
    int sharedLabels(ZoneName other) {
        ZoneName common = this;
        while (!other.isWithin(common)) {
            common = common.parent();
        }
        return common.labelCount();
    }

    /** How many of the last octets are the same; a quick bound for {@link #sharedLabels}. */
    int sharedOctets(ZoneName other) {
        int n = 0;
        int max = Math.min(wire.length(), other.wire.length());
        while (n < max
                && wire.charAt(wire.length() - 1 - n)
                        == other.wire.charAt(other.wire.length() - 1 - n)) {
            n++;
        }
        return n;
    }

    /** Letters, digits and hyphens (RFC 1123 section 2.1); a first label {@code *} is allowed. */
    public boolean isHostName() {
        for (int at = 0; at < wire.length(); at += wire.charAt(at) + 1) {
            int end = at + 1 + wire.charAt(at);
            boolean wild = at == 0 && end == 2 && wire.charAt(1) == '*';
            if (!wild && !isHostLabel(at + 1, end)) {
                return false;
            }
        }
        return true;
    }

    private boolean isHostLabel(int from, int to) {
        for (int i = from; i < to; i++) {
            char c = wire.charAt(i);
            boolean inner = c == '-' && i > from && i < to - 1;
            if (!inner && (c < 'a' || c > 'z') && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }

    /** Absolute, with the final dot and with escapes where needed. */
    public String text() {
        return wire.isEmpty() ? "." : labels(wire.length()) + ".";
    }

    /** As written below {@code origin}: {@code @}, relative, or absolute where it is not within. */
    public String textIn(ZoneName origin) {
        if (equals(origin)) {
            return "@";
        }
        if (origin.wire.isEmpty() || !isWithin(origin)) {
            return text();
        }
        return labels(wire.length() - origin.wire.length());
    }

    private String labels(int end) {
        StringBuilder out = new StringBuilder();
        for (int at = 0; at < end; at += wire.charAt(at) + 1) {
            out.append(at == 0 ? "" : ".");
            for (int i = at + 1; i <= at + wire.charAt(at); i++) {
                append(out, wire.charAt(i), i == 1);
            }
        }
        return out.toString();
    }

    /** RFC 1035 section 5.1: what means something to a zone file stands behind a backslash. */
    private static void append(StringBuilder out, char c, boolean first) {
        if (c <= 0x20 || c >= 0x7f) {
            out.append(String.format(Locale.ROOT, "\\%03d", (int) c));
        } else if (".\\\";()".indexOf(c) >= 0 || c == '@' || first && c == '$') {
            out.append('\\').append(c);
        } else {
            out.append(c);
        }
    }

    /** As {@link #text}. */
    @Override
    public String toString() {
        return text();
    }
}
