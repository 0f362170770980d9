package org.hikyaku.wire;

/**
 * Foreign text made safe to show: no control character of it reaches a terminal or breaks a log
 * line in two.
 */
public final class Printable {

    private Printable() {}

    /**
     * Returns {@code text} with every control, bidirectional-override and unpaired surrogate
     * character written as a backslash, u and four digits (or backslash with r, n or t), and cut
     * after {@code maxChars} characters with an ellipsis.
     */
    public static String of(String text, int maxChars) {
        StringBuilder out = null;
        int end = Math.min(text.length(), maxChars);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            boolean harmless = isHarmless(text, i, c);
            if (out == null && !harmless) {
                out = new StringBuilder(end + 16).append(text, 0, i);
            }
            if (out != null) {
                append(out, c, harmless);
            }
        }
        if (end < text.length()) {
            return (out == null ? text.substring(0, end) : out.toString()) + "…";
        }
        return out == null ? text : out.toString();
    }

    /** As {@link #of(String, int)} with room for one long line: 1,000 characters. */
    public static String of(String text) {
        return of(text, 1000);
    }

    private static boolean isHarmless(String text, int i, char c) {
        if (Character.isHighSurrogate(c)) {
            return i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
        }
        int type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }

    private static void append(StringBuilder out, char c, boolean harmless) {
        if (harmless) {
            out.append(c);
            return;
        }
        switch (c) {
            case '\r' -> out.append("\\r");
            case '\n' -> out.append("\\n");
            case '\t' -> out.append("\\t");
            default -> out.append(String.format("\\u%04x", (int) c));
        }
    }
}
