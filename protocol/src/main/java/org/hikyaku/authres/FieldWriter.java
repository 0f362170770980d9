package org.hikyaku.authres;

import org.hikyaku.wire.Printable;

/**
 * Writes a structured field value: quotes and escapes what must be, folds at 78 octets (RFC 5322
 * section 2.1.1). Whatever the values hold, they end up within one quoted string or comment.
 */
final class FieldWriter {

    private static final int LINE_CHARS = 78;

    /** A folded line begins so. */
    private static final String INDENT = "\r\n    ";

    /**
     * Longer values are cut: a line has at most 998 octets (RFC 5322 section 2.1.1), and each octet
     * of a value may need a backslash. The longest mail address has 318.
     */
    static final int MAX_VALUE_OCTETS = 400;

    /** Longer keywords are cut; the longest one registered has 17. */
    private static final int MAX_KEYWORD_CHARS = 60;

    /** Room for a usual field, so that the text need not be moved while it grows. */
    private static final int USUAL_CHARS = 1024;

    /** RFC 2045 section 5.1: what a token may hold besides letters and digits. */
    private static final String TOKEN_EXTRA = "!#$%&'*+-.^_`{|}~";

    private final StringBuilder out = new StringBuilder(USUAL_CHARS);
    private int column;

    /** A writer whose first line already has {@code column} characters. */
    FieldWriter(int column) {
        this.column = column;
    }

    /** Adds text that needs no quoting, after a space or a fold. */
    void word(String text) {
        if (!out.isEmpty()) {
            if (column + 1 + text.length() > LINE_CHARS) {
                out.append(INDENT);
                column = INDENT.length() - 2;
            } else {
                out.append(' ');
                column++;
            }
        }
        append(text);
    }

    /** Adds text that needs no quoting, at once. */
    void append(String text) {
        out.append(text);
        column += text.length();
    }

    /** Adds {@code (text)}. */
    void comment(String text) {
        spaced("(" + escaped(shown(text), "()\\") + ")");
    }

    /** Adds {@code prefix} and a value, quoted where it is no token and no address. */
    void value(String prefix, String value) {
        String shown = shown(value);
        if (isPlain(shown)) {
            word(prefix + shown);
        } else {
            spaced(prefix + "\"" + escaped(shown, "\"\\") + "\"");
        }
    }

    /**
     * Adds text that may be folded before its own spaces: unfolded, it is the same again. Never
     * before a space that another one follows: a line of white space alone ends a header for some.
     */
    private void spaced(String text) {
        if (text.length() + INDENT.length() <= LINE_CHARS) {
            word(text); // fits on one line: better not torn apart
            return;
        }
        int start = 0;
        while (start >= 0) {
            int space = breakAfter(text, start);
            String piece = space < 0 ? text.substring(start) : text.substring(start, space);
            if (start == 0) {
                word(piece);
            } else if (column + piece.length() > LINE_CHARS) {
                out.append("\r\n").append(piece);
                column = piece.length();
            } else {
                append(piece);
            }
            start = space;
        }
    }

    private static int breakAfter(String text, int start) {
        for (int i = start + 1; i + 1 < text.length(); i++) {
            if (text.charAt(i) == ' ' && text.charAt(i + 1) != ' ') {
                return i;
            }
        }
        return -1;
    }

    /** Safe to show and short enough; the same again for what it has returned. */
    private static String shown(String text) {
        String safe = Printable.of(text, MAX_VALUE_OCTETS);
        int octets = 0;
        for (int i = 0; i < safe.length(); i++) {
            char c = safe.charAt(i);
            octets += c < 0x80 ? 1 : 3; // never less than UTF-8 needs
            if (octets > MAX_VALUE_OCTETS) {
                return safe.substring(0, Character.isLowSurrogate(c) ? i - 1 : i) + "…";
            }
        }
        return safe;
    }

    private static boolean hasAny(String text, String specials) {
        for (int i = 0; i < text.length(); i++) {
            if (specials.indexOf(text.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static String escaped(String text, String specials) {
        if (!hasAny(text, specials)) {
            return text;
        }
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (specials.indexOf(c) >= 0) {
                escaped.append('\\');
            }
            escaped.append(c);
        }
        return escaped.toString();
    }

    /** RFC 8601 section 2.2, pvalue: a token, or {@code [[local-part] "@"] domain-name}. */
    private static boolean isPlain(String value) {
        if (value.isEmpty()) {
            return false;
        }
        int ats = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean alnum =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            ats += c == '@' ? 1 : 0;
            if (!alnum && c != '@' && TOKEN_EXTRA.indexOf(c) < 0) {
                return false;
            }
        }
        return ats == 0 || (ats == 1 && value.charAt(value.length() - 1) != '@');
    }

    /** A keyword: what may not stand in one becomes a hyphen. */
    static String keyword(String text) {
        int end = Math.min(text.length(), MAX_KEYWORD_CHARS);
        StringBuilder word = null;
        for (int i = 0; i < end; i++) {
            if (!FieldLexer.isKeyword(text.charAt(i))) {
                word = word == null ? new StringBuilder(text) : word;
                word.setCharAt(i, '-');
            }
        }
        if (end == 0) {
            return "-";
        }
        return word == null ? text.substring(0, end) : word.substring(0, end);
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
