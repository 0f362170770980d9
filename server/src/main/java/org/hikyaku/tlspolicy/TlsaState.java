package org.hikyaku.tlspolicy;

import java.util.List;
import java.util.Set;
import org.hikyaku.dns.DnsRecord.Tlsa;
import org.hikyaku.name.DomainName;

/** What is known of a host's TLSA records. */
public sealed interface TlsaState {

    /** Not looked for, or without DNSSEC: {@code why}. They mean nothing then. */
    record Insecure(String why) implements TlsaState {}

    /** DNSSEC says that there are none. */
    record Absent() implements TlsaState {}

    /**
     * There are some, and DNSSEC vouches for them.
     *
     * @param at where
     * @param names as in {@link TlsRequirement.Dane}
     */
    record Found(DomainName at, List<Tlsa> records, Set<DomainName> names) implements TlsaState {
        /** Copies the lists. */
        public Found {
            records = List.copyOf(records);
            names = Set.copyOf(names);
        }
    }

    /** Nobody can say; they may be there (RFC 7672 section 2.1.2). */
    record Failed(String detail) implements TlsaState {}
}
