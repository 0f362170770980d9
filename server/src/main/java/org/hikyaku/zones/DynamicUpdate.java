package org.hikyaku.zones;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.Place;
import org.hikyaku.dns.RecordChange;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.lookup.DirectQueries;
import org.hikyaku.name.DomainName;
import org.hikyaku.zones.PublishException.Progress;
import org.hikyaku.zones.PublishException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Publishes by dynamic update (RFC 2136), signed (RFC 8945), over TCP. Reads what is there first
 * and requires that it is still so.
 */
final class DynamicUpdate implements Publisher {

    /** An update holds 65,535 octets; a key record takes about 500. */
    private static final int MAX_PLACES_PER_UPDATE = 50;

    /** Somebody who changes the same records three times at the same moment is a program. */
    private static final int MAX_TRIES = 3;

    /** RFC 1035 section 3.2.1 has no default; where the zone's SOA tells none. */
    private static final long DEFAULT_TTL_SECONDS = 3600;

    private static final int PORT = 53;

    private final @Nullable InetSocketAddress given;
    private final Path keyFile;
    private final Resolver resolver;
    private final InstantSource clock;
    private final Duration timeout;

    /**
     * Updates.
     *
     * @param given the primary; null: the one that the zone's SOA record names
     * @param resolver finds the primary
     */
    DynamicUpdate(
            @Nullable InetSocketAddress given,
            Path keyFile,
            Resolver resolver,
            InstantSource clock,
            Duration timeout) {
        this.given = given;
        this.keyFile = keyFile;
        this.resolver = resolver;
        this.clock = clock;
        this.timeout = timeout;
    }

    @Override
    public String description() {
        return "dynamic update (RFC 2136) to "
                + (given == null ? "the zone's primary" : shown(given));
    }

    @Override
    public Published publish(DomainName zone, List<RecordChange> changes) throws PublishException {
        Run run = open(zone, changes);
        List<List<RecordChange>> batches = batches(changes);
        for (List<RecordChange> batch : batches) {
            run.carry(batch);
        }
        return Published.done(changes.size() - run.present, run.present, run.serial());
    }

    private Run open(DomainName zone, List<RecordChange> changes) throws PublishException {
        try {
            TsigKey key = TsigKey.read(keyFile);
            InetSocketAddress server = given == null ? primary(zone, changes) : given;
            return new Run(zone, changes, new UpdateExchange(server, key, clock, timeout));
        } catch (SecretFile.Unusable e) {
            throw e.toPublish(changes);
        }
    }

    /** RFC 2136 section 4.1: updates go to the primary that the SOA record names. */
    private InetSocketAddress primary(DomainName zone, List<RecordChange> changes)
            throws PublishException {
        PrimaryServer primary = new PrimaryServer(resolver);
        Optional<DomainName> name = primary.name(zone);
        Optional<InetSocketAddress> address = name.flatMap(primary::address);
        if (address.isPresent()) {
            return address.get();
        }
        String problem =
                name.map(host -> "the primary " + host + " has no address")
                        .orElse(zone + " has no SOA record that can be looked up");
        throw new PublishException(
                Reason.UNREACHABLE,
                problem,
                "give the primary's address as the publisher's server",
                Progress.none(changes));
    }

    /** Changes of one place stay together. */
    private static List<List<RecordChange>> batches(List<RecordChange> changes) {
        List<List<RecordChange>> batches = new ArrayList<>();
        int places = 0;
        for (List<RecordChange> place : RrsetEdit.byPlace(changes).values()) {
            if (places++ % MAX_PLACES_PER_UPDATE == 0) {
                batches.add(new ArrayList<>());
            }
            batches.getLast().addAll(place);
        }
        return batches;
    }

    private static String shown(InetSocketAddress server) {
        String host = server.getAddress().getHostAddress();
        return server.getPort() == PORT ? host : host + " port " + server.getPort();
    }

    /** One publication. */
    private final class Run {
        private final DomainName zone;
        private final UpdateExchange exchange;
        private final DirectQueries queries = new DirectQueries(timeout);
        private final List<RecordChange> done = new ArrayList<>();
        private final List<RecordChange> left;
        int present;

        Run(DomainName zone, List<RecordChange> changes, UpdateExchange exchange) {
            this.zone = zone;
            this.left = new ArrayList<>(changes);
            this.exchange = exchange;
        }

        void carry(List<RecordChange> batch) throws PublishException {
            for (int i = 0; i < MAX_TRIES; i++) {
                List<RrsetEdit> edits = edits(batch, i > 0);
                List<RrsetEdit> open = edits.stream().filter(e -> !e.isDone()).toList();
                if (open.isEmpty() || sent(open)) {
                    requireThere(batch);
                    present += edits.stream().mapToInt(RrsetEdit::present).sum();
                    done.addAll(batch);
                    left.removeAll(batch);
                    return;
                }
            }
            throw failed(
                    Reason.CONFLICT,
                    "somebody else changes the same records at this moment",
                    "wait until they are done and apply again");
        }

