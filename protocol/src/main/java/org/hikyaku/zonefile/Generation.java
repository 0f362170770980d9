package org.hikyaku.zonefile;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code $GENERATE} of BIND writes: a template with {@code $} filled in for each number of a
 * range.
 *
 * @param start first number
 * @param stop last number, when the steps hit it
 * @param step at least 1
 */
record Generation(long start, long stop, long step) {

    private static final long MAX = 0x7fffffffL;
    private static final Pattern RANGE =
            Pattern.compile("(\\d{1,10})-(\\d{1,10})(?:/(\\d{1,10}))?");
    private static final Pattern MODIFIER =
            Pattern.compile("\\{\\s*([+-]?\\d{1,10})(?:,(\\d{1,3})(?:,([doxXnN]))?)?\\}");

    static Generation of(String text, int offset) throws Misread {
        Matcher matcher = RANGE.matcher(text);
        if (!matcher.matches()) {
            throw Misread.expected(Wanted.RANGE, offset, text);
        }
        long step = matcher.group(3) == null ? 1 : Long.parseLong(matcher.group(3));
        Generation range =
                new Generation(
                        Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)), step);
        if (range.stop > MAX || step > MAX || step < 1 || range.start > range.stop) {
            throw Misread.expected(Wanted.RANGE, offset, text);
        }
        return range;
    }

    long count() {
        return (stop - start) / step + 1;
    }

    /** The template for {@code number}; {@code offset} is where it stands in the file. */
    static String fill(String template, long number, int offset) throws Misread {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < template.length()) {
            char c = template.charAt(at);
            if (c == '\\' && at + 1 < template.length()) {
                out.append(c).append(template.charAt(at + 1));
                at += 2;
            } else if (c != '$') {
                out.append(c);
                at++;
            } else if (template.startsWith("$$", at)) {
                out.append('$');
                at += 2;
            } else if (template.startsWith("${", at)) {
                at = modified(template, at + 1, number, offset, out);
            } else {
                out.append(number);
                at++;
            }
        }
        return out.toString();
    }

    private static int modified(String template, int at, long number, int offset, StringBuilder out)
            throws Misread {
        Matcher matcher = MODIFIER.matcher(template).region(at, template.length());
        if (!matcher.lookingAt()) {
            throw Misread.expected(Wanted.GENERATE_MODIFIER, offset, template.substring(at));
        }
        long value = number + Long.parseLong(matcher.group(1));
        int width = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
        if (value > MAX || value < -MAX) {
            throw new Misread(ZoneFault.GENERATE_OVERFLOW, offset, template);
        }
        out.append(number(value, width, matcher.group(3) == null ? "d" : matcher.group(3)));
        return matcher.end();
    }

    private static String number(long value, int width, String base) {
        return switch (base) {
            case "n" -> nibbles((int) value, width);
            case "N" -> nibbles((int) value, width).toUpperCase(java.util.Locale.ROOT);
            case "x" -> padded(Integer.toHexString((int) value), width);
            case "X" ->
                    padded(Integer.toHexString((int) value), width)
                            .toUpperCase(java.util.Locale.ROOT);
            case "o" -> padded(Integer.toOctalString((int) value), width);
            default ->
                    value < 0
                            ? "-" + padded(Long.toString(-value), width - 1)
                            : padded(Long.toString(value), width);
        };
    }

    private static String padded(String digits, int width) {
        return "0".repeat(Math.max(0, width - digits.length())) + digits;
    }

    /** Hexadecimal digits as labels, the lowest first; the width counts the dots. */
    private static String nibbles(int number, int width) {
        StringBuilder out = new StringBuilder();
        int value = number;
        int left = width;
        do {
            out.append(Character.forDigit(value & 15, 16));
            value >>>= 4;
            left = Math.max(0, left - 1);
            if (left > 0 || value != 0) {
                out.append('.');
                left = Math.max(0, left - 1);
            }
        } while (value != 0 || left > 0);
        return out.toString();
    }
}
