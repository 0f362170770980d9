package org.hikyaku.name;

/** Text that is no name, made fit for a message about it. */
final class Shown {

    /** Longer than any name that a person would look at. */
    private static final int MAX_CHARS = 80;

    private Shown() {}

    /** The text, cut, without control characters. */
    static String of(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), MAX_CHARS); i++) {
            char c = text.charAt(i);
            out.append(Character.isISOControl(c) ? '?' : c);
        }
        return out.append(text.length() > MAX_CHARS ? "…" : "").toString();
    }
}
