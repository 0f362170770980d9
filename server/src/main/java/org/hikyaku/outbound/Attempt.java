package org.hikyaku.outbound;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.hikyaku.ops.Event;
import org.hikyaku.queue.AttemptResult;
import org.hikyaku.store.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to send one message to its recipients at one domain: hosts are tried until all
 * recipients have a result. Belongs to one thread.
 */
final class Attempt {

    /** Connections that are tried for one attempt: the next attempt begins anew. */
    private static final int MAX_CONNECTIONS = 8;

    /** What attempts share. */
    record Tools(
            OutboundSettings settings,
            SmtpCourier.Parts parts,
            Routes routes,
            Connections connections,
            CertificateCheck check) {}

    /**
     * Which way the message goes.
     *
     * @param key of connections that may be used again
     * @param route asked for when none is there
     * @param policing what hosts are held to, or null for nothing
     */
    record Way(String key, Dialect dialect, Supplier<Route> route, @Nullable Policing policing) {}

    private final Tools tools;
    private final Queue.Lease lease;
    private final Way way;
    private final Map<Integer, AttemptResult> results = new LinkedHashMap<>();
    private final List<Queue.Entry> remaining;
    private final List<AttemptResult> failures = new ArrayList<>();
    private String host = "";
    private String tls = "none";
    private String address = "";

    Attempt(Tools tools, Queue.Lease lease, Way way) {
        this.tools = tools;
        this.lease = lease;
        this.way = way;
        this.remaining = new ArrayList<>(lease.message().entries());
    }

    /** The host that was talked to last; empty where none was. */
    String host() {
        return host;
    }

    /** How the last connection was encrypted, or {@code none}. */
    String tls() {
        return tls;
    }

    /** The address that was talked to last; empty where none was. */
    String address() {
        return address;
    }

    /** Makes the attempt; a result for each recipient. */
    Map<Integer, AttemptResult> run() {
        Optional<SmtpClient> kept = tools.connections().take(way.key());
        if (kept.isPresent()) {
            over(kept.get());
            // It may have ended while it waited: that says nothing about the host.
            failures.clear();
        }
        if (!remaining.isEmpty()) {
            switch (way.route().get()) {
                case Route.Nowhere(AttemptResult result) -> failures.add(result);
                case Route.Hosts(List<Route.Target> targets) -> tryHosts(targets);
            }
        }
        AttemptResult verdict = verdict();
        remaining.forEach(e -> results.put(e.number(), verdict));
        return results;
    }

    private void tryHosts(List<Route.Target> targets) {
        int tried = 0;
        for (Route.Target target : targets) {
            if (isBarred(target.name())) {
                continue;
            }
            for (SocketAddress address : target.addresses()) {
                if (remaining.isEmpty() || tried++ == MAX_CONNECTIONS) {
                    return;
                }
                over(target.name(), address);
            }
        }
    }

    private boolean isBarred(String name) {
        Policing policing = way.policing();
        Optional<AttemptResult> barred =
                policing == null ? Optional.empty() : policing.barred(name);
        barred.ifPresent(failures::add);
        return barred.isPresent();
    }

    private void over(String name, SocketAddress address) {
        host = name;
        tls = "none";
        this.address = shown(address);
        try {
            over(connect(name, address));
        } catch (SmtpClient.RefusedException e) {
            failures.add(AttemptResult.of(name, e.reply()));
        } catch (RefusedByPolicyException e) {
            failures.add(e.result());
        } catch (IOException e) {
            failures.add(
                    new AttemptResult.Unreachable(name, shown(address) + ": " + e.getMessage()));
        }
    }

    private static String shown(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? inet.getAddress().getHostAddress()
                : address.toString();
    }

