package org.hikyaku.spf;

import java.time.Duration;

/**
 * How much work one check may cause (RFC 7208 section 4.6.4, section 11.1): a hostile record must
 * not make a receiver work for an attacker.
 *
 * @param termLookups terms that ask DNS (include, a, mx, ptr, exists, redirect); one more is a
 *     permerror
 * @param voidLookups answers without data; one more is a permerror
 * @param mxNames exchanges of one mx term whose addresses are asked for; one more is a permerror
 * @param ptrNames names of the client's address that are looked at; more are ignored
 * @param time how long one check may take, by the clock; then it is a temperror
 * @param recordOctets how long a record or an explanation may be
 */
public record SpfLimits(
        int termLookups,
        int voidLookups,
        int mxNames,
        int ptrNames,
        Duration time,
        int recordOctets) {

    /**
     * What RFC 7208 says: 10 terms, 2 void lookups, 10 names, at least 20 seconds. Records of 8,192
     * octets are far longer than any that is published (section 3.4 asks for 450).
     */
    public static final SpfLimits DEFAULT =
            new SpfLimits(10, 2, 10, 10, Duration.ofSeconds(20), 8192);
}
