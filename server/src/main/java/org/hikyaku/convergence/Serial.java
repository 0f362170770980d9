package org.hikyaku.convergence;

/** Serial numbers of zones: 32 bits that go round (RFC 1982). */
final class Serial {

    private static final long HALF = 1L << 31;
    private static final long MASK = 0xffff_ffffL;

    private Serial() {}

    /**
     * Negative where {@code a} is before {@code b}, positive where it is after, 0 where they are
     * equal. Where they are half the circle apart, neither is before the other (RFC 1982 section
     * 3.2): then a secondary fetches nothing, and {@code a} counts as after.
     */
    static int compare(long a, long b) {
        long ahead = (a - b) & MASK;
        if (ahead == 0) {
            return 0;
        }
        return ahead <= HALF ? 1 : -1;
    }
}
