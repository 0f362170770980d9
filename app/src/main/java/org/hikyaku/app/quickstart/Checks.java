package org.hikyaku.app.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
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
import org.hikyaku.auth.ReverseDns;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.lookup.CachingResolver;
import org.hikyaku.lookup.DnsResolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.zone.MailZone;
import org.hikyaku.zone.SpfMerge;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the machine and at the domain. All of it together takes ten seconds at most; what takes
 * longer was not checked.
 */
final class Checks {

    private static final Duration ALL = Duration.ofSeconds(10);
    private static final Duration ONE = Duration.ofSeconds(2);

    /** A large receiver that everybody may connect to. */
    private static final DomainName FAR_HOST = new DomainName("gmail-smtp-in.l.google.com");

    /**
     * What was found.
     *
     * @param addresses this machine's, as far as they can be told
     * @param existing what the domain publishes
     */
    record Findings(List<Check> checks, List<InetAddress> addresses, MailZone.Existing existing) {}

    private final DomainName domain;
    private final DomainName host;
    private final Resolver resolver;

    Checks(DomainName domain, DomainName host) {
        this.domain = domain;
        this.host = host;
        List<DnsResolver.Server> servers = DnsResolver.systemServers();
        this.resolver =
                servers.isEmpty()
                        ? (_, _) ->
                                new Answer.Failed(
                                        Answer.Failure.TIMEOUT, "this machine has no name server")
                        : new CachingResolver(new DnsResolver(servers, ONE));
    }

    /** Without a network: what can be told without asking anybody. */
    static Findings offline(List<InetAddress> given) {
        Check none = Check.notChecked("network", "--offline: nothing was looked up");
        return new Findings(List.of(none), given, MailZone.Existing.NOTHING);
    }

    Findings run(List<InetAddress> given) {
        List<InetAddress> addresses = given.isEmpty() ? ownAddresses() : given;
        List<Callable<Check>> all = new ArrayList<>();
        all.add(this::resolverWorks);
        all.add(this::hostAddress);
        addresses.forEach(a -> all.add(() -> reverse(a)));
        all.add(() -> present("MX", domain, RecordType.MX));
        all.add(() -> policy("SPF", domain, "v=spf1"));
        all.add(() -> policy("DMARC", below("_dmarc"), "v=DMARC1"));
        all.add(this::outboundPort);
        List.of(25, 465, 587).forEach(port -> all.add(() -> port(port)));
        List<Check> checks = gather(all);
        if (addresses.stream().noneMatch(Checks::isPublic)) {
            checks.add(
                    Check.warning(
                            "address",
                            "no public address is known: give this server's with --address"));
        }
        return new Findings(
                checks,
                addresses,
                new MailZone.Existing(text(domain, "v=spf1"), text(below("_dmarc"), "v=DMARC1")));
    }

    private static List<Check> gather(List<Callable<Check>> all) {
        List<Check> checks = new ArrayList<>();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        List<Future<Check>> futures = all.stream().map(threads::submit).toList();
        long end = System.nanoTime() + ALL.toNanos();
        for (Future<Check> future : futures) {
            try {
                checks.add(future.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS));
            } catch (TimeoutException _) {
                checks.add(
                        Check.notChecked(
                                "network", "a check took longer than " + ALL.toSeconds() + " s"));
            } catch (ExecutionException e) {
                checks.add(Check.notChecked("network", String.valueOf(e.getCause())));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        threads.shutdownNow();
        return checks;
    }

    private DomainName below(String prefix) {
        return domain.withPrefix(prefix).orElse(domain);
    }

    /** The addresses that this machine would send from; nothing is sent to find out. */
    private static List<InetAddress> ownAddresses() {
        List<InetAddress> found = new ArrayList<>();
        for (String far : List.of("192.0.2.1", "2001:db8::1")) {
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.connect(new InetSocketAddress(InetAddress.ofLiteral(far), 9));
                InetAddress own = socket.getLocalAddress();
                if (isPublic(own)) {
                    found.add(own);
                }
            } catch (IOException | UncheckedIOException _) {
                // This family is not there.
            }
        }
        return found;
    }

    /** RFC 1918, RFC 4193 and the like: what nobody outside could reach. */
    private static boolean isPublic(InetAddress address) {
        boolean uniqueLocal =
                address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc;
        return !(uniqueLocal
                || address.isSiteLocalAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isLoopbackAddress());
    }

