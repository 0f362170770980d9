package org.hikyaku.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import org.hikyaku.deliver.DeliverySettings;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.fakes.ScriptedHost;
import org.hikyaku.fakes.TestTls;
import org.hikyaku.findings.PolicyFetched;
import org.hikyaku.queue.AttemptResult;
import org.hikyaku.smtp.BodyType;
import org.hikyaku.smtp.Envelope;
import org.hikyaku.store.Evidence;
import org.hikyaku.tlspolicy.StsMemory;
import org.hikyaku.tlspolicy.StsPolicies;
import org.hikyaku.tlspolicy.TlsCheck;
import org.hikyaku.tlspolicy.TlsPolicies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail goes only where what is required holds, and what TLS came to is counted. */
final class TlsEnforcedTest {

    /** The certificate of the tests is for this host. */
    private static final String MX = "mx.example.com";

    private static final Envelope.Options REQUIRE =
            new Envelope.Options(BodyType.SEVEN_BIT, false, false, null, true);

    @TempDir Path folder;
    private String policy = "";

    private OutboundWorld world(ScriptedHost host, boolean authentic, String... lines)
            throws GeneralSecurityException, IOException {
        FakeResolver.Builder zone =
                FakeResolver.builder().line("to.example MX 10 " + MX).line(MX + " A 127.0.0.1");
        if (authentic) {
            zone.authentic();
        }
        if (!policy.isEmpty()) {
            zone.txt("_mta-sts.to.example", "v=STSv1; id=1;");
        }
        for (String line : lines) {
            zone.line("_" + host.port() + "._tcp." + MX + " " + line);
        }
        FakeResolver resolver = zone.build();
        StsPolicies sts =
                new StsPolicies(
                        resolver,
                        _ -> new PolicyFetched.Page(200, "text/plain", policy),
                        StsMemory.ofThisRun(),
                        () -> OutboundWorld.NOW);
        TlsGuard guard =
                new TlsGuard(
                        new TlsPolicies(resolver, sts, host.port()), new TlsCheck(authorities()));
        return new OutboundWorld(
                folder,
                OutboundWorld.settings(host.port(), null),
                DeliverySettings.OWN,
                resolver,
                guard);
    }

