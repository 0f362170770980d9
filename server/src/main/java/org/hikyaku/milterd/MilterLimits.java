package org.hikyaku.milterd;

import java.time.Duration;

/**
 * What a mail server may use.
 *
 * @param connections open at the same time: one for each SMTP session that it has
 * @param idle how long it may say nothing
 * @param age after which a connection ends whatever it does
 */
public record MilterLimits(int connections, Duration idle, Duration age) {

    /**
     * Postfix has 100 processes unless told otherwise, Sendmail as many as there are clients;
     * libmilter waits for 7,210 s, since a client may be silent for as long.
     */
    public static final MilterLimits STANDARD =
            new MilterLimits(2000, Duration.ofSeconds(7210), Duration.ofDays(7));
}
