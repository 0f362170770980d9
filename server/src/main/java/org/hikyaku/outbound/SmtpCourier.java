package org.hikyaku.outbound;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import javax.net.ssl.SSLContext;
import org.hikyaku.deliver.DeliverySettings;
import org.hikyaku.dns.Resolver;
import org.hikyaku.net.StreamAddress;
import org.hikyaku.ops.Event;
import org.hikyaku.ops.EventLog;
import org.hikyaku.queue.AttemptResult;
import org.hikyaku.queue.Courier;
import org.hikyaku.store.Evidence;
import org.hikyaku.store.Queue;
import org.hikyaku.store.Store;
import org.jspecify.annotations.Nullable;

/** Delivers over SMTP; where the domain is ours, into a mailbox of this server or on over LMTP. */
public final class SmtpCourier implements Courier, AutoCloseable {

    /**
     * What it works with.
     *
     * @param tls for encrypting without knowing whom (RFC 7435); null never encrypts
     * @param delivery where mail for our own domains goes
     * @param guard what hosts are held to beyond that, or null for nothing
     */
    public record Parts(
            Store store,
            Resolver resolver,
            @Nullable SSLContext tls,
            EventLog events,
            InstantSource clock,
            DeliverySettings delivery,
            @Nullable TlsGuard guard) {
        /** Mail for our own domains goes into mailboxes of this server. */
        public Parts(
                Store store,
                Resolver resolver,
                @Nullable SSLContext tls,
                EventLog events,
                InstantSource clock) {
            this(store, resolver, tls, events, clock, DeliverySettings.OWN, null);
        }
    }

    private final Parts parts;
    private final Connections connections = new Connections();
    private final Attempt.Tools tools;

    /** A courier. */
    public SmtpCourier(OutboundSettings settings, Parts parts) {
        this.parts = parts;
        Routes routes = new Routes(parts.resolver(), settings, new Random(parts.clock().millis()));
        this.tools =
                new Attempt.Tools(settings, parts, routes, connections, new CertificateCheck(null));
    }

    @Override
    public Map<Integer, AttemptResult> deliver(Queue.Lease lease) {
        Instant start = parts.clock().instant();
        boolean ours = parts.store().domains().find(lease.domain()).isPresent();
        Optional<StreamAddress> lmtp =
                ours ? parts.delivery().lmtp(lease.domain()) : Optional.empty();
        if (ours && lmtp.isEmpty()) {
            Map<Integer, AttemptResult> results =
                    LocalDelivery.deliver(parts.store(), lease.message(), parts.delivery(), start);
            tell(lease, results, new Over("local", "", "none", start));
            return results;
        }
        Attempt attempt = new Attempt(tools, lease, lmtp.map(LmtpRoute::of).orElse(usual(lease)));
        Map<Integer, AttemptResult> results = attempt.run();
        tell(lease, results, new Over(attempt.host(), attempt.address(), attempt.tls(), start));
        return results;
    }

    private Attempt.Way usual(Queue.Lease lease) {
        // Over a relay every domain takes the same way.
        boolean direct = tools.settings().relay() == null;
        TlsGuard guard = direct && parts.tls() != null ? parts.guard() : null;
        // A connection that was proven for such a message is proven for others, not the reverse.
        boolean apart = guard != null && Policing.requires(lease.message());
        return new Attempt.Way(
                (direct ? lease.domain().ascii() : "relay") + (apart ? " requiretls" : ""),
                Dialect.SMTP,
                () -> tools.routes().of(lease.domain()),
                guard == null ? null : new Policing(parts, guard, lease));
    }

    /** One event and one row of evidence for all recipients with the same result. */
    private void tell(Queue.Lease lease, Map<Integer, AttemptResult> results, Over over) {
        Map<String, Group> groups = new LinkedHashMap<>();
        for (Queue.Entry entry : lease.message().entries()) {
            AttemptResult result = results.get(entry.number());
            if (result != null) {
                String key = outcome(result) + " " + result.host() + " " + result.text();
                groups.computeIfAbsent(key, _ -> new Group(result, new ArrayList<>()))
                        .entries()
                        .add(entry);
            }
        }
        for (Group group : groups.values()) {
            tell(lease, group, over.by(group.result().host()));
        }
    }

    private record Group(AttemptResult result, List<Queue.Entry> entries) {}

    private record Over(String host, String address, String tls, Instant start) {
        /** Who answered may be another than who was talked to last. */
        Over by(String answered) {
            return answered.isEmpty() || answered.equals(host)
                    ? this
                    : new Over(answered, "", tls, start);
        }
    }

    private void tell(Queue.Lease lease, Group group, Over over) {
        AttemptResult result = group.result();
        Instant now = parts.clock().instant();
        String id = lease.message().id().toString();
        String domain = lease.domain().ascii();
        String outcome = outcome(result);
        parts.events()
                .emit(
                        new Event.MessageOut(
                                id,
                                lease.message().from().text(),
                                group.entries().stream()
                                        .map(e -> e.recipient().address().toString())
                                        .toList(),
                                domain,
                                over.host(),
                                over.tls(),
                                outcome,
                                result.text(),
                                group.entries().getFirst().attempts() + 1,
                                Duration.between(over.start(), now)));
        parts.store()
                .evidence()
                .record(
                        new Evidence.Attempt(
                                now,
                                id,
                                domain,
                                over.host(),
                                over.tls(),
                                outcome,
                                result.text(),
                                over.address(),
                                Duration.between(lease.message().queued(), now)));
    }

    private static String outcome(AttemptResult result) {
        return switch (result) {
            case AttemptResult.Delivered _, AttemptResult.Filed _ -> "delivered";
            case AttemptResult.Refused _ -> "bounced";
            case AttemptResult.Deferred _, AttemptResult.Unreachable _ -> "deferred";
        };
    }

    @Override
    public void close() {
        connections.close();
    }
}
