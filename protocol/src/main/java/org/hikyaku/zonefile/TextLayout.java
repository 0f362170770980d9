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
 */
record TextLayout(String open, String between, String close, int stringOctets) {

    /** Shorter strings are no style but an accident. */
    private static final int MIN_STRING_OCTETS = 32;

    static TextLayout plain(String lineEnd, String indent) {
        return new TextLayout("( ", lineEnd + indent, " )", RdataReader.MAX_STRING_OCTETS);
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
        if (commented || opened != parenthesis >= 0 && opened) {
            return fallback;
        }
        int octets = strings.getFirst().end() - strings.getFirst().start();
        boolean style = octets >= MIN_STRING_OCTETS && octets <= RdataReader.MAX_STRING_OCTETS;
        return new TextLayout(
                opened ? open.substring(open.indexOf('(')) : "",
                between.isEmpty() ? " " : between,
                opened ? close : "",
                style ? octets : RdataReader.MAX_STRING_OCTETS);
    }

    /** The strings that {@code value} is cut into, each as it is written. */
    List<String> strings(String value) {
        List<String> strings = new ArrayList<>();
        for (int at = 0; at < value.length(); at += stringOctets) {
            strings.add(quoted(value.substring(at, Math.min(value.length(), at + stringOctets))));
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
