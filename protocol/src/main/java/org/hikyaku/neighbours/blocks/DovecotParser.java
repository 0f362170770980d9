package org.hikyaku.neighbours.blocks;

import java.util.ArrayList;
import java.util.List;
import org.hikyaku.neighbours.text.Damage;
import org.hikyaku.neighbours.text.SourceText;

/** Statements of Dovecot: one a line. */
final class DovecotParser {

    private final SourceText text;
    private final String chars;
    private final List<Damage> damages;
    private int line;

    DovecotParser(SourceText text, List<Damage> damages) {
        this.text = text;
        this.chars = text.chars();
        this.damages = damages;
    }

    List<Statement> parse() {
        List<Statement> all = new ArrayList<>();
        while (block(all, 0) < text.length()) {
            // What follows a brace too many is read all the same.
        }
        return all;
    }

    /** Reads statements up to the brace that closes them; returns where it is, or the end. */
    private int block(List<Statement> into, int depth) {
        while (line < text.lineCount()) {
            int start = skipBlanks(text.lineStart(line), text.contentEnd(line));
            int end = contentEnd(start);
            line++;
            if (start < end && chars.charAt(start) == '}') {
                if (depth == 0) {
                    damages.add(text.damage(start, Damage.Expected.NO_CLOSING_BRACE));
                }
                return start;
            }
            if (start < end) {
                statement(start, end, into, depth);
            }
        }
        return text.length();
    }

    /** Where what counts on this line ends; lines that end with a backslash go on. */
    private int contentEnd(int start) {
        int end = behindContent(start, text.contentEnd(line));
        while (end > start && chars.charAt(end - 1) == '\\' && line + 1 < text.lineCount()) {
            line++;
            int next = behindContent(text.lineStart(line), text.contentEnd(line));
            if (next <= text.lineStart(line)) {
                return end;
            }
            end = next;
        }
        return end;
    }

    /** Comments begin with # behind a blank, outside of quotes. */
    private int behindContent(int start, int lineEnd) {
        char quote = 0;
        int end = lineEnd;
        for (int i = start; i < lineEnd; i++) {
            char c = chars.charAt(i);
            if (quote != 0) {
                i += c == '\\' ? 1 : 0;
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '#' && (i == start || isBlank(chars.charAt(i - 1)))) {
                end = i;
                break;
            }
        }
        while (end > start && isBlank(chars.charAt(end - 1))) {
            end--;
        }
        return end;
    }

    private void statement(int start, int end, List<Statement> into, int depth) {
        if (chars.charAt(end - 1) == '{') {
            section(start, end, into, depth);
            return;
        }
        int nameEnd = start;
        while (nameEnd < end && !isBlank(chars.charAt(nameEnd)) && chars.charAt(nameEnd) != '=') {
            nameEnd++;
        }
        boolean command = chars.charAt(start) == '!';
        int sign = skipBlanks(nameEnd, end);
        if (!command && (nameEnd == start || sign == end || chars.charAt(sign) != '=')) {
            damages.add(text.damage(start, Damage.Expected.ASSIGNMENT));
            return;
        }
        int value = command ? sign : skipBlanks(sign + 1, end);
        into.add(
                new Statement(
                        List.of(word(start, nameEnd), word(value, end)),
                        text.place(start),
                        start,
                        end));
    }

    private void section(int start, int brace, List<Statement> into, int depth) {
        List<Statement.Part> parts = new ArrayList<>();
        int at = start;
        while (at < brace - 1) {
            int end = at;
            boolean quoted = chars.charAt(at) == '"';
            while (end < brace - 1 && (quoted || !isBlank(chars.charAt(end)))) {
                end++;
                quoted &= end >= brace - 1 || chars.charAt(end) != '"';
            }
            parts.add(word(at, end));
            at = skipBlanks(end, brace - 1);
        }
        if (parts.isEmpty()) {
            damages.add(text.damage(start, Damage.Expected.NAME));
        }
        List<Statement> children = new ArrayList<>();
        if (depth >= BlockParser.MAX_DEPTH) {
            damages.add(text.damage(start, Damage.Expected.LESS_DEPTH));
            return;
        }
        int close = block(children, depth + 1);
        if (close >= text.length()) {
            damages.add(text.damage(start, Damage.Expected.CLOSING_BRACE));
        }
        parts.add(new Statement.Block(children, brace - 1, close));
        into.add(
                new Statement(parts, text.place(start), start, Math.min(text.length(), close + 1)));
    }

    private Statement.Word word(int start, int end) {
        String written = text.shown(start, end);
        int last = written.length() - 1;
        boolean quoted =
                last > 0
                        && (written.charAt(0) == '"' || written.charAt(0) == '\'')
                        && written.charAt(last) == written.charAt(0);
        return new Statement.Word(
                quoted
                        ? written.substring(1, last).replace("\\\"", "\"").replace("\\\\", "\\")
                        : written,
                start,
                end);
    }

    private int skipBlanks(int from, int end) {
        int at = from;
        while (at < end && isBlank(chars.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
