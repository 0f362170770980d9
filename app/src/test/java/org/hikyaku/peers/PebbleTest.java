package org.hikyaku.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.hikyaku.certs.AcmeAccount;
import org.hikyaku.certs.AlpnProver;
import org.hikyaku.certs.Authority;
import org.hikyaku.certs.CaException;
import org.hikyaku.certs.CaSession;
import org.hikyaku.certs.CaSessions;
import org.hikyaku.certs.CertHooks;
import org.hikyaku.certs.CertKeeper;
import org.hikyaku.certs.CertName;
import org.hikyaku.certs.CertPass;
import org.hikyaku.certs.CertReport;
import org.hikyaku.certs.CertificatePlan;
import org.hikyaku.certs.DnsProver;
import org.hikyaku.certs.HttpProver;
import org.hikyaku.certs.IssueProgress;
import org.hikyaku.certs.IssueProgress.Step;
import org.hikyaku.certs.KeyKind;
import org.hikyaku.certs.Lineage;
import org.hikyaku.certs.ProofKind;
import org.hikyaku.certs.Prover;
import org.hikyaku.certs.WebrootProver;
import org.hikyaku.certs.ZoneRecords;
import org.hikyaku.convergence.Follower;
import org.hikyaku.convergence.ServerQueries;
import org.hikyaku.convergence.ZoneObserver;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.Resolver;
import org.hikyaku.lookup.DnsResolver;
import org.hikyaku.zones.PublisherSettings;
import org.hikyaku.zones.Publishers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates from a real authority. */
@Tag("peer")
final class PebbleTest {

    private static final Resolver NO_DNS = (_, _) -> new Answer.NoRecord(false, false, 60);
    private static final IssueProgress QUIET = (_, _) -> {};

    @TempDir Path folder;

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private CertificatePlan plan(Authority by, ProofKind proof, KeyKind key, String... names) {
        return new CertificatePlan(
                names[0].replace("*.", ""),
                List.of(names).stream().map(n -> CertName.parse(n).orElseThrow()).toList(),
                List.of(by),
                proof,
                key,
                false,
                "");
    }

    private CaSessions account() {
        return new AcmeAccount(folder.resolve("acme"), List.of("postmaster@example.com"));
    }

    private CertKeeper keeper(CaSessions sessions, Prover prover, CertHooks hooks) {
        return new CertKeeper(
                new CertKeeper.Parts(
                        folder.resolve("acme"),
                        folder.resolve("certificates"),
                        new Lineage.Access(null, false),
                        sessions,
                        Map.of(prover.kind(), prover),
                        NO_DNS,
                        hooks,
                        Clock.systemUTC(),
                        new Random(1),
                        Follower.Pause.sleeping(),
                        _ -> {}));
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress("127.0.0.1", port);
    }

    private Path live(String name) {
        return folder.resolve("certificates/live").resolve(name);
    }

    private String opensslText(String name) {
        return Commands.run("openssl", "x509", "-noout", "-text", "-in", live(name) + "/cert.pem");
    }

    @Test
    void httpWithBadNonces() {
        try (PebblePeer pebble =
                new PebblePeer(folder, Map.of("PEBBLE_WFE_NONCEREJECT", "50")).start()) {
            CertKeeper keeper =
                    keeper(account(), new HttpProver(loopback(pebble.httpPort)), CertHooks.NONE);
            CertificatePlan plan =
                    plan(
                            pebble.authority(),
                            ProofKind.HTTP_01,
                            KeyKind.ECDSA_P256,
                            "mail.example.com",
                            "www.example.com");
            List<CertReport> reports = new CertPass(keeper, QUIET).run(List.of(plan), false);
            assertThat(reports).singleElement().matches(r -> r.problem().isEmpty(), "no problem");
            assertThat(reports.getFirst().next()).isEqualTo(CertReport.Next.RENEW);
            assertThat(opensslText("mail.example.com"))
                    .contains("DNS:mail.example.com", "DNS:www.example.com", "prime256v1");
        }
    }

