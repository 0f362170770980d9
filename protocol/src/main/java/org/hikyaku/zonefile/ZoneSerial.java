package org.hikyaku.zonefile;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The serial of a zone: which scheme it follows, and the next one. Secondaries fetch a zone only
 * when its serial has been raised (RFC 1982, RFC 1034 section 4.3.5).
 */
public enum ZoneSerial {
    /** YYYYMMDDnn, as RIPE-203 recommends. */
    DATE,
    /** YYYYMMDD. */
    DAY,
    /** Seconds since 1970. */
    EPOCH,
    /** One more each time. */
    COUNTER;

    private static final long MODULUS = 1L << 32;
    private static final int FIRST_YEAR = 1980;
    private static final int LAST_YEAR = 2099;

    /** Serials of seconds began to be used later than this (2001). */
    private static final long FIRST_EPOCH = 1_000_000_000L;

    private static final long DAY_SECONDS = 86_400;

    /** The scheme that {@code serial} follows at {@code now}. */
    public static ZoneSerial of(long serial, Instant now) {
        if (isDay(serial / 100)) {
            return DATE;
        }
        if (isDay(serial)) {
            return DAY;
        }
        boolean epoch = serial >= FIRST_EPOCH && serial <= now.getEpochSecond() + DAY_SECONDS;
        return epoch ? EPOCH : COUNTER;
    }

    private static boolean isDay(long digits) {
        int year = (int) (digits / 10_000);
        if (year < FIRST_YEAR || year > LAST_YEAR) {
            return false;
        }
        try {
            LocalDate.of(year, (int) (digits / 100 % 100), (int) (digits % 100));
            return true;
        } catch (DateTimeException _) {
            return false;
        }
    }

    /**
     * The serial after {@code serial} in its own scheme, never one that counts as lower (RFC 1982
     * section 3.2).
     *
     * @param zone whose days are counted
     */
    public static long next(long serial, Instant now, ZoneId zone) {
        long today =
                Long.parseLong(
                        LocalDate.ofInstant(now, zone)
                                .format(DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT)));
        long wanted =
                switch (of(serial, now)) {
                    case DATE -> today * 100 + 1;
                    case DAY -> today;
                    case EPOCH -> now.getEpochSecond();
                    case COUNTER -> afterOf(serial);
                };
        return isHigher(wanted, serial) ? wanted : afterOf(serial);
    }

    /** RFC 1982 section 3.1. Zero is passed over: some servers take it for "none". */
    private static long afterOf(long serial) {
        long next = (serial + 1) % MODULUS;
        return next == 0 ? 1 : next;
    }

    /** Whether a secondary that has {@code old} takes {@code candidate} for newer. */
    public static boolean isHigher(long candidate, long old) {
        long ahead = Math.floorMod(candidate - old, MODULUS);
        return ahead > 0 && ahead < MODULUS / 2;
    }
}
