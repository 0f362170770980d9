package org.hikyaku.app.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hikyaku.app.console.CommandFailure;
import org.hikyaku.app.console.Texts;
import org.hikyaku.app.lookup.SigningKeys;
import org.hikyaku.app.settings.Settings;
import org.hikyaku.convergence.ServerQueries;
import org.hikyaku.dkim.DkimKeyPair;
import org.hikyaku.dkim.DkimKeys;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.ChangedResolver;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.Place;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.keylife.KeyState;
import org.hikyaku.keylife.LivingKey;
import org.hikyaku.lookup.CachingResolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.plan.Diff;
import org.hikyaku.plan.PublishedZone;
import org.hikyaku.plan.Replay;
import org.hikyaku.plan.SpfBudget;
import org.hikyaku.plan.ZonePlan;
import org.hikyaku.store.Keys.StoredKey;
import org.hikyaku.store.Store;
import org.hikyaku.zone.DesiredZone;
import org.hikyaku.zone.MailZone;

/** Makes a plan: looks, compares, replays. */
final class Planning {

    private static final int PORT = 53;
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Settings settings;
    private final Store store;
    private final Resolver usual;
    private final InstantSource clock;
    private final Texts texts;
    private final List<LivingKey> lives;

    /**
     * A planner.
     *
     * @param lives how far the keys of this server have come
     */
    Planning(DnsSession session, Store store, List<LivingKey> lives) {
        this.settings = session.settings();
        this.store = store;
        this.usual = session.usual();
        this.clock = session.clock();
        this.texts = session.texts();
        this.lives = List.copyOf(lives);
    }

    private CommandFailure failure(String key, Object... arguments) {
        return new CommandFailure(texts.text(key, arguments));
    }

    /**
     * The plan for a domain.
     *
     * @param decided names of conflicts that are decided
     */
    ZonePlan plan(DomainName domain, Resolver resolver, DomainName apex, Set<DomainName> decided)
            throws InterruptedException {
        DesiredZone desired = desired(domain, resolver);
        Map<Place, Answer> answers =
                new LinkedHashMap<>(Survey.of(resolver, Diff.oddPlaces(desired, apex)));
        Set<Place> needed = Diff.places(desired, apex);
        answers.putAll(Survey.of(resolver, needed));
        for (Place place : needed) {
            if (place.name().isWithin(apex)
                    && answers.get(place) instanceof Answer.Failed(var failure, var detail)) {
                throw failure("dns.unanswered", place, failure, detail);
            }
        }
        return Diff.of(desired, new PublishedZone(apex, answers), decided);
    }

    void requireOurs(DomainName domain) {
        if (store.domains().find(domain).isEmpty()) {
            throw failure("domain.absent", domain.unicode());
        }
    }

    /** The zone as its own servers have it. */
    Resolver direct(DomainName apex, boolean isUsual) {
        if (!isUsual) {
            return usual;
        }
        List<InetSocketAddress> servers = new ArrayList<>();
        usual.query(apex, RecordType.SOA).records(DnsRecord.Soa.class).stream()
                .map(DnsRecord.Soa::primary)
                .forEach(name -> addAddresses(name, servers));
        usual.query(apex, RecordType.NS).records(DnsRecord.Ns.class).stream()
                .map(DnsRecord.Ns::target)
                .forEach(name -> addAddresses(name, servers));
        List<InetSocketAddress> reachable =
                servers.stream()
                        .distinct()
                        .filter(server -> answers(server, apex))
                        .limit(1)
                        .toList();
        return new CachingResolver(
                new AuthoritativeResolver(apex, reachable, ServerQueries.network(PATIENCE), usual));
    }

    private static boolean answers(InetSocketAddress server, DomainName apex) {
        ServerQueries.Said said = ServerQueries.network(PATIENCE).ask(server, apex, RecordType.SOA);
        return said.authoritative() && said.answer() instanceof Answer.Found;
    }

