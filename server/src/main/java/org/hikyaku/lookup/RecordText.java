package org.hikyaku.lookup;

import java.io.IOException;
import java.util.Optional;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;

/** Reads the data of one record as a zone file writes it (RFC 1035 section 5.1). */
public final class RecordText {

    private RecordText() {}

    /**
     * The record; names in {@code text} are absolute. Empty where it cannot be read.
     *
     * @param text such as {@code 10 mail.example.com.} or {@code "v=spf1 -all"}
     */
    public static Optional<DnsRecord> parse(RecordType type, String text) {
        try {
            return WireRecords.data(
                    org.xbill.DNS.Record.fromString(
                            Name.root, type.number(), DClass.IN, 0, text, Name.root));
        } catch (IOException | RuntimeException _) {
            // dnsjava throws unchecked exceptions for some broken records
            return Optional.empty();
        }
    }
}
