package org.hikyaku.app.quickstart;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.Resolver;
import org.hikyaku.lookup.CachingResolver;
import org.hikyaku.lookup.DnsResolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.probe.OwnAddresses;
import org.hikyaku.zone.MailZone;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the machine and at the domain, everything at once. All of it together takes ten seconds
 * at most; what takes longer was not checked.
 */
final class Checks {

    private static final Duration ALL = Duration.ofSeconds(10);
    private static final Duration ONE = Duration.ofSeconds(2);

    /** A large receiver that everybody may connect to. */
    private static final DomainName FAR_HOST = new DomainName("gmail-smtp-in.l.google.com");

    private static final List<Integer> PORTS = List.of(25, 465, 587);

    /**
     * What was found.
     *
     * @param addresses this machine's, as far as they can be told
     * @param existing what the domain publishes
     */
    record Findings(List<Check> checks, List<InetAddress> addresses, MailZone.Existing existing) {}

    private final Check.Wording wording;
    private final long end = System.nanoTime() + ALL.toNanos();

    Checks(Check.Wording wording) {
        this.wording = wording;
    }

    /** The name servers of this machine; without any every question fails at once. */
    static Resolver systemResolver() {
        List<DnsResolver.Server> servers = DnsResolver.systemServers();
        return servers.isEmpty()
                ? (_, _) ->
                        new Answer.Failed(Answer.Failure.TIMEOUT, "this machine has no name server")
                : new CachingResolver(new DnsResolver(servers, ONE));
    }

    /** Without a network: what can be told without asking anybody. */
    Findings offline(List<InetAddress> given) {
        Check none = wording.notChecked("network", "offline");
        return new Findings(List.of(none), given, MailZone.Existing.NOTHING);
    }

    /**
     * Looks at all of it.
     *
     * @param given this machine's addresses; empty to find out
     */
    Findings run(DnsChecks dns, List<InetAddress> given) {
        MachineChecks machine = new MachineChecks(wording);
        List<InetAddress> addresses = given.isEmpty() ? OwnAddresses.find() : given;
        List<Check> checks = new ArrayList<>();
        checks.add(machine.address(addresses));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            List<Callable<Check>> first = new ArrayList<>();
            first.add(dns::resolver);
            first.add(dns::dnssec);
            first.add(() -> dns.hostName(addresses));
            addresses.forEach(a -> first.add(() -> dns.reverse(a)));
            first.add(() -> machine.outbound(dns.addresses(FAR_HOST)));
            PORTS.forEach(port -> first.add(() -> machine.port(port)));
            first.add(dns::mx);
            List<Future<Check>> plain = first.stream().map(threads::submit).toList();
            Future<DnsChecks.Published> spf = threads.submit(dns::spf);
            Future<DnsChecks.Published> dmarc = threads.submit(dns::dmarc);
            plain.forEach(future -> checks.add(inTime(future).orElseGet(this::late)));
            String spfText = published(spf, checks);
            String dmarcText = published(dmarc, checks);
            return new Findings(checks, addresses, new MailZone.Existing(spfText, dmarcText));
        } finally {
            threads.shutdownNow();
        }
    }

    private @Nullable String published(Future<DnsChecks.Published> future, List<Check> checks) {
        Optional<DnsChecks.Published> published = inTime(future);
        checks.add(published.map(DnsChecks.Published::check).orElseGet(this::late));
        return published.map(DnsChecks.Published::text).orElse(null);
    }

    private Check late() {
        return wording.notChecked("network", "late", Long.toString(ALL.toSeconds()));
    }

    private <T> Optional<T> inTime(Future<T> future) {
        try {
            return Optional.of(
                    future.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS));
        } catch (TimeoutException _) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a check failed", e.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
