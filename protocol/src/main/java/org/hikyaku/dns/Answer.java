package org.hikyaku.dns;

import java.util.ArrayList;
import java.util.List;

/** What became of a question to the DNS. */
public sealed interface Answer {

    /**
     * There are records.
     *
     * @param records at least one, all of the type asked for, aliases followed
     * @param authentic whether DNSSEC validation covered every step (RFC 4035 section 3.2.3)
     * @param ttlSeconds how long it may be remembered
     */
    record Found(List<DnsRecord> records, boolean authentic, long ttlSeconds) implements Answer {
        /** Copies the list. */
        public Found {
            records = List.copyOf(records);
        }
    }

    /**
     * There is no such record: a "void lookup" in RFC 7208.
     *
     * @param nameExists true for NODATA, false for NXDOMAIN (RFC 2308)
     */
    record NoRecord(boolean nameExists, boolean authentic, long ttlSeconds) implements Answer {}

    /** It could not be found out. */
    record Failed(Failure failure, String detail) implements Answer {}

    /** Why a question got no answer. */
    enum Failure {
        /** The server said SERVFAIL or something of the kind. */
        SERVER,
        /** Nobody answered in time. */
        TIMEOUT,
        /** The server would not say (REFUSED). */
        REFUSED,
        /** The answer fails DNSSEC validation. */
        BOGUS,
        /** The answer cannot be read. */
        MALFORMED,
        /** The number or the time of lookups for this message is used up; nothing was asked. */
        BUDGET
    }

    /** The records of type {@code type}; empty where there are none or nothing is known. */
    default <T extends DnsRecord> List<T> records(Class<T> type) {
        return switch (this) {
            case Found found -> ofType(type, found.records());
            case NoRecord _, Failed _ -> List.of();
        };
    }

    private static <T extends DnsRecord> List<T> ofType(Class<T> type, List<DnsRecord> records) {
        List<T> found = new ArrayList<>(records.size());
        for (DnsRecord record : records) {
            if (type.isInstance(record)) {
                found.add(type.cast(record));
            }
        }
        return List.copyOf(found);
    }

    /** Whether DNSSEC validation covered the answer. */
    default boolean isAuthentic() {
        return switch (this) {
            case Found found -> found.authentic();
            case NoRecord none -> none.authentic();
            case Failed _ -> false;
        };
    }
}