    private static KeyStore authorities() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("self", TestTls.key("rsa").chain().getFirst());
        return store;
    }

    private static String own() throws GeneralSecurityException {
        byte[] key = TestTls.key("rsa").chain().getFirst().getPublicKey().getEncoded();
        return "TLSA 3 1 1 "
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key));
    }

    private static String other() {
        return "TLSA 3 1 1 " + "00".repeat(32);
    }

    private List<Evidence.TlsCount> counted(OutboundWorld world) {
        // Rows that are not waited for come before one that is.
        world.store.leases().release("none", "nobody");
        return world.store
                .evidence()
                .tlsSessions(LocalDate.ofInstant(OutboundWorld.NOW, ZoneOffset.UTC), 10);
    }

    private void expect(OutboundWorld world, String type, String result) {
        assertThat(counted(world))
                .singleElement()
                .satisfies(
                        c -> {
                            assertThat(c.session().domain()).isEqualTo("to.example");
                            assertThat(c.session().policyType()).isEqualTo(type);
                            assertThat(c.session().result()).isEqualTo(result);
                            assertThat(c.session().mx()).isEqualTo(MX);
                        });
    }

    private AttemptResult send(OutboundWorld world) {
        return world.send("you@to.example").of("you@to.example");
    }

    @Test
    void daneThatFits() throws Exception {
        try (ScriptedHost host = ScriptedHost.start().encrypting();
                OutboundWorld world = world(host, true, other(), own())) {
            assertThat(send(world)).isInstanceOf(AttemptResult.Delivered.class);
            expect(world, "tlsa", "");
            assertThat(counted(world).getFirst().session().policy()).hasSize(2);
        }
    }

    @Test
    void daneThatDoesNotFitWaits() throws Exception {
        try (ScriptedHost host = ScriptedHost.start().encrypting();
                OutboundWorld world = world(host, true, other())) {
            AttemptResult result = send(world);
            assertThat(result).isInstanceOf(AttemptResult.Deferred.class);
            assertThat(result.text()).contains("no TLSA record at ");
            assertThat(host.taken()).isEmpty();
            expect(world, "tlsa", "validation-failure");
        }
    }

    @Test
    void withDaneNothingGoesInClear() throws Exception {
        try (ScriptedHost host = ScriptedHost.start();
                OutboundWorld world = world(host, true, own())) {
            assertThat(send(world).status()).hasToString("4.7.5");
            assertThat(host.taken()).isEmpty();
            expect(world, "tlsa", "starttls-not-supported");
        }
    }

    @Test
    void aHandshakeThatFailsIsNotFollowedByClearText() throws Exception {
        try (ScriptedHost host = ScriptedHost.start();
                OutboundWorld world = world(host, true, own())) {
            host.offering("PIPELINING", "STARTTLS").on("STARTTLS", "454 4.7.0 not now");
            assertThat(send(world)).isInstanceOf(AttemptResult.Deferred.class);
            assertThat(host.taken()).isEmpty();
            expect(world, "tlsa", "validation-failure");
        }
    }

    @Test
    void withoutDnssecRecordsMeanNothing() throws Exception {
        try (ScriptedHost host = ScriptedHost.start();
                OutboundWorld world = world(host, false, other())) {
            assertThat(send(world)).isInstanceOf(AttemptResult.Delivered.class);
            expect(world, "no-policy-found", "starttls-not-supported");
        }
    }

    @Test
    void recordsThatCannotBeLookedUpMayBeThere() throws Exception {
        try (ScriptedHost host = ScriptedHost.start().encrypting();
                OutboundWorld world = world(host, true, "TLSA !BOGUS")) {
            AttemptResult result = send(world);
            assertThat(result).isInstanceOf(AttemptResult.Deferred.class);
            assertThat(result.text()).contains("DNSSEC validation fails");
            assertThat(host.connections()).isZero();
            expect(world, "tlsa", "dnssec-invalid");
        }
    }

    @Test
    void mtaStsThatHolds() throws Exception {
        policy = "version: STSv1\nmode: enforce\nmx: mx.example.com\nmax_age: 86400\n";
        try (ScriptedHost host = ScriptedHost.start().encrypting();
                OutboundWorld world = world(host, false)) {
            assertThat(send(world)).isInstanceOf(AttemptResult.Delivered.class);
            expect(world, "sts", "");
        }
    }

    @Test
    void mtaStsWithAnotherHost() throws Exception {
        policy = "version: STSv1\nmode: enforce\nmx: other.example\nmax_age: 86400\n";
        try (ScriptedHost host = ScriptedHost.start().encrypting();
                OutboundWorld world = world(host, false)) {
            assertThat(send(world).text()).contains("not one of the hosts");
            assertThat(host.connections()).isZero();
            expect(world, "sts", "validation-failure");
        }
    }

    @Test
    void inTestingItGoesAndIsTold() throws Exception {
        policy = "version: STSv1\nmode: testing\nmx: other.example\nmax_age: 86400\n";
        try (ScriptedHost host = ScriptedHost.start();
                OutboundWorld world = world(host, false)) {
            assertThat(send(world)).isInstanceOf(AttemptResult.Delivered.class);
            expect(world, "sts", "validation-failure");
        }
    }

    @Test
    void aSenderMayWaiveIt() throws Exception {
        try (ScriptedHost host = ScriptedHost.start();
                OutboundWorld world = world(host, true, own())) {
            var to = List.of(world.plain("you@to.example"));
            String waiving = "From: b@here.example\r\nTLS-Required: No\r\n\r\nHello\r\n";
            assertThat(world.send(waiving, Envelope.Options.NONE, to).of("you@to.example"))
                    .isInstanceOf(AttemptResult.Delivered.class);
            String twice = waiving.replace("\r\n\r\n", "\r\nTLS-Required: No\r\n\r\n");
            assertThat(world.send(twice, Envelope.Options.NONE, to).of("you@to.example"))
                    .isInstanceOf(AttemptResult.Deferred.class);
            String below = "From: b@here.example\r\n\r\nTLS-Required: No\r\n";
            assertThat(world.send(below, Envelope.Options.NONE, to).of("you@to.example"))
                    .isInstanceOf(AttemptResult.Deferred.class);
        }
    }

    @Test
    void requireTlsGoesOnlyWhereItIsOffered() throws Exception {
        try (ScriptedHost host = ScriptedHost.start().encrypting();
                OutboundWorld world = world(host, true, own())) {
            var to = List.of(world.plain("you@to.example"));
            AttemptResult refused =
                    world.send(OutboundWorld.TEXT, REQUIRE, to).of("you@to.example");
            assertThat(refused).isInstanceOf(AttemptResult.Refused.class);
            assertThat(refused.status()).hasToString("5.7.30");
            host.offering("PIPELINING", "REQUIRETLS");
            assertThat(world.send(OutboundWorld.TEXT, REQUIRE, to).of("you@to.example"))
                    .isInstanceOf(AttemptResult.Delivered.class);
            assertThat(host.taken().getFirst().mail()).contains(" REQUIRETLS");
        }
    }

    @Test
    void requireTlsWhereNothingProvesTheHost() throws Exception {
        try (ScriptedHost host = ScriptedHost.start().encrypting();
                OutboundWorld world = world(host, false)) {
            var to = List.of(world.plain("you@to.example"));
            AttemptResult refused =
                    world.send(OutboundWorld.TEXT, REQUIRE, to).of("you@to.example");
            assertThat(refused.status()).hasToString("5.7.10");
            assertThat(host.connections()).isZero();
        }
    }
}
