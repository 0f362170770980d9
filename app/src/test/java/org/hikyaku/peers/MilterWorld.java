package org.hikyaku.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hikyaku.app.server.MilterRuntime;
import org.hikyaku.app.server.MilterSetup;
import org.hikyaku.auth.StandardAuthenticator;
import org.hikyaku.dkim.DkimKeyPair;
import org.hikyaku.dkim.DkimKeyPair.Algorithm;
import org.hikyaku.dkim.DkimKeys;
import org.hikyaku.dkim.DkimResult;
import org.hikyaku.dkim.DkimVerifier;
import org.hikyaku.dmarc.DmarcPolicy;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.dns.Resolver;
import org.hikyaku.inbound.Decision;
import org.hikyaku.inbound.DefaultPolicy;
import org.hikyaku.inbound.Policy;
import org.hikyaku.milter.MilterSocket;
import org.hikyaku.milterd.MilterLimits;
import org.hikyaku.milterd.MilterParts;
import org.hikyaku.milterd.MilterRules;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;
import org.hikyaku.ops.Event;
import org.hikyaku.signing.DomainSigners;
import org.hikyaku.signing.OwnRules;
import org.hikyaku.smtp.Reply;
import org.hikyaku.store.Keys;
import org.hikyaku.store.files.FileKeys;

/**
 * The milter as it runs, but in a world of its own: keys of here.example; out.example sends from
 * 127.0.0.2; mail of quarantine.example is held, that of broken.example is put off.
 */
final class MilterWorld implements AutoCloseable {

    static final String ID = "mx.here.example";

    private static final DomainName HERE = DomainName.of("here.example");
    private static final InstantSource CLOCK = InstantSource.system();

    final List<Event> events = new CopyOnWriteArrayList<>();
    final SeenRows rows = new SeenRows();
    private final Resolver dns;
    private final MilterSetup setup;
    private MilterRuntime runtime;

    MilterWorld(Path folder, MilterSocket socket) throws IOException {
        FileKeys keys = new FileKeys(folder.resolve("keys"));
        PrivateKey rsa = DkimKeys.generateRsa(2048);
        PrivateKey ed25519 = DkimKeys.generateEd25519();
        keys.add(new Keys.StoredKey(HERE, "r1", "rsa", rsa.getEncoded()));
        keys.add(new Keys.StoredKey(HERE, "e1", "ed25519", ed25519.getEncoded()));
        dns =
                dns(
                        record("r1", Algorithm.RSA_SHA256, rsa),
                        record("e1", Algorithm.ED25519_SHA256, ed25519));
        Policy usual = new DefaultPolicy(DmarcPolicy.Settings.RFC7489);
        Policy policy =
                facts ->
                        facts.header().all("subject").stream()
                                        .anyMatch(f -> f.value().contains("broken"))
                                ? new Decision.Defer(
                                        Reply.of(451, "4.7.1", "Not now"), "as the test wants")
                                : usual.decide(facts);
        setup =
                new MilterSetup(
                        List.of(socket),
                        PosixFilePermissions.fromString("rw-rw----"),
                        "postfix",
                        new MilterRules(
                                ID,
                                Set.of(ID),
                                new OwnRules(
                                        new DomainSigners(keys, CLOCK),
                                        new OwnRules.Origins(
                                                List.of(IpNet.of("127.0.0.1")), Set.of())),
                                StandardAuthenticator.of(DomainName.of(ID), dns, CLOCK),
                                policy,
                                new MilterRules.Options(
                                        MilterRules.Quarantine.HOLD,
                                        MilterRules.Unsignable.REJECT,
                                        true)),
                        MilterLimits.STANDARD);
        start();
    }

    private static String record(String selector, Algorithm algorithm, PrivateKey key) {
        try {
            return DkimKeys.publishedRecord(new DkimKeyPair(HERE, selector, algorithm, key));
        } catch (DkimKeys.Unreadable e) {
            throw new AssertionError(e);
        }
    }

    private static Resolver dns(String rsa, String ed25519) {
        List<String> lines = new ArrayList<>();
        lines.add("out.example TXT v=spf1 ip4:127.0.0.2 -all");
        lines.add("_dmarc.out.example TXT v=DMARC1; p=reject");
        lines.add("strict.example TXT v=spf1 -all");
        lines.add("_dmarc.strict.example TXT v=DMARC1; p=reject");
        lines.add("quarantine.example TXT v=spf1 -all");
        lines.add("_dmarc.quarantine.example TXT v=DMARC1; p=quarantine");
        lines.add("r1._domainkey.here.example TXT " + rsa);
        lines.add("e1._domainkey.here.example TXT " + ed25519);
        return FakeResolver.of(lines.toArray(String[]::new));
    }

    /** Starts anew, after {@link #stop}. */
    void start() throws IOException {
        runtime = MilterRuntime.start(setup, new MilterParts(dns, rows, events::add, CLOCK));
    }

    void stop(Duration grace) {
        runtime.stop(grace);
    }

    int connections() {
        return runtime.connections();
    }

    /** What the world makes of the signatures of a message. */
    List<DkimResult> signatures(MailSink.Taken message) {
        try {
            return new DkimVerifier(dns, CLOCK).verify(message.octets());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        runtime.close();
    }
}
