package org.hikyaku.keylife;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hikyaku.convergence.NameServer;
import org.hikyaku.convergence.ZoneObserver;
import org.hikyaku.dkim.DkimKeyRecord;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.Place;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.keylife.KeySight.Presence;
import org.hikyaku.name.DomainName;
import org.hikyaku.wire.Printable;

/** Looks for the record of a key at every server of its zone. Safe for many threads. */
public final class KeyObserver {

    /** Providers of mail use one or two aliases in a row. */
    private static final int MAX_ALIASES = 8;

    private static final int MAX_SHOWN_CHARS = 300;

    private final Resolver resolver;
    private final ZoneObserver zones;

    /** An observer. */
    public KeyObserver(Resolver resolver, ZoneObserver zones) {
        this.resolver = resolver;
        this.zones = zones;
    }

    /** What one server says of a key's record. */
    private enum View {
        ABSENT,
        OTHER,
        SAME,
        SILENT
    }

    /**
     * Looks.
     *
     * @param name where receivers look for it
     * @param expected the record's text as it is to be; the key counts, not how it is written
     */
    public KeySight look(DomainName name, String expected) {
        DomainName at = target(name);
        Optional<DomainName> zone = zones.apex(at);
        if (zone.isEmpty()) {
            return new KeySight(
                    Presence.UNKNOWN,
                    at,
                    null,
                    Duration.ZERO,
                    null,
                    "no zone of " + at + " was found");
        }
        return summed(
                at, zone.get(), zones.answers(zone.get(), new Place(at, RecordType.TXT)), expected);
    }

    /** The name itself, or where its aliases lead. */
    private DomainName target(DomainName name) {
        DomainName at = name;
        for (int i = 0; i < MAX_ALIASES; i++) {
            List<DnsRecord.Cname> alias =
                    resolver.query(at, RecordType.CNAME).records(DnsRecord.Cname.class);
            if (alias.isEmpty()) {
                return at;
            }
            at = alias.getFirst().target();
        }
        return at;
    }

    private static KeySight summed(
            DomainName at, DomainName zone, Map<NameServer, Answer> answers, String expected) {
        int same = 0;
        int other = 0;
        int silent = 0;
        long remembered = 0;
        String text = null;
        List<String> details = new ArrayList<>();
        for (Map.Entry<NameServer, Answer> entry : answers.entrySet()) {
            View view = view(entry.getValue(), expected);
            same += view == View.SAME ? 1 : 0;
            other += view == View.OTHER ? 1 : 0;
            silent += view == View.SILENT ? 1 : 0;
            if (view == View.SAME) {
                text = entry.getValue().records(DnsRecord.Txt.class).getFirst().value();
            }
            remembered = Math.max(remembered, ttl(entry.getValue()));
            detail(entry.getKey(), view).ifPresent(details::add);
        }
        Presence presence;
        if (silent == answers.size()) {
            presence = Presence.UNKNOWN;
        } else if (same == answers.size()) {
            presence = Presence.EVERYWHERE;
        } else if (same > 0) {
            presence = Presence.SOME;
        } else {
            presence = other > 0 ? Presence.OTHER : Presence.ABSENT;
        }
        return new KeySight(
                presence,
                at,
                zone,
                Duration.ofSeconds(remembered),
                text,
                Printable.of(String.join("; ", details), MAX_SHOWN_CHARS));
    }

    private static Optional<String> detail(NameServer server, View view) {
        return switch (view) {
            case SAME -> Optional.empty();
            case ABSENT -> Optional.of(server.shown() + " does not have it");
            case OTHER -> Optional.of(server.shown() + " has a record of another key");
            case SILENT -> Optional.of(server.shown() + " does not answer");
        };
    }

    private static long ttl(Answer answer) {
        return switch (answer) {
            case Answer.Found found -> found.ttlSeconds();
            case Answer.NoRecord none -> none.ttlSeconds();
            case Answer.Failed _ -> 0;
        };
    }

    private static View view(Answer answer, String expected) {
        return switch (answer) {
            case Answer.NoRecord _ -> View.ABSENT;
            case Answer.Failed _ -> View.SILENT;
            // RFC 6376 section 3.6.2.2: with more than one record the result is undefined.
            case Answer.Found _ -> {
                List<DnsRecord.Txt> texts = answer.records(DnsRecord.Txt.class);
                if (texts.size() == 1 && isKey(texts.getFirst().value(), expected)) {
                    yield View.SAME;
                }
                // What is no key at all is mostly of a wildcard (RFC 4592), and no hindrance.
                yield texts.stream().anyMatch(t -> isSomeKey(t.value())) ? View.OTHER : View.ABSENT;
            }
        };
    }

    private static boolean isSomeKey(String published) {
        try {
            DkimKeyRecord.parse(published);
            return true;
        } catch (DkimKeyRecord.Malformed _) {
            return false;
        }
    }

    private static boolean isKey(String published, String expected) {
        try {
            DkimKeyRecord seen = DkimKeyRecord.parse(published);
            DkimKeyRecord own = DkimKeyRecord.parse(expected);
            return seen.keyType().equals(own.keyType())
                    && seen.key().equals(own.key())
                    && seen.allowsHash("sha256")
                    && seen.allowsService("email");
        } catch (DkimKeyRecord.Malformed _) {
            return false;
        }
    }
}
