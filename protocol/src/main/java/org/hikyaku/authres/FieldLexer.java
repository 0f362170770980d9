package org.hikyaku.authres;

import org.jspecify.annotations.Nullable;

/**
 * Reads the pieces of a structured field value: comments, quoted strings, tokens (RFC 5322 section
 * 3.2, RFC 8601 section 2.2). Belongs to one thread.
 */
final class FieldLexer {

    private final String text;
    private int at;
    private @Nullable String comment;

    FieldLexer(String text) {
        this.text = text;
    }

    int position() {
        return at;
    }

    boolean atEnd() {
        return at >= text.length();
    }

    /** The character that comes next; 0 at the end. */
    char peek() {
        return atEnd() ? 0 : text.charAt(at);
    }

    /** Takes {@code c} where it comes next. */
    boolean take(char c) {
        if (peek() != c || atEnd()) {
            return false;
        }
        at++;
        return true;
    }

    /** Goes back to where it was. */
    void rewind(int position) {
        at = position;
    }

    /** The first comment that was skipped since the last call, without its brackets, or null. */
    @Nullable String takeComment() {
        String taken = comment;
        comment = null;
        return taken;
    }

    /** Skips white space and comments. */
    void skip() throws AuthenticationResultsParser.Malformed {
        while (!atEnd()) {
            char c = text.charAt(at);
            if (c == '(') {
                String read = readComment();
                comment = comment == null ? read : comment;
            } else if (isBlank(c)) {
                at++;
            } else {
                return;
            }
        }
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private String readComment() throws AuthenticationResultsParser.Malformed {
        int start = at;
        int depth = 0;
        StringBuilder out = new StringBuilder();
        while (!atEnd()) {
            char c = text.charAt(at++);
            if (c == '(' && depth++ == 0) {
                continue;
            }
            if (c == ')' && --depth == 0) {
                return out.toString();
            }
            if (c == '\\' && !atEnd()) {
                c = text.charAt(at++);
            }
            append(out, c);
        }
        throw new AuthenticationResultsParser.Malformed("a comment without end", start);
    }

    /** Folds are not part of a text (RFC 5322 section 2.2.3). */
    private static void append(StringBuilder out, char c) {
        if (c != '\r' && c != '\n') {
            out.append(c);
        }
    }

    /** A keyword: letters, digits, hyphens, underscores; empty where none stands here. */
    String keyword() {
        int start = at;
        while (!atEnd() && isKeyword(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    static boolean isKeyword(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '_';
    }

    /**
     * A value: quoted strings and runs of other characters up to white space, a comment or a
     * semicolon. More than the grammar allows, since {@code header.b=gfT/i2HB} and bare URLs are
     * usual. Null where none stands here.
     */
    @Nullable String value() throws AuthenticationResultsParser.Malformed {
        StringBuilder out = new StringBuilder();
        int start = at;
        while (!atEnd()) {
            char c = text.charAt(at);
            if (c == '"') {
                quoted(out);
            } else if (isBlank(c) || c == ';' || c == '(' || c == ')') {
                break;
            } else {
                out.append(c);
                at++;
            }
        }
        return at == start ? null : out.toString();
    }

    private void quoted(StringBuilder out) throws AuthenticationResultsParser.Malformed {
        int start = at++;
        while (!atEnd()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return;
            }
            if (c == '\\' && !atEnd()) {
                c = text.charAt(at++);
            }
            append(out, c);
        }
        throw new AuthenticationResultsParser.Malformed("a quoted string without end", start);
    }
}
