package org.hikyaku.findings;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;

/** The name servers, each asked by itself (RFC 1034 section 4.2, RFC 2182). */
final class NsCheck {

    /** A name that is surely not in the zone, for finding out whether a server asks others. */
    private static final DomainName FOREIGN = new DomainName("a.root-servers.net");

    /** Servers of the zone above that are asked; one would do if it always answered. */
    private static final int PARENTS = 2;

    private final Source source;
    private final Notes notes = new Notes(Area.NS);
    private int asked;

    private NsCheck(Source source) {
        this.source = source;
    }

    static List<Finding> check(Subject subject, Source source) {
        NsCheck check = new NsCheck(source);
        Optional<Zone> zone = Zone.of(subject.name(), source);
        if (zone.isPresent()) {
            check.run(zone.get());
        } else if (!check.notes.unanswered(
                source.query(subject.name(), RecordType.SOA), subject.name() + " SOA")) {
            check.notes.add(Code.NS_NONE, "", subject.name());
        }
        return check.notes.all();
    }

    private void run(Zone zone) {
        Answer answer = source.query(zone.apex(), RecordType.NS);
        if (notes.unanswered(answer, zone.apex() + " NS")) {
            return;
        }
        if (zone.servers().isEmpty()) {
            notes.add(Code.NS_NONE, "", zone.apex());
            return;
        }
        Set<DomainName> own =
                zone.servers().stream()
                        .map(MailHost::name)
                        .collect(Collectors.toCollection(TreeSet::new));
        if (own.size() == 1) {
            // RFC 2182 section 5: at least two, in different places.
            notes.add(Code.NS_SINGLE, shown(own), zone.apex());
        }
        zone.servers().forEach(server -> server(server, zone.apex(), own));
        network(zone, own);
        delegation(zone, own);
        if (asked == 0) {
            notes.add(Code.NS_NOT_ASKED, shown(own), zone.apex());
        }
    }

    private void server(MailHost server, DomainName apex, Set<DomainName> own) {
        Answer alias = source.query(server.name(), RecordType.CNAME);
        if (alias instanceof Answer.Found) {
            // RFC 2181 section 10.3: a name server is not an alias.
            notes.add(Code.NS_ALIAS, server.name().toString(), server.name());
        }
        if (server.addresses().isEmpty()) {
            Answer four = source.query(server.name(), RecordType.A);
            if (!notes.unanswered(four, server.name() + " A")) {
                notes.add(Code.NS_NO_ADDRESS, "", server.name());
            }
            return;
        }
        for (InetAddress address : server.addresses()) {
            if (AddressKind.isPrivate(address)) {
                notes.add(Code.NS_PRIVATE, "", server.name(), AddressKind.text(address));
            }
            address(server.name(), address, apex, own);
        }
    }

    private void address(
            DomainName server, InetAddress address, DomainName apex, Set<DomainName> own) {
        // All four questions at once; what the answers mean comes after.
        Optional<ServerSaid> soa = ask(address, apex, RecordType.SOA, Question.Way.DATAGRAM);
        Optional<ServerSaid> stream = ask(address, apex, RecordType.SOA, Question.Way.STREAM);
        Optional<ServerSaid> ns = ask(address, apex, RecordType.NS, Question.Way.DATAGRAM);
        Optional<ServerSaid> open = ask(address, FOREIGN, RecordType.A, Question.Way.RECURSIVE);
        if (soa.isEmpty() || soa.get() instanceof ServerSaid.NotAsked) {
            return;
        }
        asked++;
        String where = server + " [" + AddressKind.text(address) + "]";
        if (open.isPresent() && isOpen(open.get())) {
            notes.add(Code.NS_RECURSION, "", where);
        }
        switch (soa.get()) {
            case ServerSaid.NotAsked _ -> throw new IllegalStateException("left out above");
            case ServerSaid.Silent(String detail) -> notes.add(Code.NS_SILENT, detail, where);
            case ServerSaid.Reply reply -> {
                if (!isAuthority(reply)) {
                    notes.add(Code.NS_LAME, why(reply), where, apex);
                    return;
                }
                stream.ifPresent(said -> stream(said, where));
                ns.ifPresent(said -> differs(said, where, own));
            }
        }
    }

    private Optional<ServerSaid> ask(
            InetAddress address, DomainName name, RecordType type, Question.Way way) {
        return source.ask(new Question.Server(address, name, type, way));
    }

