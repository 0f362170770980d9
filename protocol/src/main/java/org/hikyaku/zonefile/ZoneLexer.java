package org.hikyaku.zonefile;

/**
 * Cuts the octets of a zone file into words, as BIND does: a blank at a line's beginning counts,
 * parentheses join lines, a semicolon begins a comment, a backslash takes away what the next octet
 * means (RFC 1035 section 5.1).
 */
final class ZoneLexer {

    /** What {@link #next} has found. */
    enum Kind {
        WORD,
        QUOTED,
        /** Blanks at the beginning of a line: the owner of the record before. */
        INDENT,
        LINE_END,
        FILE_END
    }

    private final byte[] text;
    private final int limit;
    private int at;
    private int line = 1;
    private int depth;
    private int start;
    private int end;
    private boolean lineStart;

    ZoneLexer(byte[] text, int at, int limit) {
        this.text = text;
        this.at = at;
        this.limit = limit;
    }

    /** Begins a logical line here. */
    void begin() {
        depth = 0;
        lineStart = true;
    }

    int at() {
        return at;
    }

    int line() {
        return line;
    }

    /** Where the word that was found begins; behind the quotation mark of a quoted one. */
    int start() {
        return start;
    }

    int end() {
        return end;
    }

    Kind next() throws Misread {
        boolean first = lineStart;
        lineStart = false;
        int from = at;
        while (at < limit && (text[at] == ' ' || text[at] == '\t')) {
            at++;
        }
        if (first && at > from) {
            start = from;
            end = at;
            return Kind.INDENT;
        }
        while (at < limit) {
            start = at;
            switch (text[at]) {
                case ' ', '\t' -> at++;
                case ';' -> skipComment();
                case '(' -> {
                    depth++;
                    at++;
                }
                case ')' -> close();
                case '\r', '\n' -> {
                    endLine();
                    if (depth == 0) {
                        end = start;
                        return Kind.LINE_END;
                    }
                }
                case '"' -> {
                    return quoted();
                }
                default -> {
                    return word();
                }
            }
        }
        start = at;
        end = at;
        if (depth > 0) {
            throw new Misread(ZoneFault.PARENTHESIS_OPEN, at);
        }
        return Kind.FILE_END;
    }

    private void close() throws Misread {
        if (depth == 0) {
            throw new Misread(ZoneFault.PARENTHESIS_CLOSED, at);
        }
        depth--;
        at++;
    }

    private void skipComment() {
        while (at < limit && text[at] != '\n') {
            at++;
        }
        if (at > start && at < limit && text[at - 1] == '\r') {
            at--;
        }
    }

    private void endLine() {
        if (text[at] == '\r' && at + 1 < limit && text[at + 1] == '\n') {
            at++;
        }
        if (text[at] == '\n') {
            line++;
        }
        at++;
    }

    private Kind word() {
        while (at < limit && !endsWord(text[at])) {
            boolean escapes = text[at] == '\\' && at + 1 < limit && !isLineEnd(text[at + 1]);
            at += escapes ? 2 : 1;
        }
        end = at;
        return Kind.WORD;
    }

    private static boolean isLineEnd(byte c) {
        return c == '\r' || c == '\n';
    }

    private static boolean endsWord(byte c) {
        return switch (c) {
            case ' ', '\t', '\r', '\n', '(', ')', '"', ';' -> true;
            default -> false;
        };
    }

    private Kind quoted() throws Misread {
        int open = at;
        start = ++at;
        while (at < limit && text[at] != '"') {
            if (text[at] == '\n') {
                throw new Misread(ZoneFault.QUOTE_OPEN, open);
            }
            if (text[at] == '\\' && at + 1 < limit) {
                at++;
                line += text[at] == '\n' ? 1 : 0;
            }
            at++;
        }
        if (at >= limit) {
            throw new Misread(ZoneFault.QUOTE_OPEN, open);
        }
        end = at;
        at++;
        return Kind.QUOTED;
    }

    /** After a {@link Misread}: the line is given up, the next one is read. */
    void skipLine() {
        while (at < limit && text[at] != '\n') {
            at++;
        }
        if (at < limit) {
            line++;
            at++;
        }
        depth = 0;
    }
}