    @Test
    void withinTls() {
        try (PebblePeer pebble = new PebblePeer(folder, Map.of()).start()) {
            Prover prover = new AlpnProver(loopback(pebble.tlsPort), Clock.systemUTC(), _ -> {});
            CertificatePlan plan =
                    plan(
                            pebble.authority(),
                            ProofKind.TLS_ALPN_01,
                            KeyKind.RSA_2048,
                            "mail.example.com",
                            "imap.example.com");
            CertReport report =
                    keeper(account(), prover, CertHooks.NONE).advance(plan, false, QUIET);
            assertThat(report.problem()).isEmpty();
            assertThat(opensslText("mail.example.com")).contains("Public-Key: (2048 bit)");
        }
    }

    @Test
    void addressCertificateAndWebroot() {
        try (PebblePeer pebble = new PebblePeer(folder, Map.of()).start();
                WebServer web = new WebServer(pebble.httpPort, folder.resolve("www"))) {
            Prover prover = new WebrootProver(web.root(), Map.of());
            CertificatePlan plan =
                    plan(
                            pebble.authority(),
                            ProofKind.HTTP_01,
                            KeyKind.ECDSA_P384,
                            "127.0.0.1",
                            "web.example.com");
            CertReport report =
                    keeper(account(), prover, CertHooks.NONE).advance(plan, false, QUIET);
            assertThat(report.problem()).isEmpty();
            assertThat(opensslText("127.0.0.1")).contains("IP Address:127.0.0.1", "secp384r1");
            assertThat(web.root().resolve(".well-known/acme-challenge")).isEmptyDirectory();
        }
    }

    @Test
    void wrongProofIsToldAndTriedLater() {
        try (PebblePeer pebble = new PebblePeer(folder, Map.of()).start()) {
            Prover prover = new HttpProver(loopback(PebblePeer.freePort()));
            CertificatePlan plan =
                    plan(
                            pebble.authority(),
                            ProofKind.HTTP_01,
                            KeyKind.ECDSA_P256,
                            "mail.example.com");
            CertKeeper keeper = keeper(account(), prover, CertHooks.NONE);
            CertReport report = keeper.advance(plan, false, QUIET);
            assertThat(report.problem()).contains("mail.example.com is not proven");
            assertThat(report.failures()).isEqualTo(1);
            assertThat(report.at()).isAfter(Clock.systemUTC().instant());
            assertThat(keeper.advance(plan, false, QUIET).failures()).isEqualTo(1);
        }
    }

    @Test
    void externalAccountBinding() throws IOException {
        Path key = folder.resolve("eab.key");
        Files.writeString(
                key, "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W\n");
        try (PebblePeer pebble = new PebblePeer(folder, Map.of("EAB", "1")).start()) {
            Authority bound =
                    new Authority(
                            "pebble",
                            pebble.directory(),
                            new Authority.Binding("kid-1", key),
                            pebble.bundle());
            CertificatePlan plan =
                    plan(bound, ProofKind.HTTP_01, KeyKind.ECDSA_P256, "mail.example.com");
            CertKeeper keeper =
                    keeper(account(), new HttpProver(loopback(pebble.httpPort)), CertHooks.NONE);
            assertThat(keeper.advance(plan, false, QUIET).problem()).isEmpty();
        }
    }

