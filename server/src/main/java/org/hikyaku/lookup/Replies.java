package org.hikyaku.lookup;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;

/** Replies from the wire as {@link Answer}s. */
final class Replies {

    /** Aliases that are followed within one reply. */
    private static final int MAX_ALIASES = 10;

    /** What is told of a denial without an SOA record. */
    private static final long NEGATIVE_SECONDS = 60;

    /** Records of one answer that are read: no name of mail has more, a hostile one may. */
    private static final int MAX_RECORDS = 500;

    private Replies() {}

    static Answer answer(Message reply, DomainName name, RecordType type, boolean authentic) {
        int code = reply.getRcode();
        if (code == Rcode.SERVFAIL) {
            return new Answer.Failed(Answer.Failure.SERVER, "SERVFAIL for " + type + " of " + name);
        }
        if (code == Rcode.REFUSED) {
            return new Answer.Failed(Answer.Failure.REFUSED, "REFUSED for " + type + " of " + name);
        }
        if (code != Rcode.NOERROR && code != Rcode.NXDOMAIN) {
            return new Answer.Failed(Answer.Failure.SERVER, Rcode.string(code) + " for " + type + " of " + name);
        }
        List<Record> section = reply.getSection(Section.ANSWER);
        return found(section, reply, type, authentic)
                .orElseGet(() -> new Answer.NoRecord(code == Rcode.NOERROR, authentic, negativeSeconds(reply)));
    }

    private static Optional<Answer> found(List<Record> section, Message reply, RecordType type, boolean authentic) {
        Name at = reply.getQuestion().getName();
        long ttl = Long.MAX_VALUE;
        for (int hops = 0; hops <= MAX_ALIASES; hops++) {
            List<DnsRecord> records = new ArrayList<>();
            Name next = null;
            for (Record record : section.subList(0, Math.min(section.size(), MAX_RECORDS))) {
                if (!record.getName().equals(at)) {
                    continue;
                }
                if (record.getType() == type.number()) {
                    records.add(data(record, type));
                    ttl = Math.min(ttl, record.getTTL());
                } else if (record instanceof CNAMERecord alias) {
                    next = alias.getTarget();
                    ttl = Math.min(ttl, record.getTTL());
                }
            }
            if (!records.isEmpty()) {
                return Optional.of(new Answer.Found(records, authentic, ttl));
            }
            if (next == null) {
                return Optional.empty();
            }
            at = next;
        }
        return Optional.of(new Answer.Failed(Answer.Failure.SERVER, "more than " + MAX_ALIASES + " aliases"));
    }

    /** RFC 2308 section 5: the lesser of the SOA's time to live and its minimum. */
    private static long negativeSeconds(Message reply) {
        for (Record record : reply.getSection(Section.AUTHORITY)) {
            if (record instanceof SOARecord soa) {
                return Math.min(soa.getTTL(), soa.getMinimum());
            }
        }
        return NEGATIVE_SECONDS;
    }

    /** A record's data. */
    static DnsRecord data(Record record, RecordType type) {
        return switch (record) {
            case ARecord a when a.getAddress() instanceof Inet4Address v4 -> new DnsRecord.A(v4);
            case AAAARecord a when a.getAddress() instanceof Inet6Address v6 -> new DnsRecord.Aaaa(v6);
            case MXRecord mx -> new DnsRecord.Mx(mx.getPriority(), name(mx.getTarget()));
            case TXTRecord txt -> new DnsRecord.Txt(text(txt));
            case PTRRecord ptr -> new DnsRecord.Ptr(name(ptr.getTarget()));
            case NSRecord ns -> new DnsRecord.Ns(name(ns.getTarget()));
            case CNAMERecord cname -> new DnsRecord.Cname(name(cname.getTarget()));
            case SOARecord soa -> new DnsRecord.Soa(name(soa.getHost()), name(soa.getAdmin()), soa.getSerial(), soa.getMinimum());
            case TLSARecord tlsa ->
                    new DnsRecord.Tlsa(
                            tlsa.getCertificateUsage(),
                            tlsa.getSelector(),
                            tlsa.getMatchingType(),
                            HexFormat.of().formatHex(tlsa.getCertificateAssociationData()));
            default -> DnsRecord.Other.of(type, record.rdataToWireCanonical());
        };
    }

    private static String text(TXTRecord txt) {
        StringBuilder out = new StringBuilder();
        for (byte[] part : txt.getStringsAsByteArrays()) {
            out.append(new String(part, StandardCharsets.ISO_8859_1));
        }
        return out.toString();
    }

    /** A name that is none for us (a label with a blank, say) becomes the root: nobody is there. */
    private static DomainName name(Name name) {
        return DomainName.parse(name.toString(true)).orElse(DomainName.ROOT);
    }
}