    private Check resolverWorks() {
        Answer answer = resolver.query(new DomainName("com"), RecordType.NS);
        return switch (answer) {
            case Answer.Failed failed ->
                    Check.warning(
                            "resolver",
                            "the DNS does not answer ("
                                    + failed.detail()
                                    + "): mail can be neither sent nor checked");
            case Answer.Found found ->
                    Check.ok(
                            "resolver",
                            found.authentic()
                                    ? "answers, and checks DNSSEC"
                                    : "answers; DNSSEC is not checked (a resolver on this host, such as unbound, would)");
            case Answer.NoRecord none ->
                    Check.ok(
                            "resolver",
                            none.authentic()
                                    ? "answers, and checks DNSSEC"
                                    : "answers; DNSSEC is not checked");
        };
    }

    private Check hostAddress() {
        Answer four = resolver.query(host, RecordType.A);
        Answer six = resolver.query(host, RecordType.AAAA);
        List<String> found = new ArrayList<>();
        for (Answer answer : List.of(four, six)) {
            answer.records(DnsRecord.Address.class).forEach(a -> found.add(a.text()));
        }
        if (!found.isEmpty()) {
            return Check.ok("host name", host + " has " + String.join(", ", found));
        }
        return four instanceof Answer.Failed failed
                ? Check.notChecked(
                        "host name",
                        "the address of " + host + " cannot be looked up: " + failed.detail())
                : Check.warning(
                        "host name", host + " has no A or AAAA record yet: publish it (below)");
    }

    private Check reverse(InetAddress address) {
        ReverseDns reverse = ReverseDns.of(address, resolver);
        return switch (reverse.code()) {
            case PASS -> Check.ok("PTR", reverse.reason());
            case TEMPERROR -> Check.notChecked("PTR", reverse.reason());
            case FAIL, PERMERROR ->
                    Check.warning(
                            "PTR",
                            reverse.reason()
                                    + ": set it to "
                                    + host
                                    + " at the hosting company, or Gmail refuses the mail");
        };
    }

    private Check present(String what, DomainName name, RecordType type) {
        Answer answer = resolver.query(name, type);
        return switch (answer) {
            case Answer.Found found ->
                    Check.warning(
                            what,
                            name
                                    + " has "
                                    + found.records().getFirst().text()
                                    + " today: mail goes there until you change it");
            case Answer.NoRecord _ -> Check.ok(what, name + " has none yet");
            case Answer.Failed failed -> Check.notChecked(what, failed.detail());
        };
    }

    private Check policy(String what, DomainName name, String version) {
        Answer answer = resolver.query(name, RecordType.TXT);
        if (answer instanceof Answer.Failed failed) {
            return Check.notChecked(what, failed.detail());
        }
        String text = text(name, version);
        if (text != null && what.equals("SPF") && SpfMerge.lookups(text) > SpfMerge.MAX_LOOKUPS) {
            return Check.warning(
                    what,
                    name
                            + " has one that needs more than "
                            + SpfMerge.MAX_LOOKUPS
                            + " lookups: receivers call it an error; take out what is not used");
        }
        return text == null
                ? Check.ok(what, name + " has none yet")
                : Check.warning(
                        what, name + " has one: it is kept, and the record below adds to it");
    }

    private @Nullable String text(DomainName name, String version) {
        Optional<String> found =
                resolver.query(name, RecordType.TXT).records(DnsRecord.Txt.class).stream()
                        .map(DnsRecord.Txt::value)
                        .filter(t -> t.startsWith(version))
                        .findFirst();
        return found.orElse(null);
    }

    private Check outboundPort() {
        List<DnsRecord.Address> addresses =
                resolver.query(FAR_HOST, RecordType.A).records(DnsRecord.Address.class);
        if (addresses.isEmpty()) {
            return Check.notChecked("outbound port 25", "the DNS does not tell a host to try");
        }
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(addresses.getFirst().address(), 25),
                    (int) ONE.toMillis() * 2);
            return Check.ok("outbound port 25", "open");
        } catch (IOException e) {
            return Check.warning(
                    "outbound port 25",
                    "connections to port 25 do not get through ("
                            + e.getMessage()
                            + "): many hosting companies open it on request");
        }
    }

    private static Check port(int port) {
        try (ServerSocket _ = new ServerSocket(port)) {
            return Check.ok("port " + port, "free");
        } catch (IOException e) {
            boolean forbidden = String.valueOf(e.getMessage()).contains("Permission");
            return forbidden
                    ? Check.notChecked(
                            "port " + port,
                            "this user may not listen there; the systemd unit below may")
                    : Check.warning(
                            "port " + port,
                            "in use: another mail server runs here (see: ss -ltnp)");
        }
    }
}
