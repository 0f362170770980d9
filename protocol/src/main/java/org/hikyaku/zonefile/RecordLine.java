package org.hikyaku.zonefile;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.hikyaku.zonefile.ZoneLexer.Kind;

/** The words of a record before its data: class and time to live in any order, and the type. */
final class RecordLine {

    /** RFC 2181 section 8: more means zero. */
    static final long MAX_TTL_SECONDS = 0x7fffffffL;

    private static final int MAX_WORD_OCTETS = 16;

    private final byte[] text;
    private final ZoneLexer lexer;
    private Kind kind;
    private long ttl = -1;
    private int ttlStart = -1;
    private int ttlEnd = -1;
    private int classStart = -1;
    private int classEnd = -1;
    private int typeStart = -1;
    private int type = -1;

    /** Reads on from the word that {@code lexer} has found. */
    RecordLine(byte[] text, ZoneLexer lexer, Kind first) throws Misread {
        this.text = text;
        this.lexer = lexer;
        this.kind = first;
        read();
    }

    private void read() throws Misread {
        boolean more = true;
        while (more && kind == Kind.WORD) {
            more = readTtl() || readClass();
            if (more) {
                kind = lexer.next();
            }
        }
        typeStart = lexer.start();
        if (kind != Kind.WORD) {
            String read = kind == Kind.QUOTED ? word() : "";
            throw Misread.expected(Wanted.TYPE, lexer.start(), read);
        }
        type = readType();
    }

    private boolean readTtl() {
        byte first = text[lexer.start()];
        if (ttl >= 0 || first < '0' || first > '9') {
            return false;
        }
        ttl = TtlText.seconds(text, lexer.start(), lexer.end());
        ttlStart = lexer.start();
        ttlEnd = lexer.end();
        return ttl >= 0;
    }

    private boolean readClass() throws Misread {
        int octets = lexer.end() - lexer.start();
        if (classStart >= 0 || octets < 2 || octets > 10) {
            return false;
        }
        boolean in =
                octets == 2
                        && (text[lexer.start()] | 0x20) == 'i'
                        && (text[lexer.start() + 1] | 0x20) == 'n';
        if (!in) {
            switch (word().toUpperCase(Locale.ROOT)) {
                case "CLASS1" -> {}
                case "CH", "HS", "CHAOS", "HESIOD", "NONE" ->
                        throw new Misread(ZoneFault.CLASS_OTHER, lexer.start(), word());
                default -> {
                    return false;
                }
            }
        }
        classStart = lexer.start();
        classEnd = lexer.end();
        return true;
    }

    private int readType() throws Misread {
        int octets = lexer.end() - lexer.start();
        int number = octets > MAX_WORD_OCTETS ? -1 : number(octets);
        if (number < 0) {
            throw new Misread(ZoneFault.TYPE_UNKNOWN, lexer.start(), word());
        }
        if (RecordTypes.isMeta(number)) {
            throw new Misread(ZoneFault.TYPE_META, lexer.start(), word());
        }
        if (number == 3 || number == 4) {
            throw new Misread(ZoneFault.TYPE_OBSOLETE, lexer.start(), word());
        }
        return number;
    }

    private int number(int octets) {
        // Most records of a large zone are addresses; no text is made for them.
        if (octets == 1 && (text[lexer.start()] | 0x20) == 'a') {
            return RecordTypes.A;
        }
        return RecordTypes.number(word());
    }

    private String word() {
        return new String(
                text,
                lexer.start(),
                Math.min(lexer.end() - lexer.start(), 80),
                StandardCharsets.ISO_8859_1);
    }

    int type() {
        return type;
    }

    /** In seconds; -1 where none stands there. */
    long ttl() {
        return ttl;
    }

    int ttlStart() {
        return ttlStart;
    }

    int ttlEnd() {
        return ttlEnd;
    }

    int classStart() {
        return classStart;
    }

    int classEnd() {
        return classEnd;
    }

    int typeStart() {
        return typeStart;
    }

    int typeEnd() {
        return lexer.end();
    }
}
