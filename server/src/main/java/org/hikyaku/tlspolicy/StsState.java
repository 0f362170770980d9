package org.hikyaku.tlspolicy;

import java.time.Instant;
import org.hikyaku.mtasts.MtaStsPolicy;
import org.hikyaku.tlspolicy.TlsRequirement.Fault;

/** What is known of a domain's MTA-STS policy. */
public sealed interface StsState {

    /** There is none. */
    record None() implements StsState {}

    /**
     * There is one.
     *
     * @param id of the record that it came with
     * @param text the file
     * @param until how long it may be used without another look
     * @param remembered why it was not looked at again; empty where it was, or need not be
     */
    record Known(MtaStsPolicy policy, String id, String text, Instant until, String remembered)
            implements StsState {}

    /** One is announced, could not be had, and none is remembered. */
    record Unavailable(Fault fault, String detail) implements StsState {}
}
