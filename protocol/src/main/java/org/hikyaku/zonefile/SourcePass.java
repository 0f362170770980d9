package org.hikyaku.zonefile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.hikyaku.zonefile.EntryTable.Kind;
import org.hikyaku.zonefile.EntryTable.Row;
import org.hikyaku.zonefile.ZoneSource.Nature;

/** Reads one source from its beginning to its end into its table of entries. */
final class SourcePass {

    private static final int NO_OWNER = -1;
    private static final int SOA_FIELDS = 7;

    private final ZoneSource source;
    private final ReadState state;
    private final int depth;
    private final ZoneLexer lexer;
    private final byte[] text;
    private int origin;
    private byte[] originOctets;
    private int owner;
    private Row row = new Row();

    SourcePass(ZoneSource source, ReadState state, int depth, int origin, int owner) {
        this.source = source;
        this.state = state;
        this.depth = depth;
        this.text = source.text();
        this.lexer = new ZoneLexer(text, 0, text.length);
        this.origin = origin;
        this.originOctets = state.names.name(origin).octets();
        this.owner = owner;
    }

    static void start(ZoneSource source, ReadState state, ZoneName origin) {
        new SourcePass(source, state, 0, state.names.number(origin), NO_OWNER).run();
    }

    private void run() {
        if (text.length >= 3
                && text[0] == (byte) 0xef
                && text[1] == (byte) 0xbb
                && text[2] == (byte) 0xbf) {
            state.add(ZoneFault.BYTE_ORDER_MARK, source.locate(0, 1, 0), List.of());
        }
        while (lexer.at() < text.length) {
            entry();
        }
        boolean ended = text.length == 0 || text[text.length - 1] == '\n';
        if (!ended && source.nature() != Nature.GENERATED) {
            state.add(ZoneFault.NO_FINAL_NEWLINE, source.locate(0, 1, text.length), List.of());
        }
    }

    private void entry() {
        row = new Row();
        row.start = lexer.at();
        row.line = lexer.line();
        row.origin = origin;
        row.owner = owner;
        lexer.begin();
        try {
            read(lexer.next());
        } catch (Misread e) {
            row.kind = Kind.BAD;
            problem(e);
            if (lexer.at() == row.start || text[lexer.at() - 1] != '\n') {
                lexer.skipLine();
            }
        }
        source.entries().add(row);
    }

    private void problem(Misread e) {
        state.add(e.fault(), source.locate(row.start, row.line, e.offset()), e.arguments());
    }

    private void read(ZoneLexer.Kind first) throws Misread {
        switch (first) {
            case LINE_END, FILE_END -> {}
            case INDENT -> {
                ZoneLexer.Kind next = lexer.next();
                if (next != ZoneLexer.Kind.LINE_END && next != ZoneLexer.Kind.FILE_END) {
                    if (owner == NO_OWNER) {
                        throw new Misread(ZoneFault.OWNER_NONE, lexer.start());
                    }
                    record(next);
                }
            }
            case QUOTED -> owned();
            case WORD -> {
                if (text[lexer.start()] == '$') {
                    directive();
                } else {
                    owned();
                }
            }
        }
    }

    private void owned() throws Misread {
        state.scan.read(text, lexer.start(), lexer.end(), originOctets);
        owner = state.names.number(state.scan.wire(), state.scan.length());
        row.owner = owner;
        row.flags |= EntryTable.OWNER_WRITTEN;
        record(lexer.next());
    }

    private void record(ZoneLexer.Kind first) throws Misread {
        RecordLine line = new RecordLine(text, lexer, first);
        row.type = line.type();
        row.data = line.typeEnd();
        row.flags |= line.ttl() >= 0 ? EntryTable.TTL_WRITTEN : 0;
        int ttlAt = line.ttlStart() < 0 ? line.typeStart() : line.ttlStart();
        toEnd();
        row.ttl = (int) ttl(line, ttlAt);
        row.kind = Kind.RECORD;
    }

    /** RFC 2308 section 4, RFC 1035 section 5.1: what the time is where none is written. */
    private long ttl(RecordLine line, int at) throws Misread {
        if (line.ttl() >= 0) {
            state.lastTtl = bounded(line.ttl(), at);
            return state.lastTtl;
        }
        if (state.defaultTtl < 0 && state.lastTtl < 0) {
            if (line.type() != RecordTypes.SOA && state.fallbackTtl >= 0) {
                return state.fallbackTtl;
            }
            if (line.type() != RecordTypes.SOA) {
                throw new Misread(ZoneFault.TTL_NONE, at);
            }
            state.defaultTtl = soaMinimum();
            note(ZoneFault.TTL_FROM_SOA, at, Long.toString(state.defaultTtl));
        }
        if (state.defaultTtl >= 0) {
            return state.defaultTtl;
        }
        row.flags |= EntryTable.TTL_FROM_BEFORE;
        if (state.tellsTtl()) {
            note(ZoneFault.TTL_FROM_BEFORE, at, Long.toString(state.lastTtl));
        }
        return state.lastTtl;
    }

    private long bounded(long ttl, int at) {
        if (ttl <= RecordLine.MAX_TTL_SECONDS) {
            return ttl;
        }
        note(ZoneFault.TTL_HUGE, at, Long.toString(ttl));
        return 0;
    }

    private void note(ZoneFault fault, int at, String... arguments) {
        state.add(fault, source.locate(row.start, row.line, at), List.of(arguments));
    }

    private long soaMinimum() throws Misread {
        List<Token> tokens = Token.list(text, row.data, lexer.at());
        if (tokens.size() != SOA_FIELDS) {
            return 0; // told when the data are read
        }
        Token last = tokens.getLast();
        return Math.max(0, TtlText.seconds(text, last.start(), last.end()));
    }