    @Test
    void downIsToldAndTheNextAuthorityHelps() {
        try (PebblePeer pebble = new PebblePeer(folder, Map.of()).start()) {
            Authority down =
                    new Authority(
                            "down",
                            URI.create("https://127.0.0.1:" + PebblePeer.freePort() + "/dir"),
                            null,
                            null);
            CertificatePlan plan =
                    new CertificatePlan(
                            "mail.example.com",
                            List.of(CertName.parse("mail.example.com").orElseThrow()),
                            List.of(down, pebble.authority()),
                            ProofKind.HTTP_01,
                            KeyKind.ECDSA_P256,
                            false,
                            "");
            CertKeeper keeper =
                    keeper(account(), new HttpProver(loopback(pebble.httpPort)), CertHooks.NONE);
            CertReport report = keeper.advance(plan, false, QUIET);
            assertThat(report.problem()).isEmpty();
            assertThat(report.present()).isNotNull();
            assertThat(report.present().issuedBy()).isEqualTo("pebble");
        }
    }

    @Test
    void killedAtEachStepGoesOnWithOneOrder() {
        try (PebblePeer pebble = new PebblePeer(folder, Map.of()).start()) {
            CertificatePlan plan =
                    plan(
                            pebble.authority(),
                            ProofKind.HTTP_01,
                            KeyKind.ECDSA_P256,
                            "mail.example.com");
            AtomicInteger orders = new AtomicInteger();
            CaSessions counted = by -> new Counted(account().open(by), orders);
            Prover prover = new HttpProver(loopback(pebble.httpPort));
            for (Step step : Step.values()) {
                IssueProgress killer =
                        (_, at) -> {
                            if (at == step) {
                                throw new Killed();
                            }
                        };
                int before = orders.get();
                assertThatThrownBy(
                                () ->
                                        keeper(counted, prover, CertHooks.NONE)
                                                .advance(plan, true, killer))
                        .isInstanceOf(Killed.class);
                CertReport report =
                        keeper(counted, prover, CertHooks.NONE).advance(plan, true, QUIET);
                assertThat(report.problem()).as(step.name()).isEmpty();
                assertThat(orders.get() - before).as(step.name()).isEqualTo(1);
                assertThat(report.next()).isEqualTo(CertReport.Next.HOOKS);
                new CertPass(keeper(counted, prover, CertHooks.NONE), QUIET)
                        .run(List.of(plan), false);
            }
            assertThat(folder.resolve("certificates/archive/mail.example.com"))
                    .isDirectoryContaining(f -> f.endsWith("7"))
                    .isDirectoryNotContaining(f -> f.endsWith("8"));
        }
    }

    /** Counts orders. */
    private record Counted(CaSession inner, AtomicInteger orders) implements CaSession {
        @Override
        public Offer offer() throws CaException {
            return inner.offer();
        }

        @Override
        public URI order(CertificatePlan plan, X509Certificate replaced) throws CaException {
            orders.incrementAndGet();
            return inner.order(plan, replaced);
        }

        @Override
        public Order look(URI order) throws CaException {
            return inner.look(order);
        }

        @Override
        public void answer(URI challenge) throws CaException {
            inner.answer(challenge);
        }

        @Override
        public void finish(URI order, byte[] request) throws CaException {
            inner.finish(order, request);
        }

        @Override
        public List<X509Certificate> certificate(URI order) throws CaException {
            return inner.certificate(order);
        }

        @Override
        public Optional<Window> window(X509Certificate certificate) throws CaException {
            return inner.window(certificate);
        }

        @Override
        public void revoke(X509Certificate certificate, int reason) throws CaException {
            inner.revoke(certificate, reason);
        }
    }

