package org.hikyaku.dovecot;

/** Values between tabs: what would end one is written as two characters, the first of them 1. */
final class TabText {

    private static final char ESCAPE = '\1';
    private static final String PLAIN = "\0\1\t\r\n";
    private static final String CODES = "01trn";

    private TabText() {}

    static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (char c : text.toCharArray()) {
            int at = PLAIN.indexOf(c);
            if (at < 0) {
                out.append(c);
            } else {
                out.append(ESCAPE).append(CODES.charAt(at));
            }
        }
        return out.toString();
    }

    /** The reverse; a character after the escape that has no meaning stands for itself. */
    static String unescaped(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ESCAPE && i + 1 < text.length()) {
                int at = CODES.indexOf(text.charAt(++i));
                out.append(at < 0 ? text.charAt(i) : PLAIN.charAt(at));
            } else if (c != ESCAPE) {
                out.append(c);
            }
        }
        return out.toString();
    }
}
