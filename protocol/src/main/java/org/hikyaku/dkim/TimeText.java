package org.hikyaku.dkim;

import java.time.Duration;

/** A span of time as a person says it: one number, the largest unit that fits. */
final class TimeText {

    private TimeText() {}

    static String of(Duration span) {
        if (span.toDays() > 0) {
            return count(span.toDays(), "day");
        }
        if (span.toHours() > 0) {
            return count(span.toHours(), "hour");
        }
        if (span.toMinutes() > 0) {
            return count(span.toMinutes(), "minute");
        }
        return count(span.toSeconds(), "second");
    }

    private static String count(long n, String unit) {
        return n + " " + unit + (n == 1 ? "" : "s");
    }
}
