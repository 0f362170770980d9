package org.hikyaku.zonefile;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;

/** Record data of the wire as {@link DnsRecord}. */
final class WireData {

    private final byte[] data;
    private int at;

    private WireData(byte[] data) {
        this.data = data;
    }

    static Optional<DnsRecord> record(int number, byte[] data) {
        return Arrays.stream(RecordType.values())
                .filter(t -> t.number() == number)
                .findFirst()
                .flatMap(type -> new WireData(data).read(type));
    }

    private Optional<DnsRecord> read(RecordType type) {
        return switch (type) {
            case A, AAAA -> address(type);
            case NS -> name().map(DnsRecord.Ns::new);
            case CNAME -> name().map(DnsRecord.Cname::new);
            case PTR -> name().map(DnsRecord.Ptr::new);
            case SOA -> soa();
            case MX -> {
                int preference = u16();
                yield name().map(n -> new DnsRecord.Mx(preference, n));
            }
            case TXT -> Optional.of(new DnsRecord.Txt(joined()));
            case SRV -> {
                int priority = u16();
                int weight = u16();
                int port = u16();
                yield name().map(n -> new DnsRecord.Srv(priority, weight, port, n));
            }
            case TLSA ->
                    Optional.of(
                            new DnsRecord.Tlsa(
                                    u8(),
                                    u8(),
                                    u8(),
                                    HexFormat.of().formatHex(data, at, data.length)));
            case CAA -> Optional.of(caa());
            case DS, DNSKEY -> Optional.of(DnsRecord.Other.of(type, data));
        };
    }

    private int u8() {
        return data[at++] & 0xff;
    }

    private int u16() {
        return u8() << 8 | u8();
    }

    private long u32() {
        return (long) u16() << 16 | u16();
    }

    private Optional<DomainName> name() {
        int from = at;
        while (data[at] != 0) {
            at += data[at] + 1;
        }
        at++;
        return new ZoneName(new String(data, from, at - from - 1, StandardCharsets.ISO_8859_1))
                .domain();
    }

    private Optional<DnsRecord> address(RecordType type) {
        try {
            InetAddress address =
                    type == RecordType.A
                            ? InetAddress.getByAddress(data)
                            : Inet6Address.getByAddress("", data, -1);
            return Optional.of(
                    address instanceof Inet4Address v4
                            ? new DnsRecord.A(v4)
                            : new DnsRecord.Aaaa((Inet6Address) address));
        } catch (UnknownHostException _) {
            return Optional.empty();
        }
    }

    private Optional<DnsRecord> soa() {
        Optional<DomainName> primary = name();
        Optional<DomainName> mailbox = name();
        long serial = u32();
        var timers = new DnsRecord.Soa.Timers(u32(), u32(), u32(), u32());
        return primary.flatMap(p -> mailbox.map(m -> new DnsRecord.Soa(p, m, serial, timers)));
    }

    /** RFC 7208 section 3.3: the strings joined. */
    static String joined(byte[] data) {
        return new WireData(data).joined();
    }

    private String joined() {
        StringBuilder text = new StringBuilder();
        while (at < data.length) {
            int length = u8();
            text.append(new String(data, at, length, StandardCharsets.ISO_8859_1));
            at += length;
        }
        return text.toString();
    }

    private DnsRecord caa() {
        int flags = u8();
        int length = u8();
        String tag = new String(data, at, length, StandardCharsets.ISO_8859_1);
        at += length;
        return new DnsRecord.Caa(
                flags, tag, new String(data, at, data.length - at, StandardCharsets.ISO_8859_1));
    }
}
