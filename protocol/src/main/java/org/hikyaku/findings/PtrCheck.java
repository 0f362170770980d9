package org.hikyaku.findings;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;

/**
 * The names of the addresses, and whether they lead back (RFC 8601 section 2.7.3, RFC 1912 section
 * 2.1). Gmail refuses an address of either family without.
 */
final class PtrCheck {

    /** More names than these are not looked at; receivers stop earlier. */
    private static final int MAX_NAMES = 10;

    /** What providers give to addresses that nobody has named. */
    private static final Pattern GENERIC_WORD =
            Pattern.compile(
                    "(^|[.-])(dyn|dynamic|dhcp|dialup|dial|ppp|pool|adsl|dsl|xdsl|cable|broadband|"
                            + "customer|client|static|unassigned|unknown|ip)([.0-9-]|$)");

    private final Source source;
    private final Notes notes = new Notes(Area.PTR);

    private PtrCheck(Source source) {
        this.source = source;
    }

    static List<Finding> check(Subject subject, Source source) {
        PtrCheck check = new PtrCheck(source);
        List<MailHost.Target> targets = MailHost.targets(subject, source);
        targets.forEach(check::target);
        if (targets.isEmpty()) {
            check.notes.add(Code.PTR_NOTHING, "", subject.name());
        }
        return check.notes.all();
    }

    private void target(MailHost.Target target) {
        InetAddress address = target.address();
        if (AddressKind.isPrivate(address)) {
            return; // there is no name for it outside; the MX area tells
        }
        String shown = AddressKind.text(address);
        Answer answer = source.query(IpNet.reverseName(address), RecordType.PTR);
        if (notes.unanswered(answer, shown + " PTR")) {
            return;
        }
        List<DomainName> names =
                answer.records(DnsRecord.Ptr.class).stream()
                        .map(DnsRecord.Ptr::target)
                        .limit(MAX_NAMES)
                        .toList();
        if (names.isEmpty()) {
            notes.add(Code.PTR_NONE, IpNet.reverseName(address).toString(), shown);
            return;
        }
        List<DomainName> confirmed = names.stream().filter(name -> leadsTo(name, address)).toList();
        String all = String.join(", ", names.stream().map(DomainName::toString).toList());
        if (confirmed.isEmpty()) {
            notes.add(Code.PTR_NOT_CONFIRMED, all, shown, names.getFirst(), forward(names));
            return;
        }
        judge(confirmed, all, target);
    }

    private void judge(List<DomainName> names, String all, MailHost.Target target) {
        String shown = AddressKind.text(target.address());
        DomainName first = names.getFirst();
        if (names.stream().allMatch(name -> isGeneric(name, target.address()))) {
            notes.add(Code.PTR_GENERIC, all, shown, first);
        } else if (target.takesMail() && !names.contains(target.host())) {
            notes.add(Code.PTR_OTHER_NAME, all, shown, first, target.host());
        }
        if (names.size() > 2) {
            notes.add(Code.PTR_MANY, all, shown, names.size());
        }
        notes.add(Code.PTR_CONFIRMED, all, shown, first);
    }

    private boolean leadsTo(DomainName name, InetAddress address) {
        return source.query(name, type(address)).records(DnsRecord.Address.class).stream()
                .anyMatch(record -> record.address().equals(address));
    }

    private static RecordType type(InetAddress address) {
        return address.getAddress().length == 4 ? RecordType.A : RecordType.AAAA;
    }

    private String forward(List<DomainName> names) {
        List<InetAddress> found = MailHost.addresses(names.getFirst(), source);
        return found.isEmpty()
                ? "-"
                : String.join(", ", found.stream().map(AddressKind::text).toList());
    }

    /** Whether the name tells the address, or that nobody has chosen it. */
    static boolean isGeneric(DomainName name, InetAddress address) {
        String text = name.ascii().toLowerCase(Locale.ROOT);
        if (GENERIC_WORD.matcher(text).find()) {
            return true;
        }
        byte[] octets = address.getAddress();
        if (octets.length != 4) {
            return false;
        }
        List<String> parts =
                Stream.of(octets[0], octets[1], octets[2], octets[3])
                        .map(octet -> Integer.toString(octet & 0xff))
                        .toList();
        // 192-0-2-25.example.net, 25.2.0.192.example.net, host-192-0-2-25
        String digits = "." + text.replaceAll("[^0-9]+", ".") + ".";
        return digits.contains("." + String.join(".", parts) + ".")
                || digits.contains("." + String.join(".", parts.reversed()) + ".");
    }
}
