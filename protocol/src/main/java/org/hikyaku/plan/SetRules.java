package org.hikyaku.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;
import org.hikyaku.plan.Diff.Group;
import org.hikyaku.zone.MailZone;

/** Records of which several may stand at a name. */
final class SetRules {

    private final Items items;

    SetRules(Items items) {
        this.items = items;
    }

    private List<DnsRecord> there(Group group) {
        return items.published().at(group.name(), group.type());
    }

    /** What is missing is added; what is there stays. */
    void kept(Group group) {
        List<DnsRecord> there = there(group);
        for (DnsRecord data : group.wanted()) {
            if (there.contains(data)) {
                items.present(group.name(), data, group.purpose());
            } else {
                missing(group, data);
            }
        }
    }

    private void missing(Group group, DnsRecord data) {
        items.add(group.name(), data, group.purpose(), List.of(Why.of(Reason.MISSING)));
    }

    private void conflict(Group group, List<DnsRecord> published, Why why) {
        items.conflict(
                new PlanItem.Conflict(
                        group.name(), published, group.wanted(), group.purpose(), List.of(why)));
    }

    void addresses(Group group) {
        List<DnsRecord> there = there(group);
        if (!there.isEmpty() && there.stream().noneMatch(group.wanted()::contains)) {
            conflict(group, there, Why.of(Reason.OTHER_ADDRESS));
            return;
        }
        kept(group);
        there.forEach(data -> items.foreign(group.name(), data, Why.of(Reason.OTHER_ADDRESS)));
    }

    void exchangers(Group group, MailZone mail) {
        List<DnsRecord.Mx> there = there(group).stream().map(data -> (DnsRecord.Mx) data).toList();
        Optional<DnsRecord.Mx> ours =
                there.stream().filter(mx -> mx.exchange().equals(mail.host())).findFirst();
        Optional<DnsRecord.Mx> faulty =
                there.stream().filter(mx -> fault(mx, mail).isPresent()).findFirst();
        if (ours.isPresent()) {
            items.present(group.name(), ours.get(), group.purpose());
        } else if (faulty.isPresent()) {
            items.change(
                    group.name(),
                    faulty.get(),
                    new DnsRecord.Mx(faulty.get().preference(), mail.host()),
                    new Items.Wanted(group.purpose(), fault(faulty.get(), mail).stream().toList()));
        } else if (there.isEmpty()) {
            missing(group, group.only());
            return;
        } else {
            boolean none = there.stream().anyMatch(DnsRecord.Mx::isNull);
            conflict(
                    group,
                    List.copyOf(there),
                    Why.of(none ? Reason.NULL_MX : Reason.MAIL_GOES_ELSEWHERE));
            return;
        }
        for (DnsRecord.Mx mx : there) {
            fault(mx, mail)
                    .ifPresentOrElse(
                            why -> items.remove(group.name(), mx, group.purpose(), why),
                            () -> items.foreign(group.name(), mx, Why.of(Reason.OTHER_EXCHANGERS)));
        }
    }

    /** Whether the exchanger is our host, miswritten. */
    private Optional<Why> fault(DnsRecord.Mx mx, MailZone mail) {
        DomainName exchange = mx.exchange();
        DomainName apex = items.published().apex();
        boolean doubled = apex.withPrefix(mail.host().ascii()).filter(exchange::equals).isPresent();
        if (doubled) {
            return Optional.of(Why.of(Reason.NO_FINAL_DOT, mail.host().toString()));
        }
        // RFC 5321 section 5.1: an exchanger is a name; the zone's own may have been added.
        String text = exchange.ascii();
        String address =
                exchange.isWithin(apex) && !exchange.equals(apex)
                        ? text.substring(0, text.length() - apex.ascii().length() - 1)
                        : text;
        boolean isOurs =
                IpNet.address(address).filter(a -> mail.addresses().contains(a)).isPresent();
        return isOurs ? Optional.of(Why.of(Reason.ADDRESS_AS_NAME)) : Optional.empty();
    }

    /** RFC 8659: several records add up, so that a wider one undoes a narrow one. */
    void authorities(Group group) {
        List<DnsRecord> there = there(group);
        for (DnsRecord wanted : group.wanted()) {
            if (there.contains(wanted)) {
                items.present(group.name(), wanted, group.purpose());
                continue;
            }
            Optional<DnsRecord> wider = there.stream().filter(r -> undoes(r, wanted)).findFirst();
            Optional<DnsRecord> none = there.stream().filter(r -> forbids(r, wanted)).findFirst();
            if (wider.isEmpty() && none.isEmpty()) {
                missing(group, wanted);
                continue;
            }
            DnsRecord other = wider.or(() -> none).orElseThrow();
            items.conflict(
                    new PlanItem.Conflict(
                            group.name(),
                            List.of(other),
                            List.of(wanted),
                            group.purpose(),
                            List.of(
                                    Why.of(
                                            wider.isPresent()
                                                    ? Reason.CAA_WIDER
                                                    : Reason.CAA_FORBIDS,
                                            other.text()))));
        }
    }

    private static boolean undoes(DnsRecord there, DnsRecord wanted) {
        return there instanceof DnsRecord.Caa(int _, String tag, String value)
                && wanted instanceof DnsRecord.Caa(int _, String ourTag, String ours)
                && tag.equalsIgnoreCase(ourTag)
                && authority(value).equals(authority(ours))
                && !authority(ours).isEmpty()
                && !value.contains(";");
    }

    private static boolean forbids(DnsRecord there, DnsRecord wanted) {
        return there instanceof DnsRecord.Caa(int _, String tag, String value)
                && wanted instanceof DnsRecord.Caa(int _, String ourTag, String ours)
                && tag.equalsIgnoreCase(ourTag)
                && tag.toLowerCase(Locale.ROOT).startsWith("issue")
                && authority(value).isEmpty()
                && !authority(ours).isEmpty();
    }

    private static String authority(String value) {
        return value.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    }

    /** RFC 7672 section 2.2: others may stand there, for a certificate to come. */
    void certificates(Group group) {
        boolean signed = items.published().isAuthentic(group.name(), RecordType.TLSA);
        List<DnsRecord> there = there(group);
        for (DnsRecord data : group.wanted()) {
            Why[] why = signed ? new Why[0] : new Why[] {Why.of(Reason.TLSA_UNSIGNED)};
            if (there.contains(data)) {
                items.present(group.name(), data, group.purpose(), why);
                continue;
            }
            List<Why> reasons = new ArrayList<>(List.of(why));
            reasons.addFirst(Why.of(Reason.MISSING));
            items.add(group.name(), data, group.purpose(), reasons);
        }
    }

    /** A name that leads to one service only. */
    void service(Group group) {
        PublishedZone published = items.published();
        List<DnsRecord> there = new ArrayList<>(there(group));
        if (there.contains(group.only())) {
            items.present(group.name(), group.only(), group.purpose());
            return;
        }
        if (group.type() == RecordType.CNAME) {
            there.addAll(published.at(group.name(), RecordType.A));
            there.addAll(published.at(group.name(), RecordType.AAAA));
        }
        if (there.isEmpty()) {
            missing(group, group.only());
        } else if (group.type() == RecordType.CNAME) {
            Why why = Why.of(Reason.LEADS_SOMEWHERE);
            items.present(group.name(), there.getFirst(), group.purpose(), why);
        } else {
            conflict(group, there, Why.of(Reason.MAIL_GOES_ELSEWHERE));
        }
    }
}
