package org.hikyaku.app.lab;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.hikyaku.app.server.Certificates;
import org.hikyaku.app.server.GmailPolicy;
import org.hikyaku.app.server.ServerRuntime;
import org.hikyaku.app.settings.Settings;
import org.hikyaku.auth.AuthVerdict;
import org.hikyaku.credentials.Passwords;
import org.hikyaku.dkim.DkimKeyPair;
import org.hikyaku.dkim.DkimKeys;
import org.hikyaku.dkim.DkimResult;
import org.hikyaku.inbound.Policy;
import org.hikyaku.lookup.CachingResolver;
import org.hikyaku.lookup.DnsResolver;
import org.hikyaku.lookup.TracingResolver;
import org.hikyaku.message.HeaderBlock;
import org.hikyaku.message.HeaderField;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.hikyaku.net.ListenException;
import org.hikyaku.net.TlsKeyException;
import org.hikyaku.ops.Event;
import org.hikyaku.receivers.Diagnoses;
import org.hikyaku.receivers.Diagnosis;
import org.hikyaku.store.Accounts.Account;
import org.hikyaku.store.Domains.LocalDomain;
import org.hikyaku.store.Keys.StoredKey;
import org.hikyaku.store.Mailboxes;
import org.hikyaku.store.embedded.EmbeddedStore;
import org.jspecify.annotations.Nullable;

/** One run of the lab. */
final class LabRun implements AutoCloseable {

    /** The whole run; it takes two seconds. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    static final String YOU = "you@sender.example";
    static final String FRIEND = "friend@receiver.example";

    private static final int SESSION_MESSAGES = 10;
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress("127.0.0.1", 0);

    /** One server with what was seen of it. */
    private record Side(
            ServerRuntime server, TracingResolver resolver, BlockingQueue<Event> events) {}

    private final Path folder;
    private final LabWorld.@Nullable Break without;
    private final LabReport report;
    private final InstantSource clock = Clock.systemUTC();
    private Instant deadline = clock.instant().plus(LIMIT);
    private final SecureRandom random = new SecureRandom();
    private final Passwords passwords = new Passwords(random);
    private final String password = passwords.generate();
    private final AtomicReference<Policy.@Nullable Facts> seen = new AtomicReference<>();
    private final List<AutoCloseable> parts = new ArrayList<>();
    private final List<Side> sides = new ArrayList<>(); // the sender, the receiver
    private Certificates.@Nullable Issued authority;

    LabRun(Path folder, LabWorld.@Nullable Break without, LabReport report) {
        this.folder = folder;
        this.without = without;
        this.report = report;
    }

    /**
     * Runs it all; whether the receiver accepted and stored the message with everything passing.
     */
    boolean run() throws Exception {
        List<DkimKeyPair> keys =
                List.of(
                        new DkimKeyPair(
                                LabWorld.SENDER,
                                "lab-rsa",
                                DkimKeyPair.Algorithm.RSA_SHA256,
                                DkimKeys.generateRsa(2048)),
                        new DkimKeyPair(
                                LabWorld.SENDER,
                                "lab-ed25519",
                                DkimKeyPair.Algorithm.ED25519_SHA256,
                                DkimKeys.generateEd25519()));
        report.step("keys", YOU, keys.getFirst().recordName(), keys.getLast().recordName());
        Certificates.Issued ca = Certificates.authority("Hikyaku lab CA", clock.instant());
        authority = ca;
        DnsResponder dns = DnsResponder.start(LabWorld.zones(keys, without));
        parts.add(dns);
        report.step("dns", dns.address().getPort(), LabWorld.SENDER, LabWorld.RECEIVER);
        report.records(LabWorld.sender(keys), without);
        Side b = start(new Plan(LabWorld.RECEIVER_HOST, FRIEND, List.of(), 25), ca, dns.address());
        Side a =
                start(
                        new Plan(LabWorld.SENDER_HOST, YOU, keys, b.server().port("smtp")),
                        ca,
                        dns.address());
        report.step(
                "servers",
                LabWorld.SENDER_HOST,
                a.server().port("submissions"),
                LabWorld.RECEIVER_HOST,
                b.server().port("smtp"));
        sides.addAll(List.of(a, b));
        return send(a, b, ca);
    }

    private record Plan(DomainName host, String account, List<DkimKeyPair> keys, int outPort) {}

