package org.hikyaku.zonefile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A word of record data.
 *
 * @param start offset; behind the quotation mark of a quoted one
 * @param end behind the last octet
 */
record Token(int start, int end, boolean quoted) {

    /** The words from {@code from} to the end of the logical line. */
    static List<Token> list(byte[] text, int from, int limit) throws Misread {
        List<Token> tokens = new ArrayList<>(8);
        ZoneLexer lexer = new ZoneLexer(text, from, limit);
        while (true) {
            switch (lexer.next()) {
                case WORD, INDENT -> tokens.add(new Token(lexer.start(), lexer.end(), false));
                case QUOTED -> tokens.add(new Token(lexer.start(), lexer.end(), true));
                case LINE_END, FILE_END -> {
                    return tokens;
                }
            }
        }
    }

    /** As it stands there, with its quotation marks. */
    int outerStart() {
        return quoted ? start - 1 : start;
    }

    int outerEnd() {
        return quoted ? end + 1 : end;
    }

    String text(byte[] octets) {
        return new String(octets, start, end - start, StandardCharsets.ISO_8859_1);
    }
}
