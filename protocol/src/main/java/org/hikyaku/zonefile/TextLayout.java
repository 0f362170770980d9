package org.hikyaku.zonefile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How a file writes texts of several strings.
 *
 * @param open before the first string, such as {@code "( "}
 * @param between between two strings, such as a line break and blanks
 * @param close behind the last, such as {@code " )"}
 * @param stringOctets how much a string holds, at most 255
 * @param keyApart whether the key of DKIM begins a string of its own, as opendkim-genkey writes it
 */
record TextLayout(String open, String between, String close, int stringOctets, boolean keyApart) {

    /** Shorter strings are no style but an accident. */
    private static final int MIN_STRING_OCTETS = 32;

    /** The tag of the key in a DKIM record (RFC 6376 section 3.6.1). */
    private static final String KEY = "p=";

    static TextLayout plain(String lineEnd, String indent) {
        return new TextLayout("( ", lineEnd + indent, " )", RdataReader.MAX_STRING_OCTETS, false);
    }

    /** The layout of a record with two strings or more; {@code fallback} where it is not clear. */
    static TextLayout of(RecordParts parts, TextLayout fallback) {
        List<Token> strings = parts.data();
        String open = parts.text(parts.typeEnd(), strings.getFirst().outerStart());
        String between = parts.text(strings.getFirst().outerEnd(), strings.get(1).outerStart());
        int closeEnd = parts.dataEnd();
        String rest = parts.text(closeEnd, parts.end());
        int parenthesis = rest.indexOf(')');
        String close = parenthesis < 0 ? "" : rest.substring(0, parenthesis + 1);
        boolean commented = (open + between + close).indexOf(';') >= 0;
        boolean opened = open.indexOf('(') >= 0;
        boolean lines = between.indexOf('\n') >= 0 || between.indexOf('\r') >= 0;
        if (commented || opened && parenthesis < 0 || lines && !opened) {
            return fallback;
        }
        int octets = strings.stream().mapToInt(t -> t.end() - t.start()).max().orElse(0);
        boolean style = octets >= MIN_STRING_OCTETS && octets <= RdataReader.MAX_STRING_OCTETS;
        return new TextLayout(
                opened ? open.substring(open.indexOf('(')) : "",
                between.isEmpty() ? " " : between,
                opened ? close : "",
                style ? octets : RdataReader.MAX_STRING_OCTETS,
                strings.get(1).text(parts.text()).startsWith(KEY));
    }

    /** The strings that {@code value} is cut into, each as it is written. */
    List<String> strings(String value) {
        List<String> strings = new ArrayList<>();
        int key = keyApart ? value.indexOf(KEY) : -1;
        int at = 0;
        if (key > 0 && key <= stringOctets) {
            strings.add(quoted(value.substring(0, key)));
            at = key;
        }
        while (at < value.length()) {
            int end = Math.min(value.length(), at + stringOctets);
            strings.add(quoted(value.substring(at, end)));
            at = end;
        }
        return strings.isEmpty() ? List.of("\"\"") : strings;
    }

    String write(List<String> strings) {
        return strings.size() == 1
                ? strings.getFirst()
                : open + String.join(between, strings) + close;
    }

    /** RFC 1035 section 5.1. */
    static String quoted(String value) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20 || c > 0x7e) {
                out.append(String.format(Locale.ROOT, "\\%03d", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
