package org.hikyaku.findings;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;

/** DNS blocklists (RFC 5782): whether the addresses are on one, and whether its answer counts. */
final class BlacklistCheck {

    /** RFC 5782 section 2.1: an entry is an address in here. */
    private static final IpNet ENTRIES = IpNet.of("127.0.0.0/8");

    /**
     * Not an entry but a complaint: the list does not answer this resolver, often because it is a
     * public one or asks too much (Spamhaus, SURBL and others; 127.0.0.1 is URIBL's).
     */
    private static final List<IpNet> COMPLAINTS =
            List.of(IpNet.of("127.255.255.0/24"), IpNet.of("127.0.0.1/32"));

    /** Spamhaus PBL: the provider says that no mail should come from there; no spam was seen. */
    private static final List<IpNet> POLICY = List.of(IpNet.of("127.0.0.10/31"));

    private static final String SPAMHAUS = "spamhaus.org";

    /** RFC 5782 section 5: this address is never on a list that works. */
    private static final String NEVER = "1.0.0.127";

    private final Source source;
    private final Notes notes = new Notes(Area.BLACKLIST);
    private final Map<DomainName, String> unanswered = new LinkedHashMap<>();

    private BlacklistCheck(Source source) {
        this.source = source;
    }

    static List<Finding> check(Subject subject, Source source) {
        BlacklistCheck check = new BlacklistCheck(source);
        List<InetAddress> addresses =
                MailHost.targets(subject, source).stream()
                        .map(MailHost.Target::address)
                        .filter(address -> !AddressKind.isPrivate(address))
                        .toList();
        addresses.forEach(address -> check.address(address, subject.blockLists()));
        check.tellUnanswered();
        if (addresses.isEmpty() || subject.blockLists().isEmpty()) {
            check.notes.add(Code.BLACKLIST_NOTHING, "", subject.name());
        }
        return check.notes.all();
    }

    private void address(InetAddress address, List<DomainName> lists) {
        int clean = 0;
        for (DomainName list : lists) {
            clean += isClean(address, list) ? 1 : 0;
        }
        if (clean > 0) {
            notes.add(Code.BLACKLIST_CLEAN, "", AddressKind.text(address), clean);
        }
    }

    /** One finding for all of them: it is nearly always the resolver that they do not answer. */
    private void tellUnanswered() {
        if (!unanswered.isEmpty()) {
            String lists =
                    unanswered.keySet().stream()
                            .map(DomainName::toString)
                            .collect(Collectors.joining(", "));
            notes.add(Code.BLACKLIST_UNANSWERED, unanswered.values().iterator().next(), lists);
        }
    }

    /** RFC 5782 section 2.1 and 2.4: the reversed octets, or the reversed 32 nibbles of IPv6. */
    private static Optional<DomainName> entry(InetAddress address, DomainName list) {
        String reverse = IpNet.reverseName(address).ascii();
        String suffix = address instanceof Inet4Address ? ".in-addr.arpa" : ".ip6.arpa";
        return list.withPrefix(reverse.substring(0, reverse.length() - suffix.length()));
    }

    private boolean isClean(InetAddress address, DomainName list) {
        Optional<DomainName> name = entry(address, list);
        if (name.isEmpty()) {
            return false;
        }
        return switch (source.query(name.get(), RecordType.A)) {
            case Answer.NoRecord _ -> true;
            case Answer.Failed failed -> {
                unanswered.putIfAbsent(list, failed.detail());
                yield false;
            }
            case Answer.Found found -> {
                listed(address, name.get(), list, found);
                yield false;
            }
        };
    }

    private void listed(InetAddress address, DomainName name, DomainName list, Answer.Found found) {
        List<InetAddress> values =
                found.records(DnsRecord.Address.class).stream()
                        .map(DnsRecord.Address::address)
                        .toList();
        String shown =
                values.stream().map(InetAddress::getHostAddress).collect(Collectors.joining(", "));
        Answer never =
                list.withPrefix(NEVER)
                        .map(n -> source.query(n, RecordType.A))
                        .orElse(new Answer.NoRecord(false, false, 0));
        String why =
                source.query(name, RecordType.TXT).records(DnsRecord.Txt.class).stream()
                        .map(DnsRecord.Txt::value)
                        .collect(Collectors.joining(" "));
        if (values.stream().anyMatch(v -> COMPLAINTS.stream().anyMatch(n -> n.contains(v)))) {
            notes.add(Code.BLACKLIST_BLOCKED, shown + " " + why, list);
        } else if (!values.stream().allMatch(ENTRIES::contains) || never instanceof Answer.Found) {
            // A list that has ended often answers everything with an address of its new owner.
            notes.add(Code.BLACKLIST_DEAD, shown, list);
        } else if (list.ascii().endsWith(SPAMHAUS)
                && values.stream().allMatch(v -> POLICY.stream().anyMatch(n -> n.contains(v)))) {
            notes.add(Code.BLACKLIST_POLICY, shown + " " + why, AddressKind.text(address), list);
        } else {
            notes.add(Code.BLACKLIST_LISTED, shown + " " + why, AddressKind.text(address), list);
        }
    }
}
