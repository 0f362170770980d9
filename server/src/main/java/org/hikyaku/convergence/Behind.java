package org.hikyaku.convergence;

/**
 * Who does not answer as wanted, and why.
 *
 * @param who a server as {@link NameServer#shown}, or what else is looked at
 * @param detail more for a person, in English, printable
 */
public record Behind(String who, Reason reason, String detail) {

    /** Why. */
    public enum Reason {
        /** It does not answer. */
        UNREACHABLE,
        /** It answers without authority for the zone, or refuses to (RFC 1912 section 2.8). */
        LAME,
        /** It answers with SERVFAIL or something that cannot be read. */
        FAILING,
        /** The primary has the serial of before: nothing was loaded. */
        NOT_LOADED,
        /** The primary has the record under the old serial: no secondary will fetch it. */
        SERIAL_NOT_RAISED,
        /** The serial went down (RFC 1982): secondaries keep what they have. */
        SERIAL_LOWERED,
        /** The primary's serial is new, but the record is not there. */
        RECORD_ABSENT,
        /** The secondary's serial is older and it was told only a moment ago. */
        TRANSFER_EXPECTED,
        /** The secondary's serial stays older: it refuses NOTIFY, or nobody sends it one. */
        NOTIFY_UNHEEDED,
        /** The secondary's serial is higher than the primary's: it will not fetch. */
        SERIAL_AHEAD,
        /** The same serial as the primary's with another content. */
        EQUAL_SERIAL_OTHER_CONTENT,
        /** A validating resolver rejects the signatures (DNSSEC). */
        BOGUS
    }
}
