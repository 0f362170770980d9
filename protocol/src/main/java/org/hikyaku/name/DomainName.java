package org.hikyaku.name;

import java.net.IDN;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A domain name in ASCII, lower case, without the final dot; the root is the empty text.
 *
 * <p>Labels may hold any printable ASCII octet but the dot, as DNS allows ({@code _dmarc}, {@code
 * 1/2.in-addr}); {@link #isHostName} tells whether it could name a host (RFC 1123 section 2.1).
 *
 * @param ascii 0 to 253 octets, labels of 1 to 63 octets
 */
public record DomainName(String ascii) implements Comparable<DomainName> {

    /** RFC 1035 section 2.3.4: 255 octets on the wire are 253 in text. */
    public static final int MAX_OCTETS = 253;

    /** RFC 1035 section 2.3.4. */
    public static final int MAX_LABEL_OCTETS = 63;

    /** The root, {@code "."}: also the exchange of a null MX (RFC 7505). */
    public static final DomainName ROOT = new DomainName("");

    /** Checks that {@code ascii} is in the form that the class describes. */
    public DomainName {
        String problem = problemOf(ascii);
        if (!problem.isEmpty()) {
            throw new IllegalNameException(
                    "'" + Shown.of(ascii) + "' is not a domain name: " + problem);
        }
    }

    /**
     * Reads a name as a person or a record writes it: any case, U-labels allowed, one final dot
     * allowed.
     *
     * @throws IllegalNameException where it is none; the message says why
     */
    public static DomainName of(String text) {
        String ascii =
                text.endsWith(".") && text.length() > 1
                        ? text.substring(0, text.length() - 1)
                        : text;
        if (ascii.isEmpty()) {
            throw new IllegalNameException("'' is not a domain name: it is empty");
        }
        if (ascii.equals(".")) {
            return ROOT;
        }
        return new DomainName(isAscii(ascii) ? lower(ascii) : toAscii(ascii));
    }

    /** As {@link #of}, for text from outside whose failure is an ordinary outcome. */
    public static Optional<DomainName> parse(String text) {
        try {
            return Optional.of(of(text));
        } catch (IllegalNameException _) {
            return Optional.empty();
        }
    }

    private static String toAscii(String text) {
        try {
            return lower(IDN.toASCII(text));
        } catch (IllegalArgumentException _) {
            throw new IllegalNameException(
                    "'"
                            + Shown.of(text)
                            + "' is not a domain name: a label of it is empty, too long, or has a character that no name may have");
        }
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7e) {
                return false;
            }
        }
        return true;
    }

    private static String lower(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                return text.toLowerCase(Locale.ROOT);
            }
        }
        return text;
    }

    private static String problemOf(String ascii) {
        if (ascii.isEmpty()) {
            return "";
        }
        if (ascii.length() > MAX_OCTETS) {
            return "it is longer than " + MAX_OCTETS + " octets";
        }
        int label = 0;
        for (int i = 0; i <= ascii.length(); i++) {
            char c = i == ascii.length() ? '.' : ascii.charAt(i);
            if (c != '.') {
                if (c <= 0x20 || c > 0x7e || (c >= 'A' && c <= 'Z')) {
                    return "character " + (i + 1) + " may not stand in one";
                }
                label++;
                continue;
            }
            if (label == 0) {
                return "a label is empty";
            }
            if (label > MAX_LABEL_OCTETS) {
                return "a label is longer than " + MAX_LABEL_OCTETS + " octets";
            }
            label = 0;
        }
        return "";
    }

    /** Whether this is the root. */
    public boolean isRoot() {
        return ascii.isEmpty();
    }

    /** The labels from left to right; none for the root. */
    public List<String> labels() {
        return isRoot() ? List.of() : List.of(ascii.split("\\.", -1));
    }

    /** How many labels the name has. */
    public int labelCount() {
        if (isRoot()) {
            return 0;
        }
        int n = 1;
        for (int i = 0; i < ascii.length(); i++) {
            if (ascii.charAt(i) == '.') {
                n++;
            }
        }
        return n;
    }

    /** The name without its first label; the root for a single label and for the root. */
    public DomainName parent() {
        int dot = ascii.indexOf('.');
        return dot < 0 ? ROOT : new DomainName(ascii.substring(dot + 1));
    }

    /** The rightmost {@code count} labels, or the whole name where it has fewer. */
    public DomainName lastLabels(int count) {
        int from = ascii.length();
        for (int n = 0; n < count && from > 0; n++) {
            from = ascii.lastIndexOf('.', from - 1);
        }
        return from < 0 || count <= 0 && isRoot()
                ? this
                : new DomainName(ascii.substring(Math.min(from + 1, ascii.length())));
    }

    /** {@code prefix.this}; empty where that would be no domain name (too long, for instance). */
    public Optional<DomainName> withPrefix(String prefix) {
        String text = isRoot() ? lower(prefix) : lower(prefix) + "." + ascii;
        return problemOf(text).isEmpty() ? Optional.of(new DomainName(text)) : Optional.empty();
    }

    /** Whether this is {@code other} or lies below it. */
    public boolean isWithin(DomainName other) {
        if (other.isRoot() || ascii.equals(other.ascii)) {
            return true;
        }
        int dot = ascii.length() - other.ascii.length() - 1;
        return dot > 0 && ascii.charAt(dot) == '.' && ascii.endsWith(other.ascii);
    }

    /**
     * Whether letters, digits and hyphens only, no hyphen at a label's end (RFC 1123 section 2.1),
     * and not the root.
     */
    public boolean isHostName() {
        char before = '.';
        for (int i = 0; i < ascii.length(); i++) {
            char c = ascii.charAt(i);
            boolean alnum = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (!alnum && c != '-' && c != '.') {
                return false;
            }
            if (c == '-' && before == '.' || c == '.' && before == '-') {
                return false;
            }
            before = c;
        }
        return !isRoot() && before != '-';
    }

    /** The form for a person: U-labels where the name has any, otherwise the ASCII form. */
    public String unicode() {
        return ascii.contains("xn--") ? IDN.toUnicode(ascii) : ascii;
    }

    /** The labels' own order, from the right: a zone's names stand together. */
    @Override
    public int compareTo(DomainName other) {
        List<String> a = new ArrayList<>(labels()).reversed();
        List<String> b = new ArrayList<>(other.labels()).reversed();
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int c = a.get(i).compareTo(b.get(i));
            if (c != 0) {
                return c;
            }
        }
        return Integer.compare(a.size(), b.size());
    }

    /** The ASCII form; {@code "."} for the root. */
    @Override
    public String toString() {
        return isRoot() ? "." : ascii;
    }
}
