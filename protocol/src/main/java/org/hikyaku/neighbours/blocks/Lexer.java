package org.hikyaku.neighbours.blocks;

import java.util.List;
import org.hikyaku.neighbours.text.Damage;
import org.hikyaku.neighbours.text.SourceText;

/** Words, braces and semicolons of nginx and BIND, one after the other. */
final class Lexer {

    private final SourceText text;
    private final String chars;
    private final Flavour flavour;
    private final List<Damage> damages;
    private int at;

    /** What comes next. */
    enum Kind {
        WORD,
        OPEN,
        CLOSE,
        SEMICOLON,
        END
    }

    record Token(Kind kind, String text, int start, int end) {}

    Lexer(SourceText text, Flavour flavour, List<Damage> damages) {
        this.text = text;
        this.chars = text.chars();
        this.flavour = flavour;
        this.damages = damages;
    }

    Token next() {
        skipBlanksAndComments();
        if (at >= chars.length()) {
            return new Token(Kind.END, "", at, at);
        }
        return switch (chars.charAt(at)) {
            case '{' -> sign(Kind.OPEN);
            case '}' -> sign(Kind.CLOSE);
            case ';' -> sign(Kind.SEMICOLON);
            case '"' -> quoted('"');
            case '\'' -> flavour == Flavour.NGINX ? quoted('\'') : word();
            default -> word();
        };
    }

    /** Skips a block whose text is in another language; it begins behind its brace. */
    int skipForeign() {
        int depth = 1;
        while (at < chars.length() && depth > 0) {
            char c = chars.charAt(at++);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
        }
        return depth == 0 ? at - 1 : chars.length();
    }

    private Token sign(Kind kind) {
        return new Token(kind, "", at, ++at);
    }

    private void skipBlanksAndComments() {
        while (at < chars.length()) {
            char c = chars.charAt(at);
            if (c <= ' ') {
                at++;
            } else if (c == '#' || flavour == Flavour.NAMED && chars.startsWith("//", at)) {
                int end = chars.indexOf('\n', at);
                at = end < 0 ? chars.length() : end + 1;
            } else if (flavour == Flavour.NAMED && chars.startsWith("/*", at)) {
                skipLongComment();
            } else {
                return;
            }
        }
    }

    private void skipLongComment() {
        int end = chars.indexOf("*/", at + 2);
        if (end < 0) {
            damages.add(text.damage(at, Damage.Expected.END_OF_COMMENT));
        }
        at = end < 0 ? chars.length() : end + 2;
    }

    private Token quoted(char mark) {
        int start = at++;
        StringBuilder value = new StringBuilder();
        while (at < chars.length() && chars.charAt(at) != mark) {
            if (chars.charAt(at) == '\\' && at + 1 < chars.length()) {
                at++;
            }
            value.append(chars.charAt(at++));
        }
        if (at >= chars.length()) {
            damages.add(text.damage(start, Damage.Expected.END_OF_QUOTE));
        } else {
            at++;
        }
        return new Token(Kind.WORD, SourceText.shown(value.toString()), start, at);
    }

    private Token word() {
        int start = at;
        while (at < chars.length() && !endsWord(chars.charAt(at))) {
            at = behindChar();
        }
        return new Token(Kind.WORD, text.shown(start, at), start, at);
    }

    /** Where the char at this place ends, with what belongs to it. */
    private int behindChar() {
        if (flavour == Flavour.NGINX && chars.startsWith("${", at)) {
            int close = chars.indexOf('}', at);
            return close < 0 ? at + 1 : close + 1;
        }
        boolean escape = flavour == Flavour.NGINX && chars.charAt(at) == '\\';
        return Math.min(chars.length(), at + (escape ? 2 : 1));
    }

    private boolean endsWord(char c) {
        return c <= ' ' || c == ';' || c == '{' || c == '}' || c == '"' && flavour == Flavour.NAMED;
    }
}
