package org.hikyaku.dane;

import java.util.List;
import org.hikyaku.dns.DnsRecord;

/** What TLSA records say about a chain of certificates. */
public sealed interface DaneResult {

    /** There are no records: DANE says nothing. */
    record NoRecords() implements DaneResult {}

    /** A record names the host's key or its authority. */
    record Match(DnsRecord.Tlsa record) implements DaneResult {}

    /**
     * Usable records, and none fits: a sender that obeys DANE does not deliver (RFC 7672 section
     * 2.2).
     *
     * @param reasons one for each record
     */
    record NoMatch(List<String> reasons) implements DaneResult {
        /** Copies the list. */
        public NoMatch {
            reasons = List.copyOf(reasons);
        }
    }

    /**
     * Records, but none that SMTP can use: encryption is still mandatory (RFC 7672 section 2.2).
     *
     * @param reasons one for each record
     */
    record NoneUsable(List<String> reasons) implements DaneResult {
        /** Copies the list. */
        public NoneUsable {
            reasons = List.copyOf(reasons);
        }
    }
}