    private static boolean isOpen(ServerSaid said) {
        return said instanceof ServerSaid.Reply reply
                && reply.recursive()
                && reply.answer() instanceof Answer.Found;
    }

    /** RFC 1034 section 4.2.1: a server that is named must be an authority; else it is lame. */
    private static boolean isAuthority(ServerSaid.Reply reply) {
        return reply.authoritative() && reply.answer() instanceof Answer.Found;
    }

    private static String why(ServerSaid.Reply reply) {
        return switch (reply.answer()) {
            case Answer.Failed failed -> failed.detail();
            case Answer.Found _ -> "not authoritative";
            case Answer.NoRecord _ -> "no SOA record";
        };
    }

    /** RFC 7766 section 5: a server must answer over TCP too. */
    private void stream(ServerSaid said, String where) {
        if (said instanceof ServerSaid.Silent(String detail)) {
            notes.add(Code.NS_NO_TCP, detail, where);
        } else {
            notes.add(Code.NS_SERVER, "", where);
        }
    }

    private void differs(ServerSaid said, String where, Set<DomainName> own) {
        if (said instanceof ServerSaid.Reply reply && reply.answer() instanceof Answer.Found) {
            Set<DomainName> theirs =
                    reply.answer().records(DnsRecord.Ns.class).stream()
                            .map(DnsRecord.Ns::target)
                            .collect(Collectors.toCollection(TreeSet::new));
            if (!theirs.equals(own)) {
                notes.add(Code.NS_DIFFER, shown(theirs), where, shown(own));
            }
        }
    }

    /** RFC 2182 section 3.1: not all in one place. */
    private void network(Zone zone, Set<DomainName> own) {
        List<InetAddress> all =
                zone.servers().stream().flatMap(server -> server.addresses().stream()).toList();
        Set<String> networks = new HashSet<>();
        for (InetAddress address : all) {
            byte[] octets = address.getAddress();
            int keep = octets.length == 4 ? 3 : 6;
            StringBuilder network = new StringBuilder();
            for (int i = 0; i < keep; i++) {
                network.append(octets[i]).append('.');
            }
            networks.add(octets.length == 4 ? "4 " + network : "6 " + network);
        }
        long four = networks.stream().filter(n -> n.startsWith("4")).count();
        long six = networks.size() - four;
        if (own.size() > 1 && four <= 1 && six <= 1 && all.size() > 1) {
            notes.add(Code.NS_ONE_NETWORK, shown(own), zone.apex());
        }
    }

    /** What the zone above says: the servers, and the addresses that it gives along. */
    private void delegation(Zone zone, Set<DomainName> own) {
        Optional<Zone> above = Zone.of(zone.apex().parent(), source, PARENTS);
        if (above.isEmpty()) {
            return;
        }
        List<InetAddress> parents = new ArrayList<>();
        for (MailHost server : above.get().servers()) {
            server.addresses().stream().limit(1).forEach(parents::add);
        }
        for (InetAddress parent : parents) {
            Optional<ServerSaid> said =
                    ask(parent, zone.apex(), RecordType.NS, Question.Way.DATAGRAM);
            if (said.isPresent()
                    && said.get() instanceof ServerSaid.Reply reply
                    && !reply.referral().isEmpty()) {
                compare(zone, own, reply);
            }
        }
    }

    private void compare(Zone zone, Set<DomainName> own, ServerSaid.Reply reply) {
        Set<DomainName> given = new TreeSet<>(reply.referral());
        boolean same = given.equals(own);
        if (!same) {
            notes.add(Code.NS_DELEGATION, shown(given), zone.apex(), shown(own));
        }
        for (MailHost server : zone.servers()) {
            same &= isGlueRight(server, reply.glue());
        }
        if (same) {
            notes.add(Code.NS_DELEGATED, shown(given), zone.apex());
        }
    }

    private boolean isGlueRight(MailHost server, Map<DomainName, List<InetAddress>> glue) {
        List<InetAddress> given = glue.getOrDefault(server.name(), List.of());
        if (given.isEmpty() || server.addresses().containsAll(given)) {
            return true;
        }
        notes.add(
                Code.NS_GLUE,
                shown(given.stream().map(AddressKind::text).toList()),
                server.name(),
                shown(server.addresses().stream().map(AddressKind::text).toList()));
        return false;
    }

    private static String shown(Iterable<?> all) {
        List<String> texts = new ArrayList<>();
        all.forEach(each -> texts.add(each.toString()));
        return String.join(", ", texts);
    }
}
