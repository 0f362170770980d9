package org.hikyaku.zone;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IllegalNameException;
import org.hikyaku.name.MailAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a mail domain needs.
 *
 * @param domain the part after the @
 * @param host the server's name
 * @param addresses the server's addresses
 * @param keys DKIM selector to the text of its record
 * @param existing what the domain publishes today
 */
public record MailZone(
        DomainName domain,
        DomainName host,
        List<InetAddress> addresses,
        Map<String, String> keys,
        Existing existing) {

    /** Records that are there and get merged; null where there is none. */
    public record Existing(@Nullable String spf, @Nullable String dmarc) {
        /** Nothing is there. */
        public static final Existing NOTHING = new Existing(null, null);
    }

    /** The records, in the order of a zone file. */
    public List<DesiredRecord> records() {
        List<DesiredRecord> records = new ArrayList<>();
        for (InetAddress address : addresses) {
            records.add(
                    new DesiredRecord(host, DnsRecord.Address.of(address), Purpose.HOST_ADDRESS));
        }
        records.add(new DesiredRecord(domain, new DnsRecord.Mx(10, host), Purpose.MX));
        records.add(
                new DesiredRecord(
                        domain,
                        new DnsRecord.Txt(SpfMerge.merge(existing.spf(), addresses)),
                        Purpose.SPF));
        if (!host.equals(domain)) {
            // RFC 7208 section 10.1.3: the name in HELO, which bounces are checked by.
            records.add(
                    new DesiredRecord(host, new DnsRecord.Txt("v=spf1 a -all"), Purpose.HOST_SPF));
        }
        keys.forEach(
                (selector, text) ->
                        records.add(
                                new DesiredRecord(
                                        below(selector + "._domainkey"),
                                        new DnsRecord.Txt(text),
                                        Purpose.DKIM)));
        records.add(
                new DesiredRecord(
                        below("_dmarc"),
                        new DnsRecord.Txt(
                                DmarcMerge.merge(
                                        existing.dmarc(), new MailAddress("postmaster", domain))),
                        Purpose.DMARC));
        return records;
    }

    private DomainName below(String prefix) {
        return below(prefix, domain);
    }

    /** {@code prefix.name}; {@link IllegalNameException} where that is too long. */
    static DomainName below(String prefix, DomainName name) {
        return name.withPrefix(prefix)
                .orElseThrow(
                        () -> new IllegalNameException(prefix + "." + name + " is no domain name"));
    }
}
