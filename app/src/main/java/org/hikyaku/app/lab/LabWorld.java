package org.hikyaku.app.lab;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hikyaku.dkim.DkimKeyPair;
import org.hikyaku.dkim.DkimKeys;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;
import org.hikyaku.zone.DesiredRecord;
import org.hikyaku.zone.MailZone;
import org.jspecify.annotations.Nullable;

/**
 * The domains of the lab and what they publish, with one thing left out where that is asked for.
 */
final class LabWorld {

    /** What can be left out. */
    enum Break {
        SPF,
        DKIM,
        DMARC,
        PTR,
        TLS
    }

    static final DomainName SENDER = new DomainName("sender.example");
    static final DomainName SENDER_HOST = new DomainName("mail.sender.example");
    static final DomainName RECEIVER = new DomainName("receiver.example");
    static final DomainName RECEIVER_HOST = new DomainName("mail.receiver.example");
    static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private LabWorld() {}

    /** All zones: the planned records of both domains and the reverse zone. */
    static FakeResolver zones(List<DkimKeyPair> keys, @Nullable Break without)
            throws DkimKeys.Unreadable {
        FakeResolver.Builder dns = FakeResolver.builder();
        for (DesiredRecord record : sender(keys)) {
            if (!isLeftOut(record, without)) {
                dns.add(record.name(), record.data());
            }
        }
        for (DesiredRecord record :
                new MailZone(
                                RECEIVER,
                                RECEIVER_HOST,
                                List.of(LOOPBACK),
                                Map.of(),
                                MailZone.Existing.NOTHING)
                        .records()) {
            dns.add(record.name(), record.data());
        }
        if (without != Break.PTR) {
            dns.add(IpNet.reverseName(LOOPBACK), new DnsRecord.Ptr(SENDER_HOST));
        }
        return dns.build();
    }

    /** What sender.example should publish. */
    static List<DesiredRecord> sender(List<DkimKeyPair> keys) throws DkimKeys.Unreadable {
        Map<String, String> records = new LinkedHashMap<>();
        for (DkimKeyPair key : keys) {
            records.put(key.selector(), DkimKeys.publishedRecord(key));
        }
        return new MailZone(
                        SENDER, SENDER_HOST, List.of(LOOPBACK), records, MailZone.Existing.NOTHING)
                .records();
    }

    private static boolean isLeftOut(DesiredRecord record, @Nullable Break without) {
        if (without == null) {
            return false;
        }
        String name = record.name().ascii();
        return switch (without) {
            case SPF -> record.name().equals(SENDER) && record.data() instanceof DnsRecord.Txt;
            case DKIM -> name.contains("._domainkey.");
            case DMARC -> name.startsWith("_dmarc.");
            case PTR, TLS -> false;
        };
    }
}
