package org.hikyaku.outbound;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import org.hikyaku.dns.Resolver;
import org.hikyaku.ops.Event;
import org.hikyaku.ops.EventLog;
import org.hikyaku.queue.AttemptResult;
import org.hikyaku.queue.Courier;
import org.hikyaku.store.Evidence;
import org.hikyaku.store.Queue;
import org.hikyaku.store.Store;
import org.jspecify.annotations.Nullable;

/** Delivers over SMTP, or into a mailbox of this server where the domain is ours. */
public final class SmtpCourier implements Courier, AutoCloseable {

    /**
     * What it works with.
     *
     * @param tls for encrypting without knowing whom (RFC 7435); null never encrypts
     */
    public record Parts(
            Store store,
            Resolver resolver,
            @Nullable SSLContext tls,
            EventLog events,
            InstantSource clock) {}

    /** Where an attempt has got to; for its event. */
    private static final class Progress {
        private String host = "";
        private String tls = "none";
    }

    private final OutboundSettings settings;
    private final Parts parts;
    private final Routes routes;
    private final Connections connections = new Connections();

    /** A courier. */
    public SmtpCourier(OutboundSettings settings, Parts parts) {
        this.settings = settings;
        this.parts = parts;
        this.routes = new Routes(parts.resolver(), settings);
    }

    @Override
    public Map<Integer, AttemptResult> deliver(Queue.Lease lease) {
        Instant start = parts.clock().instant();
        Progress progress = new Progress();
        Map<Integer, AttemptResult> results = results(lease, progress);
        tell(lease, results, progress, Duration.between(start, parts.clock().instant()));
        return results;
    }

    private Map<Integer, AttemptResult> results(Queue.Lease lease, Progress progress) {
        if (parts.store().domains().find(lease.domain()).isPresent()) {
            progress.host = "local";
            return LocalDelivery.deliver(parts.store(), lease.message(), parts.clock().instant());
        }
        Optional<SmtpClient> kept = connections.take(lease.domain());
        if (kept.isPresent()) {
            Map<Integer, AttemptResult> results = overKept(kept.get(), lease, progress);
            if (!results.isEmpty()) {
                return results;
            }
        }
        return switch (routes.of(lease.domain())) {
            case Route.Nowhere(AttemptResult result) -> all(lease, result);
            case Route.Hosts(List<Route.Target> targets) -> overNew(targets, lease, progress);
        };
    }

    private static Map<Integer, AttemptResult> all(Queue.Lease lease, AttemptResult result) {
        Map<Integer, AttemptResult> results = new LinkedHashMap<>();
        lease.message().entries().forEach(e -> results.put(e.number(), result));
        return results;
    }

    /**
     * Over a connection that has waited; empty where it has ended meanwhile, before it took
     * anything.
     */
    private Map<Integer, AttemptResult> overKept(
            SmtpClient client, Queue.Lease lease, Progress progress) {
        Transfer transfer = new Transfer(client, lease.message(), lease.message().entries());
        progress.host = client.host();
        progress.tls = client.tls();
        try {
            transfer.run(parts.store().blobs());
            finish(client, lease, transfer);
            return transfer.results();
        } catch (IOException e) {
            client.abandon();
            if (transfer.isSent()) {
                return completed(lease, transfer, Transfer.broken(client.host(), e));
            }
            return Map.of();
        }
    }

    private void finish(SmtpClient client, Queue.Lease lease, Transfer transfer) {
        boolean ending =
                transfer.results().values().stream().anyMatch(r -> r.text().startsWith("421"));
        if (ending) {
            client.abandon();
        } else {
            connections.give(lease.domain(), client);
        }
    }

    private static Map<Integer, AttemptResult> completed(
            Queue.Lease lease, Transfer transfer, AttemptResult rest) {
        Map<Integer, AttemptResult> results = all(lease, rest);
        results.putAll(transfer.results());
        return results;
    }

    /** The hosts in order, each address of each, until one talks to us. */
    private Map<Integer, AttemptResult> overNew(
            List<Route.Target> targets, Queue.Lease lease, Progress progress) {
        AttemptResult last = new AttemptResult.Unreachable("", "no host answered");
        for (Route.Target target : targets) {
            for (InetSocketAddress address : target.addresses()) {
                progress.host = target.name();
                try {
                    SmtpClient client = connect(target.name(), address);
                    progress.tls = client.tls();
                    return overFresh(client, lease);
                } catch (SmtpClient.RefusedException e) {
                    last = AttemptResult.of(target.name(), e.reply());
                } catch (IOException e) {
                    last =
                            new AttemptResult.Unreachable(
                                    target.name(),
                                    address.getAddress().getHostAddress() + ": " + e.getMessage());
                }
            }
        }
        return all(lease, last);
    }

    private Map<Integer, AttemptResult> overFresh(SmtpClient client, Queue.Lease lease) {
        Transfer transfer = new Transfer(client, lease.message(), lease.message().entries());
        try {
            transfer.run(parts.store().blobs());
            finish(client, lease, transfer);
            return transfer.results();
        } catch (IOException e) {
            client.abandon();
            return completed(lease, transfer, Transfer.broken(client.host(), e));
        }
    }

    /** RFC 7435 section 3: encrypted where it works, in clear where it is offered and broken. */
    private SmtpClient connect(String host, InetSocketAddress address) throws IOException {
        try {
            return SmtpClient.connect(host, address, settings, parts.tls());
        } catch (SmtpClient.TlsFailedException e) {
            parts.events()
                    .emit(
                            new Event.Trouble(
                                    "outbound",
                                    host + ": " + e.getMessage() + "; sending in clear",
                                    null));
            return SmtpClient.connect(host, address, settings, null);
        }
    }

    private void tell(
            Queue.Lease lease,
            Map<Integer, AttemptResult> results,
            Progress progress,
            Duration took) {
        Map<String, List<Queue.Entry>> byOutcome = new TreeMap<>();
        for (Queue.Entry entry : lease.message().entries()) {
            AttemptResult result = results.get(entry.number());
            if (result != null) {
                byOutcome
                        .computeIfAbsent(
                                outcome(result) + "\n" + result.text(), _ -> new ArrayList<>())
                        .add(entry);
            }
        }
        String id = lease.message().id().toString();
        byOutcome.forEach(
                (key, entries) -> {
                    String outcome = key.substring(0, key.indexOf('\n'));
                    String reply = key.substring(key.indexOf('\n') + 1);
                    List<String> to =
                            entries.stream().map(e -> e.recipient().address().toString()).toList();
                    String domain = lease.domain().ascii();
                    parts.events()
                            .emit(
                                    new Event.MessageOut(
                                            id,
                                            lease.message().from().text(),
                                            to,
                                            domain,
                                            progress.host,
                                            progress.tls,
                                            outcome,
                                            reply,
                                            entries.getFirst().attempts() + 1,
                                            took));
                    parts.store()
                            .evidence()
                            .record(
                                    new Evidence.Attempt(
                                            parts.clock().instant(),
                                            id,
                                            domain,
                                            progress.host,
                                            progress.tls,
                                            outcome,
                                            reply));
                });
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
