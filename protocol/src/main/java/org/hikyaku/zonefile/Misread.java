package org.hikyaku.zonefile;

import java.util.List;

/** Text that is not what it should be, at an offset; becomes a {@link ZoneProblem}. */
final class Misread extends Exception {
    private static final long serialVersionUID = 1L;

    private final ZoneFault fault;
    private final int offset;
    private final transient List<String> arguments;

    Misread(ZoneFault fault, int offset, String... arguments) {
        super(fault.name(), null, false, false);
        this.fault = fault;
        this.offset = offset;
        this.arguments = List.of(arguments);
    }

    /** Read {@code read}, expected what {@code wanted} names in the bundle. */
    static Misread expected(Wanted wanted, int offset, String read) {
        return read.isEmpty()
                ? new Misread(ZoneFault.END_TOO_EARLY, offset, "@" + wanted)
                : new Misread(ZoneFault.EXPECTED, offset, read, "@" + wanted);
    }

    ZoneFault fault() {
        return fault;
    }

    int offset() {
        return offset;
    }

    List<String> arguments() {
        return arguments;
    }
}