    private void toEnd() throws Misread {
        ZoneLexer.Kind kind;
        do {
            kind = lexer.next();
        } while (kind != ZoneLexer.Kind.LINE_END && kind != ZoneLexer.Kind.FILE_END);
    }

    private void expectEnd() throws Misread {
        ZoneLexer.Kind kind = lexer.next();
        if (kind != ZoneLexer.Kind.LINE_END && kind != ZoneLexer.Kind.FILE_END) {
            throw new Misread(ZoneFault.TEXT_LEFT, lexer.start(), word());
        }
    }

    private String word() {
        return NameScan.shown(text, lexer.start(), lexer.end());
    }

    private String fullWord() {
        return new String(
                text, lexer.start(), lexer.end() - lexer.start(), StandardCharsets.ISO_8859_1);
    }

    private void directive() throws Misread {
        row.kind = Kind.DIRECTIVE;
        switch (word().toUpperCase(Locale.ROOT)) {
            case "$ORIGIN" -> {
                argument(Wanted.NAME);
                int name = name();
                expectEnd();
                moveTo(name);
            }
            case "$TTL" -> {
                argument(Wanted.PERIOD);
                int at = lexer.start();
                long ttl = TtlText.seconds(text, lexer.start(), lexer.end());
                if (ttl < 0) {
                    throw Misread.expected(Wanted.PERIOD, at, word());
                }
                expectEnd();
                state.defaultTtl = bounded(ttl, at);
            }
            case "$DATE" -> {
                argument(Wanted.TIME);
                expectEnd();
            }
            case "$INCLUDE" -> include();
            case "$GENERATE" -> generate();
            default -> throw new Misread(ZoneFault.DIRECTIVE_UNKNOWN, lexer.start(), word());
        }
    }

    private void argument(Wanted wanted) throws Misread {
        ZoneLexer.Kind kind = lexer.next();
        if (kind == ZoneLexer.Kind.LINE_END || kind == ZoneLexer.Kind.FILE_END) {
            throw Misread.expected(wanted, lexer.start(), "");
        }
    }

    private int name() throws Misread {
        state.scan.read(text, lexer.start(), lexer.end(), originOctets);
        return state.names.number(state.scan.wire(), state.scan.length());
    }

    private void moveTo(int name) {
        origin = name;
        originOctets = state.names.name(name).octets();
    }

    private void include() throws Misread {
        argument(Wanted.FILE);
        int at = lexer.start();
        String path = fullWord();
        int childOrigin = origin;
        ZoneLexer.Kind kind = lexer.next();
        if (kind == ZoneLexer.Kind.WORD) {
            childOrigin = name();
            expectEnd();
        } else if (kind == ZoneLexer.Kind.QUOTED) {
            throw new Misread(ZoneFault.TEXT_LEFT, lexer.start(), word());
        }
        if (depth >= ReadState.MAX_DEPTH) {
            throw new Misread(ZoneFault.INCLUDE_DEEP, at, Integer.toString(ReadState.MAX_DEPTH));
        }
        row.kind = Kind.INCLUDE;
        try {
            IncludeReader.Included found = state.includes.open(path);
            state.take(found.octets().length, at);
            Nature nature = found.editable() ? Nature.EDITABLE : Nature.FIXED;
            ZoneSource child = new ZoneSource(found.name(), found.octets(), nature, source);
            source.addChild(child);
            new SourcePass(child, state, depth + 1, childOrigin, owner).run();
        } catch (IOException e) {
            throw new Misread(ZoneFault.INCLUDE_FAILED, at, path, String.valueOf(e.getMessage()));
        }
    }

    private void generate() throws Misread {
        argument(Wanted.RANGE);
        Generation range = Generation.of(word(), lexer.start());
        argument(Wanted.NAME);
        int at = lexer.start();
        String left = fullWord();
        RecordLine line = new RecordLine(text, lexer, lexer.next());
        String between =
                (line.ttl() < 0 ? " " : " " + line.ttl() + " ")
                        + RecordTypes.name(line.type())
                        + " ";
        argument(Wanted.DATA);
        String right = fullWord();
        expectEnd();
        state.generated += range.count();
        if (state.generated > ReadState.MAX_GENERATED) {
            throw new Misread(
                    ZoneFault.GENERATE_MANY, at, Integer.toString(ReadState.MAX_GENERATED));
        }
        StringBuilder made = new StringBuilder();
        for (long n = range.start(); n <= range.stop(); n += range.step()) {
            made.append(Generation.fill(left, n, at))
                    .append(between)
                    .append(Generation.fill(right, n, at))
                    .append('\n');
            if (made.length() > ReadState.MAX_GENERATED_OCTETS) {
                throw new Misread(ZoneFault.TOO_LARGE, at);
            }
        }
        state.take(made.length(), at);
        row.kind = Kind.GENERATE;
        ZoneSource child =
                new ZoneSource(
                        source.name(),
                        made.toString().getBytes(StandardCharsets.ISO_8859_1),
                        Nature.GENERATED,
                        source);
        source.addChild(child);
        readGenerated(child);
    }

    /** What is wrong in generated lines is told at the line of their directive. */
    private void readGenerated(ZoneSource child) {
        int before = state.problems.size();
        new SourcePass(child, state, depth, origin, NO_OWNER).run();
        ZoneProblem.Location here = source.locate(row.start, row.line, row.start);
        for (int i = before; i < state.problems.size(); i++) {
            ZoneProblem p = state.problems.get(i);
            state.problems.set(i, new ZoneProblem(p.severity(), here, p.rule(), p.arguments()));
        }
    }
}
