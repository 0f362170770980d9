package org.hikyaku.spf;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;
import org.hikyaku.spf.SpfResult.Lookup;
import org.hikyaku.spf.SpfResult.Trace;
import org.jspecify.annotations.Nullable;

/** The questions of one check: counted, timed and written down. Belongs to one thread. */
final class SpfLookups {

    /** Who asks. */
    record Asker(int depth, @Nullable String term) {}

    private final Resolver resolver;
    private final SpfLimits limits;
    private final InstantSource clock;
    private final InetAddress client;
    private final Instant deadline;
    private final List<Lookup> lookups = new ArrayList<>(4);
    private int termLookups;
    private int voidLookups;
    private @Nullable List<DomainName> clientNames;

    SpfLookups(Resolver resolver, SpfLimits limits, InstantSource clock, InetAddress client) {
        this.resolver = resolver;
        this.limits = limits;
        this.clock = clock;
        this.client = client;
        this.deadline = clock.instant().plus(limits.time());
    }

    /** The type of record that holds addresses of the client's family (RFC 7208 section 5). */
    RecordType addressType() {
        return client instanceof Inet4Address ? RecordType.A : RecordType.AAAA;
    }

    /**
     * Asks.
     *
     * @throws SpfStop where the time is up
     */
    Answer ask(Asker asker, DomainName name, RecordType type) throws SpfStop {
        // RFC 7208 section 4.6.4: a limit on elapsed time, at least 20 seconds; then temperror.
        if (clock.instant().isAfter(deadline)) {
            throw SpfStop.temporary(
                    "the check took longer than " + limits.time().toSeconds() + " s");
        }
        Answer answer = resolver.query(name, type);
        lookups.add(new Lookup(asker.depth(), asker.term(), name, type, answer));
        return answer;
    }

    /**
     * Asks for a mechanism: a failure ends the check (RFC 7208 section 5), an answer without data
     * counts (section 4.6.4).
     */
    List<DnsRecord> askTerm(Asker asker, DomainName name, RecordType type) throws SpfStop {
        Answer answer = ask(asker, name, type);
        return switch (answer) {
            case Answer.Found found -> found.records();
            case Answer.NoRecord _ -> {
                countVoid(name, type);
                yield List.of();
            }
            case Answer.Failed failed -> throw failed(name, type, failed);
        };
    }

    /** As {@link #askTerm}, for the addresses of an exchange: bounded by the number of names. */
    List<DnsRecord> askExchange(Asker asker, DomainName name) throws SpfStop {
        Answer answer = ask(asker, name, addressType());
        return switch (answer) {
            case Answer.Found found -> found.records();
            // Section 4.6.4 counts terms, not questions: an exchange without an address of the
            // client's family is usual where the client comes over IPv6.
            case Answer.NoRecord _ -> List.of();
            case Answer.Failed failed -> throw failed(name, addressType(), failed);
        };
    }

    static SpfStop failed(DomainName name, RecordType type, Answer.Failed failed) {
        return SpfStop.temporary(
                "the " + type + " lookup of " + name + " failed: " + failed.detail());
    }

    private void countVoid(DomainName name, RecordType type) throws SpfStop {
        voidLookups++;
        // RFC 7208 section 4.6.4: more than two void lookups are a permerror.
        if (voidLookups > limits.voidLookups()) {
            throw SpfStop.permanent(
                    "more than "
                            + limits.voidLookups()
                            + " lookups found nothing, the last one "
                            + type
                            + " of "
                            + name,
                    null);
        }
    }

    /** Counts a term that asks; whether it is within the limit. */
    boolean countTerm() {
        if (termLookups == limits.termLookups()) {
            return false;
        }
        termLookups++;
        return true;
    }

    /**
     * The validated names of the client (RFC 7208 section 5.5): those that lead back to it. Looked
     * up once per check, whatever the records say. The questions about them are no void lookups:
     * the names are the client's, not the record's.
     */
    List<DomainName> clientNames(Asker asker) throws SpfStop {
        if (clientNames == null) {
            clientNames = validated(asker);
        }
        return clientNames;
    }

    private List<DomainName> validated(Asker asker) throws SpfStop {
        // RFC 7208 section 5.5: an error in the PTR lookup means that nothing matches.
        List<DnsRecord> found =
                switch (ask(asker, IpNet.reverseName(client), RecordType.PTR)) {
                    case Answer.Found f -> f.records();
                    case Answer.NoRecord _ -> {
                        countVoid(IpNet.reverseName(client), RecordType.PTR);
                        yield List.of();
                    }
                    case Answer.Failed _ -> List.of();
                };
        List<DomainName> names = new ArrayList<>();
        int seen = 0;
        for (DnsRecord record : found) {
            // RFC 7208 section 4.6.4: names after the first 10 are ignored.
            if (seen == limits.ptrNames()) {
                break;
            }
            if (record instanceof DnsRecord.Ptr(DomainName target)) {
                seen++;
                if (leadsBack(asker, target)) {
                    names.add(target);
                }
            }
        }
        return List.copyOf(names);
    }

    private boolean leadsBack(Asker asker, DomainName name) throws SpfStop {
        // RFC 7208 section 5.5: an error in the address lookup skips this name.
        return ask(asker, name, addressType()) instanceof Answer.Found found
                && found.records().stream()
                        .anyMatch(
                                r ->
                                        r instanceof DnsRecord.Address a
                                                && a.address().equals(client));
    }

    Trace trace() {
        return new Trace(lookups, termLookups, voidLookups);
    }
}