    private Side start(Plan plan, Certificates.Issued ca, InetSocketAddress dns)
            throws IOException, ListenException, TlsKeyException {
        Path dir = prepared(plan);
        Certificates.Issued certificate = Certificates.issue(ca, plan.host(), clock.instant());
        Path chain = Files.writeString(dir.resolve("chain.pem"), certificate.certificatePem());
        Path key =
                Files.createFile(
                        dir.resolve("key.pem"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(key, certificate.keyPem());
        Settings settings =
                Settings.standard(plan.host())
                        .withListeners(
                                new Settings.Listeners(
                                        List.of(ANY_PORT), List.of(ANY_PORT), List.of(ANY_PORT)))
                        .withTls(new Settings.Tls(chain, key))
                        .withOutbound(
                                new Settings.Outbound(
                                        null, plan.outPort(), 10, 5, Duration.ofHours(1)))
                        .withInbound(new Settings.Inbound(Settings.Profile.GMAIL));
        TracingResolver resolver =
                new TracingResolver(
                        new CachingResolver(
                                new DnsResolver(
                                        List.of(DnsResolver.Server.of(dns)),
                                        Duration.ofSeconds(5))));
        BlockingQueue<Event> events = new LinkedBlockingQueue<>();
        GmailPolicy gmail = new GmailPolicy();
        Policy tapped =
                facts -> {
                    seen.set(facts);
                    return gmail.decide(facts);
                };
        ServerRuntime server =
                ServerRuntime.start(
                        settings,
                        dir,
                        new ServerRuntime.Parts(
                                resolver,
                                clock,
                                events::add,
                                tapped,
                                without != LabWorld.Break.TLS));
        parts.addFirst(server);
        return new Side(server, resolver, events);
    }

    /** The data folder of one server: domain, account, keys. */
    private Path prepared(Plan plan) {
        Path dir = folder.resolve(plan.host().ascii());
        MailAddress address = MailAddress.of(plan.account());
        try (EmbeddedStore store = EmbeddedStore.open(dir)) {
            store.domains().add(new LocalDomain(address.domain(), null));
            store.accounts().add(new Account(address, passwords.hash(password)));
            for (DkimKeyPair key : plan.keys()) {
                store.keys()
                        .add(
                                new StoredKey(
                                        key.domain(),
                                        key.selector(),
                                        key.algorithm() == DkimKeyPair.Algorithm.RSA_SHA256
                                                ? "rsa"
                                                : "ed25519",
                                        key.key().getEncoded()));
            }
        }
        return dir;
    }

    private boolean send(Side a, Side b, Certificates.Issued ca)
            throws IOException, InterruptedException {
        LabClient client =
                new LabClient(
                        ca.certificate(),
                        LabWorld.SENDER_HOST.ascii(),
                        a.server().port("submissions"));
        String message = letter("The first letter", "It went the whole way.", 1);
        LabClient.Submitted submitted = submit(client, message, 1);
        report.step("submitted", submitted.tls(), submitted.reply());
        Event.MessageSubmitted signed = await(a.events(), Event.MessageSubmitted.class);
        report.step("signed", signed.signedBy(), signed.queueId());
        Event.MessageIn in = await(b.events(), Event.MessageIn.class);
        Event.MessageOut out = await(a.events(), Event.MessageOut.class);
        report.lookups("routed", a.resolver().entries());
        report.step(out.tls().equals("none") ? "sent-clear" : "sent", out.host(), out.tls());
        report.lookups("checked", b.resolver().entries());
        Policy.Facts facts = seen.get();
        if (facts == null) {
            throw new IOException("the receiver decided on nothing: " + in.cause());
        }
        verdicts(facts);
        return in.disposition().equals("deliver") ? stored(b, facts, out) : refused(out);
    }

    private LabClient.Submitted submit(LabClient client, String message, int messages)
            throws IOException {
        String nonce = Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
        return client.submit(
                new LabClient.Login(YOU, password),
                FRIEND,
                message,
                new LabClient.Rounds(messages, nonce));
    }

    /**
     * Sends {@code messages} more of 8 KB, ten in each session, and waits until the receiver has
     * them all: for a look at the speed, and for the start-up cache, which learns from it what runs
     * often.
     */
    void more(int messages) throws IOException, InterruptedException {
        Side a = sides.getFirst();
        Side b = sides.getLast();
        LabClient client =
                new LabClient(
                        ca().certificate(),
                        LabWorld.SENDER_HOST.ascii(),
                        a.server().port("submissions"));
        String message = letter("One of many", "A line of a letter that is a little longer.", 180);
        Instant begin = clock.instant();
        for (int sent = 0; sent < messages; sent += SESSION_MESSAGES) {
            int now = Math.min(SESSION_MESSAGES, messages - sent);
            deadline = clock.instant().plus(LIMIT);
            submit(client, message, now);
            for (int i = 0; i < now; i++) {
                await(b.events(), Event.MessageIn.class);
                await(a.events(), Event.MessageOut.class);
            }
        }
        long millis = Math.max(1, Duration.between(begin, clock.instant()).toMillis());
        report.step("more", messages, messages * 1000L / millis);
    }

    private static String letter(String subject, String line, int lines) {
        return "From: You <"
                + YOU
                + ">\r\nTo: Friend <"
                + FRIEND
                + ">\r\nSubject: "
                + subject
                + "\r\n\r\n"
                + String.join("\r\n", Collections.nCopies(lines, line));
    }

    private Certificates.Issued ca() {
        return Objects.requireNonNull(authority, "run() first");
    }

    private void verdicts(Policy.Facts facts) {
        AuthVerdict auth = facts.auth();
        report.verdict("PTR", facts.reverse().code().name(), facts.reverse().reason());
        report.verdict("SPF", auth.spf().code().name(), auth.spf().reason());
        if (auth.dkim().isEmpty()) {
            report.verdict("DKIM", "NONE", "the message has no signature");
        }
        for (DkimResult signature : auth.dkim()) {
            report.verdict(
                    "DKIM",
                    signature.code().name(),
                    signature.selector()
                            + ", "
                            + signature.algorithm()
                            + (signature.reason().isEmpty() ? "" : ": " + signature.reason()));
        }
        report.verdict("DMARC", auth.dmarc().code().name(), auth.dmarc().reason());
        report.verdict(
                "TLS",
                facts.tls() ? "PASS" : "FAIL",
                facts.tls() ? "" : "the connection was in clear text");
    }

    private boolean stored(Side b, Policy.Facts facts, Event.MessageOut out) throws IOException {
        List<Mailboxes.Stored> mail =
                b.server().store().mailboxes().list(MailAddress.of(FRIEND), Mailboxes.INBOX, 0, 2);
        if (mail.size() != 1) {
            report.step("not-stored", mail.size());
            return false;
        }
        try (InputStream in = b.server().store().blobs().open(mail.getFirst().blob())) {
            byte[] octets = in.readAllBytes();
            HeaderBlock header = HeaderBlock.parse(octets, 0, octets.length);
            report.step(
                    "accepted",
                    out.reply(),
                    mail.getFirst().mailbox(),
                    header.first("authentication-results").map(HeaderField::value).orElse("-"));
        }
        AuthVerdict auth = facts.auth();
        boolean allPass =
                auth.dmarc().spfAligned()
                        && auth.dmarc().dkimAligned()
                        && auth.dkim().stream().allMatch(DkimResult::passed);
        return allPass && facts.tls();
    }

    private boolean refused(Event.MessageOut out) {
        report.step("refused", out.reply());
        String[] words = out.reply().split(" ", 3);
        Optional<Diagnosis> diagnosis =
                Diagnoses.explain(words.length > 1 ? words[1] : "", out.reply());
        diagnosis.ifPresent(report::diagnosis);
        return false;
    }

    private <T extends Event> T await(BlockingQueue<Event> events, Class<T> type)
            throws InterruptedException, IOException {
        while (true) {
            Event event =
                    events.poll(
                            Math.max(1, Duration.between(clock.instant(), deadline).toMillis()),
                            TimeUnit.MILLISECONDS);
            if (event == null) {
                throw new IOException(
                        "the run is not done after "
                                + LIMIT.toSeconds()
                                + " s: waiting for "
                                + type.getSimpleName());
            }
            if (type.isInstance(event)) {
                return type.cast(event);
            }
            if (event instanceof Event.Bug bug) {
                throw new IOException("a server failed at " + bug.where(), bug.cause());
            }
        }
    }

    /** What a mail program needs. */
    record Connection(int port, String password, String authority) {
        @Override
        public String toString() {
            return "port " + port;
        }
    }

    /** How to connect a mail program, while the lab goes on. */
    Connection connection() throws IOException {
        Path file = folder.resolve("lab-ca.pem");
        if (authority != null) {
            Files.writeString(file, authority.certificatePem(), StandardCharsets.US_ASCII);
        }
        ServerRuntime a =
                parts.stream()
                        .filter(ServerRuntime.class::isInstance)
                        .map(ServerRuntime.class::cast)
                        .findFirst()
                        .orElseThrow();
        return new Connection(a.port("submissions"), password, file.toString());
    }

    @Override
    public void close() throws Exception {
        Exception first = null;
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) { // AutoCloseable declares no less; the others are closed too
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