        /** Whether it happened; false: something else changed meanwhile, look again. */
        private boolean sent(List<RrsetEdit> open) throws PublishException {
            try {
                return switch (exchange.send(UpdateMessages.of(zone, open, defaultTtl()))) {
                    case UpdateExchange.Outcome.Done _ -> true;
                    case UpdateExchange.Outcome.Changed _ -> false;
                    case UpdateExchange.Outcome.Refused(var why, var problem, var remedy) ->
                            throw failed(why, shown(exchange.server()) + ": " + problem, remedy);
                };
            } catch (SocketTimeoutException e) {
                throw unreachable("does not answer within " + timeout.toSeconds() + " s", e);
            } catch (IOException e) {
                throw unreachable("cannot be reached: " + e.getMessage(), e);
            }
        }

        /**
         * What is left to do.
         *
         * @param refused whether the server has just said that it is not so: then an answer may be
         *     that of a wildcard, which counts as nothing there (RFC 2136 section 2.4)
         */
        private List<RrsetEdit> edits(List<RecordChange> batch, boolean refused)
                throws PublishException {
            List<RrsetEdit> edits = new ArrayList<>();
            for (Map.Entry<Place, List<RecordChange>> e : RrsetEdit.byPlace(batch).entrySet()) {
                RrsetEdit.Rrset present = current(e.getKey());
                if (refused && isOfWildcard(present)) {
                    present = new RrsetEdit.Rrset(e.getKey(), List.of(), 0);
                }
                RrsetEdit edit = RrsetEdit.of(present, e.getValue());
                if (edit.conflict().isPresent()) {
                    throw failed(
                            Reason.CONFLICT,
                            "the "
                                    + e.getKey().type()
                                    + " record of "
                                    + e.getKey().name()
                                    + " that was to be replaced is not there any more",
                            "plan again");
                }
                edits.add(edit);
            }
            return edits;
        }

        private RrsetEdit.Rrset current(Place place) throws PublishException {
            if (place.type() != RecordType.CNAME
                    && !removesAlias(place.name())
                    && !read(new Place(place.name(), RecordType.CNAME)).records().isEmpty()) {
                // RFC 1034 section 3.6.2
                throw failed(
                        Reason.ZONE,
                        place.name() + " is an alias (CNAME): it can have no other record",
                        "publish at the alias's target, or remove the CNAME record first");
            }
            return read(place);
        }

        /** RFC 4592 section 3.3: whether a wildcard above has the same records. */
        private boolean isOfWildcard(RrsetEdit.Rrset present) throws PublishException {
            DomainName at = present.place().name();
            while (!present.records().isEmpty() && !at.equals(zone) && at.isWithin(zone)) {
                at = at.parent();
                Optional<DomainName> wildcard = at.withPrefix("*");
                if (wildcard.isPresent()
                        && RrsetEdit.sameRecords(
                                read(new Place(wildcard.get(), present.place().type())).records(),
                                present.records())) {
                    return true;
                }
            }
            return false;
        }

        private boolean removesAlias(DomainName name) {
            return left.stream()
                    .anyMatch(
                            c ->
                                    c instanceof RecordChange.Remove(var gone)
                                            && gone.name().equals(name)
                                            && gone.data().type() == RecordType.CNAME);
        }

        private RrsetEdit.Rrset read(Place place) throws PublishException {
            DirectQueries.Said said = queries.ask(exchange.server(), place.name(), place.type());
            return switch (said.answer()) {
                case Answer.Failed(var failure, var detail) ->
                        throw failed(
                                failure == Answer.Failure.TIMEOUT
                                        ? Reason.UNREACHABLE
                                        : Reason.REFUSED,
                                detail,
                                "see whether the name server runs and answers for the zone");
                case Answer.NoRecord _ -> new RrsetEdit.Rrset(place, List.of(), 0);
                case Answer.Found(var records, _, var ttl) ->
                        new RrsetEdit.Rrset(place, records, ttl);
            };
        }

        /** RFC 2136 section 3.4.2.2: a record beside an alias is dropped without a word. */
        private void requireThere(List<RecordChange> batch) throws PublishException {
            for (RrsetEdit edit : edits(batch, false)) {
                if (!edit.isDone()) {
                    Place place = edit.before().place();
                    throw failed(
                            Reason.REFUSED,
                            "the server accepted the change of "
                                    + place.name()
                                    + " "
                                    + place.type()
                                    + " and did not carry it out",
                            "see whether the name is an alias (CNAME), or the server's log");
                }
            }
        }

        private long defaultTtl() {
            Answer answer = queries.ask(exchange.server(), zone, RecordType.SOA).answer();
            return answer instanceof Answer.Found(_, _, var ttl) ? ttl : DEFAULT_TTL_SECONDS;
        }

        OptionalLong serial() {
            return queries
                    .ask(exchange.server(), zone, RecordType.SOA)
                    .answer()
                    .records(DnsRecord.Soa.class)
                    .stream()
                    .mapToLong(DnsRecord.Soa::serial)
                    .findFirst();
        }

        private PublishException unreachable(String what, Throwable cause) {
            return new PublishException(
                    Reason.UNREACHABLE,
                    shown(exchange.server()) + " " + what,
                    "see whether the name server runs, and whether TCP gets through; then apply"
                            + " again, which goes on where it ended",
                    new Progress(done, left),
                    cause);
        }

        private PublishException failed(Reason reason, String problem, String remedy) {
            return new PublishException(reason, problem, remedy, new Progress(done, left));
        }
    }
}
