package org.hikyaku.zone;

import java.net.Inet4Address;
import java.net.Inet6Address;
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
            DnsRecord data =
                    address instanceof Inet4Address v4
                            ? new DnsRecord.A(v4)
                            : new DnsRecord.Aaaa((Inet6Address) address);
            records.add(
                    new DesiredRecord(
                            host,
                            data,
                            "the mail server's address; its PTR record must lead back to this name"));
        }
        records.add(
                new DesiredRecord(
                        domain,
                        new DnsRecord.Mx(10, host),
                        "mail for the domain goes to this server"));
        records.add(
                new DesiredRecord(
                        domain,
                        new DnsRecord.Txt(SpfMerge.merge(existing.spf(), addresses)),
                        "SPF: which addresses may send for the domain"));
        if (!host.equals(domain)) {
            // RFC 7208 section 10.1.3: the name in HELO, which bounces are checked by.
            records.add(
                    new DesiredRecord(
                            host,
                            new DnsRecord.Txt("v=spf1 a -all"),
                            "SPF of the server's own name, which bounces are checked by"));
        }
        keys.forEach(
                (selector, text) ->
                        records.add(
                                new DesiredRecord(
                                        below(selector + "._domainkey"),
                                        new DnsRecord.Txt(text),
                                        "DKIM: the public half of the key that signs outgoing mail")));
        records.add(
                new DesiredRecord(
                        below("_dmarc"),
                        new DnsRecord.Txt(
                                DmarcMerge.merge(
                                        existing.dmarc(), new MailAddress("postmaster", domain))),
                        "DMARC: what to do with forgeries (p=none: only report; later quarantine, then reject)"));
        return records;
    }

    private DomainName below(String prefix) {
        return domain.withPrefix(prefix)
                .orElseThrow(
                        () ->
                                new IllegalNameException(
                                        prefix + "." + domain + " is too long for a domain name"));
    }
}
