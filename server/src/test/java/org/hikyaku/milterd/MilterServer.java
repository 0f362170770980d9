package org.hikyaku.milterd;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hikyaku.auth.StandardAuthenticator;
import org.hikyaku.dkim.DkimKeyPair;
import org.hikyaku.dkim.DkimKeyPair.Algorithm;
import org.hikyaku.dkim.DkimKeys;
import org.hikyaku.dkim.DkimResult;
import org.hikyaku.dkim.DkimVerifier;
import org.hikyaku.dmarc.DmarcPolicy;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.dns.Resolver;
import org.hikyaku.fakes.Events;
import org.hikyaku.fakes.EvidenceList;
import org.hikyaku.fakes.MilterMta;
import org.hikyaku.inbound.DefaultPolicy;
import org.hikyaku.inbound.Policy;
import org.hikyaku.milterd.MilterRules.Options;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;
import org.hikyaku.net.Listener;
import org.hikyaku.net.ListenerSettings;
import org.hikyaku.signing.DomainSigners;
import org.hikyaku.signing.OwnRules;
import org.hikyaku.signing.SigningRules;
import org.hikyaku.store.Keys;
import org.hikyaku.store.files.FileKeys;

/** A milter at a free port, with keys of here.example and a world of its own. */
final class MilterServer implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    static final String ID = "mx.here.example";

    private static final DomainName HERE = DomainName.of("here.example");
    private static final PrivateKey RSA = DkimKeys.generateRsa(2048);
    private static final PrivateKey ED25519 = DkimKeys.generateEd25519();

    final Events events = new Events();
    final EvidenceList evidence = new EvidenceList();
    final Resolver world = world();
    final SigningRules signing;
    final MilterEndpoint endpoint;
    final Listener listener;

    MilterServer(Path folder) throws IOException {
        this(folder, Options.STANDARD);
    }

    MilterServer(Path folder, Options options) throws IOException {
        this(folder, options, new DefaultPolicy(DmarcPolicy.Settings.RFC7489));
    }

    MilterServer(Path folder, Options options, Policy policy) throws IOException {
        FileKeys keys = new FileKeys(folder.resolve("keys"));
        keys.add(new Keys.StoredKey(HERE, "r1", "rsa", RSA.getEncoded()));
        keys.add(new Keys.StoredKey(HERE, "e1", "ed25519", ED25519.getEncoded()));
        signing =
                new OwnRules(
                        new DomainSigners(keys, InstantSource.fixed(NOW)),
                        new OwnRules.Origins(
                                List.of(IpNet.of("127.0.0.0/8"), IpNet.of("10.0.0.0/8")),
                                Set.of("ORIGINATING")));
        endpoint =
                new MilterEndpoint(
                        rules(signing, policy, options),
                        new MilterParts(world, evidence, events, InstantSource.fixed(NOW)),
                        MilterLimits.STANDARD);
        listener =
                Listener.start(
                        ListenerSettings.of(
                                "milter",
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                        endpoint,
                        events);
    }

    MilterRules rules(SigningRules rules, Policy policy, Options options) {
        return new MilterRules(
                ID,
                Set.of(ID),
                rules,
                StandardAuthenticator.of(DomainName.of(ID), world, InstantSource.fixed(NOW)),
                policy,
                options);
    }

    private static Resolver world() {
        List<String> lines =
                new ArrayList<>(
                        List.of(
                                "out.example TXT v=spf1 ip4:192.0.2.1 ip6:2001:db8::1 -all",
                                "out.example MX 10 mx.out.example",
                                "_dmarc.out.example TXT v=DMARC1; p=reject",
                                "_adsp._domainkey.out.example TXT dkim=all",
                                "quarantine.example TXT v=spf1 -all",
                                "_dmarc.quarantine.example TXT v=DMARC1; p=quarantine",
                                "1.2.0.192.in-addr.arpa PTR mx.out.example",
                                "mx.out.example A 192.0.2.1"));
        lines.add("r1._domainkey.here.example TXT " + record("r1", Algorithm.RSA_SHA256, RSA));
        lines.add(
                "e1._domainkey.here.example TXT "
                        + record("e1", Algorithm.ED25519_SHA256, ED25519));
        return FakeResolver.of(lines.toArray(String[]::new));
    }

    private static String record(String selector, Algorithm algorithm, PrivateKey key) {
        try {
            return DkimKeys.publishedRecord(new DkimKeyPair(HERE, selector, algorithm, key));
        } catch (DkimKeys.Unreadable e) {
            throw new IllegalStateException(e);
        }
    }

    /** A mail server that has agreed on all that version 6 has. */
    MilterMta mta() throws IOException {
        MilterMta mta = MilterMta.connect(listener.port());
        mta.negotiate(MilterMta.NEWEST);
        return mta;
    }

    /** What the world makes of the signatures of a message. */
    List<DkimResult> signatures(MilterMta.Outcome outcome) throws IOException {
        return new DkimVerifier(world, InstantSource.fixed(NOW)).verify(outcome.message());
    }

    @Override
    public void close() {
        listener.close();
    }
}
