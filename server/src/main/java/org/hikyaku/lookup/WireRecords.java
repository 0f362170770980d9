package org.hikyaku.lookup;

import java.io.ByteArrayOutputStream;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CAARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;

/** Record data from the wire's form to ours. */
final class WireRecords {

    private static final Map<Integer, RecordType> BY_NUMBER =
            Stream.of(RecordType.values())
                    .collect(Collectors.toUnmodifiableMap(RecordType::number, t -> t));

    private WireRecords() {}

    /** The type of that number; empty for types that nobody here asks for. */
    static Optional<RecordType> type(int number) {
        return Optional.ofNullable(BY_NUMBER.get(number));
    }

    /** Empty where a name within has a form that ours cannot have: such a record is passed over. */
    static Optional<DnsRecord> data(org.xbill.DNS.Record record) {
        return switch (record) {
            case ARecord a when a.getAddress() instanceof Inet4Address v4 ->
                    Optional.of(new DnsRecord.A(v4));
            case AAAARecord a when a.getAddress() instanceof Inet6Address v6 ->
                    Optional.of(new DnsRecord.Aaaa(v6));
            case AAAARecord _ -> Optional.empty(); // Java turns ::ffff:0:0/96 into IPv4
            case TXTRecord txt -> Optional.of(new DnsRecord.Txt(joined(txt)));
            case MXRecord mx ->
                    named(mx.getTarget(), name -> new DnsRecord.Mx(mx.getPriority(), name));
            case PTRRecord ptr -> named(ptr.getTarget(), DnsRecord.Ptr::new);
            case NSRecord ns -> named(ns.getTarget(), DnsRecord.Ns::new);
            case CNAMERecord cname -> named(cname.getTarget(), DnsRecord.Cname::new);
            case SOARecord soa -> soa(soa);
            case SRVRecord srv -> srv(srv);
            case CAARecord caa -> Optional.of(caa(caa));
            case TLSARecord tlsa -> Optional.of(tlsa(tlsa));
            case org.xbill.DNS.Record other ->
                    type(other.getType())
                            .map(type -> DnsRecord.Other.of(type, other.rdataToWireCanonical()));
        };
    }

    private static Optional<DnsRecord> named(Name wire, Function<DomainName, DnsRecord> of) {
        return WireNames.ofWire(wire).map(of);
    }

    private static Optional<DnsRecord> soa(SOARecord soa) {
        Optional<DomainName> mailbox = WireNames.ofWire(soa.getAdmin());
        // A mailbox with a dot in its local part has no form here; nobody reads that name.
        return WireNames.ofWire(soa.getHost())
                .map(
                        host ->
                                new DnsRecord.Soa(
                                        host,
                                        mailbox.orElse(DomainName.ROOT),
                                        soa.getSerial(),
                                        new DnsRecord.Soa.Timers(
                                                soa.getRefresh(),
                                                soa.getRetry(),
                                                soa.getExpire(),
                                                soa.getMinimum())));
    }

    private static DnsRecord caa(CAARecord caa) {
        return new DnsRecord.Caa(caa.getFlags(), caa.getTag(), caa.getValue());
    }

    private static Optional<DnsRecord> srv(SRVRecord srv) {
        return named(
                srv.getTarget(),
                name -> new DnsRecord.Srv(srv.getPriority(), srv.getWeight(), srv.getPort(), name));
    }

    private static DnsRecord tlsa(TLSARecord tlsa) {
        return new DnsRecord.Tlsa(
                tlsa.getCertificateUsage(),
                tlsa.getSelector(),
                tlsa.getMatchingType(),
                HexFormat.of().formatHex(tlsa.getCertificateAssociationData()));
    }

    private static String joined(TXTRecord txt) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        txt.getStringsAsByteArrays().forEach(all::writeBytes);
        return all.toString(StandardCharsets.ISO_8859_1);
    }
}