    private void addAddresses(DomainName name, List<InetSocketAddress> servers) {
        if (!name.isRoot()) {
            addresses(name, usual).forEach(a -> servers.add(new InetSocketAddress(a, PORT)));
        }
    }

    private static List<InetAddress> addresses(DomainName name, Resolver resolver) {
        List<InetAddress> found = new ArrayList<>();
        for (RecordType family : List.of(RecordType.A, RecordType.AAAA)) {
            resolver.query(name, family).records(DnsRecord.Address.class).stream()
                    .map(DnsRecord.Address::address)
                    .forEach(found::add);
        }
        return found;
    }

    /** The zone that a domain lies in: the nearest name above that has a SOA record. */
    DomainName apex(DomainName domain) {
        for (DomainName at = domain; at.labelCount() > 1 || at.equals(domain); at = at.parent()) {
            switch (usual.query(at, RecordType.SOA)) {
                case Answer.Found _ -> {
                    return at;
                }
                case Answer.Failed(var failure, var detail) ->
                        throw failure(
                                "dns.unanswered", new Place(at, RecordType.SOA), failure, detail);
                case Answer.NoRecord none -> {
                    if (at.equals(domain) && !none.nameExists() && at.labelCount() < 3) {
                        throw failure("dns.unknown-domain", domain.unicode());
                    }
                }
            }
        }
        throw failure("dns.no-zone", domain.unicode());
    }

    private DesiredZone desired(DomainName domain, Resolver resolver) {
        MailZone mail =
                new MailZone(
                        domain,
                        settings.hostname(),
                        ours(resolver),
                        keys(domain),
                        MailZone.Existing.NOTHING);
        return new DesiredZone(mail, settings.publish().of(domain));
    }

    /** The keys that receivers must find: those that sign, will sign, or have signed of late. */
    private Map<String, String> keys(DomainName domain) {
        List<StoredKey> wanted = new ArrayList<>(store.keys().signing(domain));
        store.keys().idle(domain).stream().filter(key -> !isOver(key)).forEach(wanted::add);
        Map<String, String> keys = new LinkedHashMap<>();
        try {
            for (DkimKeyPair pair : SigningKeys.pairs(wanted)) {
                keys.put(pair.selector(), DkimKeys.publishedRecord(pair));
            }
        } catch (DkimKeys.Unreadable e) {
            throw failure("dns.key", domain.unicode(), String.valueOf(e.getMessage()));
        }
        return keys;
    }

    private boolean isOver(StoredKey key) {
        return lives.stream()
                .filter(life -> life.domain().equals(key.domain()))
                .filter(life -> life.selector().equals(key.selector()))
                .anyMatch(
                        life ->
                                life.state() instanceof KeyState.Retired retired
                                        && !clock.instant().isBefore(retired.removable()));
    }

    /** The plan with all that is known about what it does. */
    Planned proven(ZonePlan plan, Resolver now, SeenMail mail) {
        Resolver then = new CachingResolver(new ChangedResolver(now, plan.changes()));
        Optional<SpfBudget> budget =
                plan.spf().map(record -> SpfBudget.of(plan.domain(), record, then));
        Planned.Proof proof =
                plan.changes().isEmpty()
                        ? Planned.Proof.of(0, 0, List.of())
                        : mail.replay(plan.apex(), now, then, clock)
                                .with(own(plan, new Replay(now, then, clock), mail.period()));
        return new Planned(plan, budget.orElse(null), proof, now);
    }

    private Planned.Own own(ZonePlan plan, Replay replay, Duration period) {
        OwnMail own = new OwnMail(store, settings.hostname(), ours(replay.before()));
        try {
            return own.replay(plan.apex(), replay, clock, period);
        } catch (DkimKeys.Unreadable e) {
            throw failure("dns.key", plan.domain().unicode(), String.valueOf(e.getMessage()));
        }
    }

    /** The addresses that this server sends from, as the world sees them. */
    private List<InetAddress> ours(Resolver resolver) {
        List<InetAddress> addresses = settings.publish().addresses();
        return addresses.isEmpty() ? addresses(settings.hostname(), resolver) : addresses;
    }
}
