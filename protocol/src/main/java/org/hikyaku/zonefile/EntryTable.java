package org.hikyaku.zonefile;

import java.util.Arrays;

/**
 * The logical lines of one file, as rows of numbers: an object for each of a million would cost
 * several times as much.
 */
final class EntryTable {

    /** What a logical line is. */
    enum Kind {
        /** Nothing, or a comment. */
        BLANK,
        DIRECTIVE,
        INCLUDE,
        GENERATE,
        RECORD,
        /** Could not be read; told as a problem. */
        BAD
    }

    /** The owner stands in the line. */
    static final int OWNER_WRITTEN = 1;

    /** The time to live stands in the line. */
    static final int TTL_WRITTEN = 2;

    /** The time to live is that of the record before (RFC 1035 section 5.1), there is no $TTL. */
    static final int TTL_FROM_BEFORE = 4;

    private static final Kind[] KINDS = Kind.values();
    private static final int FIRST_ROWS = 64;

    private int count;
    private int[] start = new int[FIRST_ROWS];
    private int[] line = new int[FIRST_ROWS];
    private byte[] kind = new byte[FIRST_ROWS];
    private byte[] flags = new byte[FIRST_ROWS];
    private char[] type = new char[FIRST_ROWS];
    private int[] owner = new int[FIRST_ROWS];
    private int[] origin = new int[FIRST_ROWS];
    private int[] ttl = new int[FIRST_ROWS];
    private int[] data = new int[FIRST_ROWS];

    /** One row, to be filled while a line is read. */
    static final class Row {
        Kind kind = Kind.BLANK;
        int start;
        int line;
        int flags;
        int type;
        int owner;
        int origin;
        int ttl;
        int data;
    }

    void add(Row row) {
        if (count == start.length) {
            grow(count + (count >> 1));
        }
        start[count] = row.start;
        line[count] = row.line;
        kind[count] = (byte) row.kind.ordinal();
        flags[count] = (byte) row.flags;
        type[count] = (char) row.type;
        owner[count] = row.owner;
        origin[count] = row.origin;
        ttl[count] = row.ttl;
        data[count] = row.data;
        count++;
    }

    private void grow(int rows) {
        start = Arrays.copyOf(start, rows);
        line = Arrays.copyOf(line, rows);
        kind = Arrays.copyOf(kind, rows);
        flags = Arrays.copyOf(flags, rows);
        type = Arrays.copyOf(type, rows);
        owner = Arrays.copyOf(owner, rows);
        origin = Arrays.copyOf(origin, rows);
        ttl = Arrays.copyOf(ttl, rows);
        data = Arrays.copyOf(data, rows);
    }

    int count() {
        return count;
    }

    int start(int i) {
        return start[i];
    }

    int line(int i) {
        return line[i];
    }

    Kind kind(int i) {
        return KINDS[kind[i]];
    }

    boolean has(int i, int flag) {
        return (flags[i] & flag) != 0;
    }

    int type(int i) {
        return type[i];
    }

    /** Its number in the table of names; the owner in force, for lines without one of their own. */
    int owner(int i) {
        return owner[i];
    }

    /** What names in the line are relative to, as a number in the table of names. */
    int origin(int i) {
        return origin[i];
    }

    /** In seconds, the one in force. */
    int ttl(int i) {
        return ttl[i];
    }

    /** Where the record's data begin: behind its type. */
    int data(int i) {
        return data[i];
    }
}
