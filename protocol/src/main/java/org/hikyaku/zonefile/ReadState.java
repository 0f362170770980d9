package org.hikyaku.zonefile;

import java.util.ArrayList;
import java.util.List;
import org.hikyaku.zonefile.ZoneProblem.Location;

/** What a zone file and the files that it includes share while they are read. */
final class ReadState {

    /** A file with more wrong than this is no zone file; the rest is not told. */
    private static final int MAX_PROBLEMS = 1000;

    /** $INCLUDE within $INCLUDE; a file that includes itself ends here. */
    static final int MAX_DEPTH = 16;

    /** Records that all $GENERATE of a zone may make: 65,536 addresses are usual, a /8 is not. */
    static final int MAX_GENERATED = 1_000_000;

    /** What all $GENERATE of a zone may make, before it is made. */
    static final int MAX_GENERATED_OCTETS = 128 << 20;

    /** $INCLUDE directives followed: a file that is included twice by each of 16 is 65,536. */
    private static final int MAX_SOURCES = 4096;

    /** All texts together; an entry's offset is an int. */
    private static final long MAX_OCTETS = 1L << 30;

    final NameTable names = new NameTable();
    final NameScan scan = new NameScan();
    final IncludeReader includes;
    final List<ZoneProblem> problems = new ArrayList<>();

    /** $TTL, or the minimum of a SOA record without a time; -1 before either. */
    long defaultTtl = -1;

    /** What stands in for all of these, in a part of a zone; -1: then it is an error. */
    long fallbackTtl = -1;

    /** The last one that was written in a record; -1 before. */
    long lastTtl = -1;

    long generated;

    private int errors;
    private int remarks;
    private int sources;
    private long octets;
    private boolean toldTtl;

    ReadState(IncludeReader includes) {
        this.includes = includes;
    }

    void add(ZoneFault fault, Location at, List<String> arguments) {
        boolean error = fault.severity() == ZoneSeverity.ERROR;
        int before = error ? errors++ : remarks++;
        if (before < MAX_PROBLEMS) {
            problems.add(new ZoneProblem(fault.severity(), at, fault, arguments));
        }
    }

    /** Whether this file's times come from the records before; true once. */
    boolean tellsTtl() {
        boolean first = !toldTtl;
        toldTtl = true;
        return first;
    }

    /** Counts one more text. */
    void take(int more, int offset) throws Misread {
        sources++;
        octets += more;
        if (sources > MAX_SOURCES || octets > MAX_OCTETS) {
            throw new Misread(ZoneFault.TOO_LARGE, offset);
        }
    }
}
