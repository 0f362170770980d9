package org.hikyaku.certs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a certificate stands and what comes next.
 *
 * @param present what is laid down; null: nothing yet
 * @param next what comes next
 * @param at when; null: at the next look
 * @param problem of the last try; empty: none
 * @param failures in a row
 */
public record CertReport(
        CertificatePlan plan,
        @Nullable Present present,
        Next next,
        @Nullable Instant at,
        RenewalRule.Alarm alarm,
        String problem,
        int failures) {

    /** A certificate that is laid down. */
    public record Present(Instant notBefore, Instant notAfter, String serial, String issuedBy) {}

    /** What comes next. */
    public enum Next {
        /** The first certificate is ordered. */
        ISSUE,
        /** An order under way goes on. */
        GO_ON,
        /** It is renewed. */
        RENEW,
        /** The names have changed: a new one is ordered. */
        REPLACE,
        /** The hooks run. */
        HOOKS,
        /** Another process is at it. */
        BUSY
    }

    /** Whether a person should look. */
    public boolean isTrouble() {
        return !problem.isEmpty() || alarm != RenewalRule.Alarm.NONE;
    }

    /** Whether it is time. */
    boolean isDue(Instant now) {
        Instant when = at;
        return next != Next.BUSY && (when == null || !when.isAfter(now));
    }
}
