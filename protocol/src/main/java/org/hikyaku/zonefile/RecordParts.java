package org.hikyaku.zonefile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.hikyaku.zonefile.ZoneLexer.Kind;

/**
 * Where the parts of one record stand in its text.
 *
 * @param ownerStart -1 where the line begins with a blank
 * @param ttlStart -1 where no time is written
 * @param classStart -1 where no class is written
 * @param data the words of the data
 */
record RecordParts(
        byte[] text,
        int start,
        int end,
        int ownerStart,
        int ownerEnd,
        int ttlStart,
        int ttlEnd,
        int classStart,
        int classEnd,
        int typeStart,
        int typeEnd,
        List<Token> data) {

    private static final int TAB = 8;

    static RecordParts of(ZoneSource source, int entry) {
        byte[] text = source.text();
        int start = source.start(entry);
        int end = source.end(entry);
        try {
            ZoneLexer lexer = new ZoneLexer(text, start, end);
            lexer.begin();
            boolean owned = lexer.next() != Kind.INDENT;
            int ownerStart = owned ? start : -1;
            int ownerEnd = owned ? Math.max(lexer.end(), outerEnd(text, lexer)) : -1;
            RecordLine line = new RecordLine(text, lexer, lexer.next());
            List<Token> data = Token.list(text, line.typeEnd(), end);
            return new RecordParts(
                    text,
                    start,
                    end,
                    ownerStart,
                    ownerEnd,
                    line.ttlStart(),
                    line.ttlEnd(),
                    line.classStart(),
                    line.classEnd(),
                    line.typeStart(),
                    line.typeEnd(),
                    data);
        } catch (Misread e) {
            throw new IllegalStateException("a record was read before", e);
        }
    }

    private static int outerEnd(byte[] text, ZoneLexer lexer) {
        boolean quoted = lexer.end() < text.length && text[lexer.end()] == '"';
        return quoted && text[lexer.start() - 1] == '"' ? lexer.end() + 1 : lexer.end();
    }

    /** Where the first part behind the owner begins. */
    int headStart() {
        int head = typeStart;
        head = ttlStart >= 0 ? Math.min(head, ttlStart) : head;
        return classStart >= 0 ? Math.min(head, classStart) : head;
    }

    /** The end of the data's last word; of the type where there are none. */
    int dataEnd() {
        return data.isEmpty() ? typeEnd : data.getLast().outerEnd();
    }

    String text(int from, int to) {
        return new String(text, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** How the line ends, or {@code "\n"} for the last of a file without. */
    String lineEnd() {
        if (end - start >= 2 && text[end - 1] == '\n' && text[end - 2] == '\r') {
            return "\r\n";
        }
        return end > start && text[end - 1] == '\r' ? "\r" : "\n";
    }

    boolean endsLine() {
        return end > start && (text[end - 1] == '\n' || text[end - 1] == '\r');
    }

    /** The column of an offset, tabs counted to the next multiple of 8; from 0. */
    int column(int offset) {
        int column = 0;
        for (int i = start; i < offset; i++) {
            column = text[i] == '\n' || text[i] == '\r' ? 0 : next(column, (char) text[i]);
        }
        return column;
    }

    static int next(int column, char c) {
        return c == '\t' ? (column / TAB + 1) * TAB : column + 1;
    }

    /** The parts behind the owner, in the order in which they stand there. */
    List<Part> head() {
        List<Part> parts = new ArrayList<>();
        parts.add(new Part('T', typeStart, typeEnd));
        if (classStart >= 0) {
            parts.add(new Part('C', classStart, classEnd));
        }
        if (ttlStart >= 0) {
            parts.add(new Part('L', ttlStart, ttlEnd));
        }
        parts.sort((a, b) -> Integer.compare(a.start(), b.start()));
        return parts;
    }

    /**
     * A part of the line.
     *
     * @param kind L for the time to live, C for the class, T for the type
     */
    record Part(char kind, int start, int end) {}
}