    /** RFC 7435 section 3: encrypted where it works, in clear where it is offered and broken. */
    private SmtpClient connect(String name, SocketAddress address) throws IOException {
        Policing policing = way.policing();
        if (policing == null) {
            return connectAnyhow(name, address);
        }
        SmtpClient client =
                policing.isMandatory(name)
                        ? connectEncrypted(name, address, policing)
                        : connectAnyhow(name, address);
        Optional<AttemptResult> refused = policing.judged(client);
        if (refused.isPresent()) {
            tools.connections().dismiss(client);
            throw new RefusedByPolicyException(refused.get());
        }
        return client;
    }

    private SmtpClient connectEncrypted(String name, SocketAddress address, Policing policing)
            throws IOException {
        try {
            return greeted(name, address, true);
        } catch (SmtpClient.TlsFailedException e) {
            String what = name + ": " + e.getMessage();
            throw new RefusedByPolicyException(policing.broken(name, address, what));
        }
    }

    private SmtpClient connectAnyhow(String name, SocketAddress address) throws IOException {
        try {
            return greeted(name, address, way.dialect() == Dialect.SMTP);
        } catch (SmtpClient.TlsFailedException e) {
            String what = name + ": " + e.getMessage() + "; sending in clear";
            tools.parts().events().emit(new Event.Trouble("outbound", what, null));
            return greeted(name, address, false);
        }
    }

    private SmtpClient greeted(String name, SocketAddress address, boolean encrypts)
            throws IOException {
        SmtpClient client = SmtpClient.connect(name, way.dialect(), address, tools.settings());
        tools.connections().opened(client);
        boolean greeted = false;
        try {
            client.greet(encrypts ? tools.parts().tls() : null, tools.check());
            greeted = true;
            return client;
        } catch (SmtpClient.RefusedException | SmtpClient.TlsFailedException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException(client.failure(e), e);
        } finally {
            if (!greeted) {
                tools.connections().abandon(client);
            }
        }
    }

    /** Sends to those who remain, in as many transactions as the host wants. */
    private void over(SmtpClient client) {
        host = client.host();
        tls = client.tls();
        address = shown(client.address());
        boolean well = false;
        try {
            while (!remaining.isEmpty()) {
                transfer(client);
            }
            well = true;
        } catch (Transfer.EndingException e) {
            failures.add(AttemptResult.of(host, e.reply()));
        } catch (IOException e) {
            failures.add(new AttemptResult.Unreachable(host, client.failure(e)));
        } finally {
            if (well && (way.policing() == null || !way.policing().isWaived())) {
                tools.connections().give(way.key(), client);
            } else if (well) {
                tools.connections().dismiss(client);
            } else {
                tools.connections().abandon(client);
            }
        }
    }

    private void transfer(SmtpClient client) throws IOException {
        int size = Math.min(remaining.size(), Transfer.MAX_RECIPIENTS);
        List<Queue.Entry> batch = List.copyOf(remaining.subList(0, size));
        Transfer transfer = new Transfer(client, lease.message(), batch);
        try {
            transfer.run(tools.parts().store().blobs());
        } catch (IOException e) {
            AttemptResult unknown =
                    new AttemptResult.Unreachable(
                            host, client.failure(e) + ", after the message was sent");
            transfer.uncertain().forEach(entry -> results.put(entry.number(), unknown));
            throw e;
        } finally {
            results.putAll(transfer.results());
            remaining.removeIf(entry -> results.containsKey(entry.number()));
        }
    }

    /**
     * For those whom no host took: refused only where every host refused, since one that did not
     * answer may take the message.
     */
    private AttemptResult verdict() {
        List<AttemptResult> passing = new ArrayList<>(failures);
        passing.removeIf(AttemptResult.Refused.class::isInstance);
        if (failures.isEmpty()) {
            return new AttemptResult.Unreachable("", "no host answered");
        }
        if (passing.isEmpty()) {
            return failures.getLast();
        }
        AttemptResult last = passing.getLast();
        List<String> words = passing.stream().map(AttemptResult::text).distinct().toList();
        return last instanceof AttemptResult.Unreachable(String name, _)
                ? new AttemptResult.Unreachable(name, String.join("; ", words))
                : last;
    }
}