    @Test
    void manyNamesSideBySideWithHooksOnce() throws IOException {
        try (PebblePeer pebble = new PebblePeer(folder, Map.of()).start()) {
            Path said = folder.resolve("said");
            CertHooks hooks =
                    new CertHooks(
                            List.of("sh", "-c", "echo pre >> " + said),
                            List.of(
                                    "sh",
                                    "-c",
                                    "echo deploy $RENEWED_DOMAINS $RENEWED_LINEAGE >> " + said),
                            List.of("sh", "-c", "echo post >> " + said),
                            List.of());
            CertKeeper keeper = keeper(account(), new HttpProver(loopback(pebble.httpPort)), hooks);
            List<CertificatePlan> plans =
                    IntStream.range(0, 40)
                            .mapToObj(
                                    i ->
                                            plan(
                                                    pebble.authority(),
                                                    ProofKind.HTTP_01,
                                                    KeyKind.ECDSA_P256,
                                                    "host" + i + ".example.com"))
                            .toList();
            List<CertReport> reports = new CertPass(keeper, QUIET).run(plans, false);
            assertThat(reports)
                    .hasSize(40)
                    .allMatch(r -> r.next() == CertReport.Next.RENEW && r.problem().isEmpty());
            assertThat(Files.readAllLines(said))
                    .hasSize(42)
                    .startsWith("pre")
                    .endsWith("post")
                    .contains("deploy host7.example.com " + live("host7.example.com"));
        }
    }

    @Test
    void throughBindWithAnAliasAndAWildcard() throws IOException {
        String address = DnsPeer.address(31);
        String secret = "YSBzZWNyZXQgdGhhdCBpcyBub3QgdXNlZCBlbHNld2hlcmU=";
        Path zones = folder.resolve("bind");
        DnsPeer.write(zones.resolve("pub.example"), zone(address));
        try (DnsPeer bind =
                        DnsPeer.bind(
                                        zones,
                                        address,
                                        """
                                        key "hikyaku" { algorithm hmac-sha256; secret "%s"; };
                                        zone "pub.example" {
                                          type primary; file "pub.example";
                                          update-policy { grant hikyaku zonesub ANY; };
                                        };
                                        """
                                                .formatted(secret))
                                .start("pub.example");
                PebblePeer pebble = new PebblePeer(folder, Map.of()).start(address + ":53", 3600)) {
            Path key = folder.resolve("tsig.key");
            Files.writeString(
                    key,
                    "key \"hikyaku\" { algorithm hmac-sha256; secret \"%s\"; };\n"
                            .formatted(secret));
            Files.setPosixFilePermissions(
                    key, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
            Resolver resolver =
                    new DnsResolver(
                            List.of(DnsResolver.Server.of(new InetSocketAddress(address, 53))),
                            Duration.ofSeconds(5));
            ZoneObserver observer =
                    new ZoneObserver(
                            ServerQueries.network(Duration.ofSeconds(5)),
                            resolver,
                            ZoneObserver.Primaries.OF_THE_ZONE);
            ZoneRecords records =
                    new ZoneRecords(
                            new Publishers(resolver, Clock.systemUTC())
                                    .of(
                                            new PublisherSettings.Update(
                                                    new InetSocketAddress(address, 53),
                                                    key,
                                                    Duration.ofSeconds(10))),
                            observer,
                            resolver,
                            Clock.systemUTC(),
                            Follower.Pause.sleeping());
            CertificatePlan plan =
                    plan(
                            pebble.authority(),
                            ProofKind.DNS_01,
                            KeyKind.ECDSA_P256,
                            "mail.pub.example",
                            "*.pub.example",
                            "alias.pub.example");
            CertReport report =
                    keeper(account(), new DnsProver(records), CertHooks.NONE)
                            .advance(plan, false, QUIET);
            assertThat(report.problem()).isEmpty();
            assertThat(opensslText("mail.pub.example")).contains("DNS:*.pub.example");
            assertThat(report.present()).isNotNull();
            // An hour's life: renewed at half of it.
            assertThat(report.present().notAfter())
                    .isBefore(Clock.systemUTC().instant().plusSeconds(3700));
            assertThat(bind.dig("_acme-challenge.mail.pub.example", "TXT")).isBlank();
        }
    }

    private static String zone(String address) {
        return """
        $TTL 5
        $ORIGIN pub.example.
        @   IN SOA ns1 hostmaster ( 2026112401 3600 600 86400 5 )
        @   IN NS ns1
        ns1 IN A %s
        _acme-challenge.alias IN CNAME there.pub.example.
        """
                .formatted(address);
    }
}
