package org.hikyaku.zonefile;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Moments in signatures (RFC 4034 section 3.2). */
final class TimeText {

    private static final long MAX = 0xffffffffL;

    private TimeText() {}

    /** Seconds modulo 2^32 for fourteen digits, or the number of at most ten; -1 for others. */
    static long seconds(String text) {
        if (text.matches("[0-9]{1,10}")) {
            long seconds = Long.parseLong(text);
            return seconds <= MAX ? seconds : -1;
        }
        if (!text.matches("[0-9]{14}")) {
            return -1;
        }
        try {
            DateTimeFormatter form = DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT);
            return LocalDateTime.parse(text, form).toEpochSecond(ZoneOffset.UTC) & MAX;
        } catch (DateTimeException _) {
            return -1;
        }
    }
}
