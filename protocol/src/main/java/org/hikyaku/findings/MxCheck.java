package org.hikyaku.findings;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Collectors;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;

/** The hosts that take mail for a domain (RFC 5321 section 5.1). */
final class MxCheck {

    private final DomainName domain;
    private final Source source;
    private final Notes notes = new Notes(Area.MX);
    private boolean v6;

    private MxCheck(DomainName domain, Source source) {
        this.domain = domain;
        this.source = source;
    }

    static List<Finding> check(Subject subject, Source source) {
        return new MxCheck(subject.name(), source).run();
    }

    private List<Finding> run() {
        Answer answer = source.query(domain, RecordType.MX);
        List<InetAddress> own = MailHost.addresses(domain, source);
        switch (answer) {
            case Answer.Failed failed -> {
                boolean _ = notes.unanswered(failed, domain + " MX");
            }
            case Answer.NoRecord _ -> {
                // RFC 5321 section 5.1: then the addresses of the domain itself are used.
                if (own.isEmpty()) {
                    notes.add(Code.MX_NONE, "", domain);
                } else {
                    notes.add(Code.MX_IMPLICIT, shown(own), domain);
                }
            }
            case Answer.Found found -> exchanges(found);
        }
        return notes.all();
    }

    private void exchanges(Answer.Found found) {
        List<DnsRecord.Mx> records = found.records(DnsRecord.Mx.class);
        String all = records.stream().map(DnsRecord::text).collect(Collectors.joining(", "));
        if (records.stream().anyMatch(DnsRecord.Mx::isNull)) {
            // RFC 7505 section 3: a null MX stands alone.
            notes.add(records.size() == 1 ? Code.MX_NULL : Code.MX_NULL_MIXED, all, domain);
            if (records.size() == 1) {
                return;
            }
        }
        List<DomainName> names =
                records.stream().filter(r -> !r.isNull()).map(DnsRecord.Mx::exchange).toList();
        if (names.stream().distinct().count() < names.size()) {
            notes.add(Code.MX_DUPLICATE, all);
        }
        records.stream()
                .filter(record -> !record.isNull())
                .limit(MailHost.MAX_HOSTS)
                .forEach(this::exchange);
        if (!v6 && notes.all().stream().anyMatch(f -> f.code() == Code.MX_HOST)) {
            notes.add(Code.MX_NO_IPV6, all, domain);
        }
    }

    private void exchange(DnsRecord.Mx record) {
        DomainName name = record.exchange();
        Answer four = source.query(name, RecordType.A);
        Answer six = source.query(name, RecordType.AAAA);
        Answer alias = source.query(name, RecordType.CNAME);
        List<InetAddress> addresses = MailHost.addresses(name, source);
        if (IpNet.address(name.ascii()).isPresent()) {
            // RFC 5321 section 5.1: the exchange is a domain name, never an address.
            notes.add(Code.MX_LITERAL, record.text(), name);
            return;
        }
        if (!name.isHostName()) {
            notes.add(Code.MX_BAD_NAME, record.text(), name);
        }
        if (alias instanceof Answer.Found) {
            // RFC 2181 section 10.3: an exchange is not an alias.
            notes.add(
                    Code.MX_ALIAS,
                    record.text(),
                    name,
                    alias.records(DnsRecord.Cname.class).stream()
                            .map(c -> c.target().toString())
                            .findFirst()
                            .orElse("?"));
        }
        if (addresses.isEmpty()) {
            if (!notes.unanswered(four, name + " A") && !notes.unanswered(six, name + " AAAA")) {
                notes.add(Code.MX_NO_ADDRESS, record.text(), name);
            }
            return;
        }
        addresses(record, addresses);
    }

    private void addresses(DnsRecord.Mx record, List<InetAddress> addresses) {
        v6 |= addresses.stream().anyMatch(Inet6Address.class::isInstance);
        List<InetAddress> unreachable = addresses.stream().filter(AddressKind::isPrivate).toList();
        if (unreachable.isEmpty()) {
            notes.add(Code.MX_HOST, record.text(), record.exchange(), shown(addresses));
        } else {
            notes.add(Code.MX_PRIVATE, record.text(), record.exchange(), shown(unreachable));
        }
    }

    private static String shown(List<InetAddress> addresses) {
        return addresses.stream().map(AddressKind::text).collect(Collectors.joining(", "));
    }
}
