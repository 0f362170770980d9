package org.hikyaku.findings;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Collectors;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;

/** The addresses of a name, of one family. */
final class AddressCheck {

    private AddressCheck() {}

    static List<Finding> check(Subject subject, Source source, RecordType type) {
        Notes notes = new Notes(type == RecordType.A ? Area.A : Area.AAAA);
        Answer answer = source.query(subject.name(), type);
        if (notes.unanswered(answer, subject.name() + " " + type)) {
            return notes.all();
        }
        List<InetAddress> found =
                answer.records(DnsRecord.Address.class).stream()
                        .map(DnsRecord.Address::address)
                        .toList();
        if (found.isEmpty()) {
            notes.add(Code.ADDRESS_NONE, "", subject.name(), type);
            return notes.all();
        }
        List<InetAddress> unreachable = found.stream().filter(AddressKind::isPrivate).toList();
        if (!unreachable.isEmpty()) {
            notes.add(Code.ADDRESS_PRIVATE, shown(unreachable), subject.name(), shown(unreachable));
        } else {
            notes.add(Code.ADDRESS_RECORD, shown(found), subject.name(), shown(found));
        }
        return notes.all();
    }

    private static String shown(List<InetAddress> addresses) {
        return addresses.stream().map(AddressKind::text).collect(Collectors.joining(", "));
    }
}
