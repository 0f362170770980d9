package org.hikyaku.submission;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.hikyaku.deliver.Recipients;
import org.hikyaku.fakes.Events;
import org.hikyaku.fakes.ScriptedClient;
import org.hikyaku.fakes.StoreFolder;
import org.hikyaku.fakes.TestTls;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;
import org.hikyaku.name.MailAddress;
import org.hikyaku.net.Listener;
import org.hikyaku.net.ListenerSettings;
import org.hikyaku.smtp.Reply;
import org.hikyaku.smtp.ReplyException;
import org.hikyaku.smtpd.Logins;
import org.hikyaku.smtpd.SessionInfo;
import org.hikyaku.smtpd.SmtpEndpoint;
import org.hikyaku.smtpd.SmtpLimits;
import org.hikyaku.smtpd.SmtpSettings;
import org.hikyaku.store.Keys;
import org.hikyaku.store.Queue;
import org.hikyaku.store.Store;

/** Submission at a free port, whose every account has the password {@code right}. */
final class SubmissionServer implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    final Events events = new Events();
    final Store store;
    final Listener listener;

    SubmissionServer(Path folder, List<IpNet> trusted) throws IOException {
        this(folder, trusted, new OnePassword(), Senders::of);
    }

    SubmissionServer(
            Path folder, List<IpNet> trusted, Logins logins, Function<Store, Senders> senders)
            throws IOException {
        store = StoreFolder.open(folder);
        DomainName name = DomainName.of("mail.here.example");
        var parts =
                new SubmissionParts(
                        store,
                        logins,
                        events,
                        InstantSource.fixed(NOW),
                        new Random(1),
                        Recipients.of(store.accounts()),
                        senders.apply(store));
        var service = new SubmissionService(new SubmissionSettings(name, trusted), parts);
        var settings =
                new SmtpSettings(
                        "submission",
                        name,
                        1 << 20,
                        SmtpSettings.Security.STARTTLS,
                        SmtpLimits.DEFAULT);
        var where = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        listener =
                Listener.start(
                        ListenerSettings.of("submission", where),
                        new SmtpEndpoint(settings, service, TestTls.server(), events, 1),
                        events);
    }

    /** Adds a key under that selector; its public half. */
    KeyPair addKey(String selector, String algorithm) throws NoSuchAlgorithmException {
        var generator = KeyPairGenerator.getInstance(algorithm.equals("rsa") ? "RSA" : "Ed25519");
        KeyPair pair = generator.generateKeyPair();
        store.keys()
                .add(
                        new Keys.StoredKey(
                                DomainName.of("here.example"),
                                selector,
                                algorithm,
                                pair.getPrivate().getEncoded()));
        return pair;
    }

    /** A client that has logged in as {@code account}. */
    ScriptedClient login(String account) throws IOException {
        var client = ScriptedClient.connect(listener.port());
        client.hello();
        client.startTls();
        Reply reply = client.ask("AUTH PLAIN " + plain(account, "right"));
        if (reply.code() != 235) {
            throw new AssertionError(reply);
        }
        return client;
    }

    static String plain(String account, String password) {
        String text = "\0" + account + "\0" + password;
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a message; the last reply. */
    static Reply send(ScriptedClient client, String from, String message) throws IOException {
        client.ask("MAIL FROM:<" + from + ">");
        client.ask("RCPT TO:<d@elsewhere.example>");
        client.ask("DATA");
        return client.ask(message.replace("\n", "\r\n") + "\r\n.");
    }

    /** The messages of the queue. */
    List<Queue.Message> queue() {
        return store.queue().list(0, 100);
    }

    /** The only message of the queue. */
    String queued() {
        List<Queue.Message> all = queue();
        if (all.size() != 1) {
            throw new AssertionError(all.size() + " messages are queued");
        }
        return StoreFolder.text(store, all.getFirst().blob());
    }

    @Override
    public void close() {
        listener.close();
        store.close();
    }

    private static final class OnePassword implements Logins {
        @Override
        public List<String> mechanisms(SessionInfo session) {
            return session.tls() == null ? List.of() : List.of("PLAIN");
        }

        @Override
        public Login begin(String mechanism, SessionInfo session) {
            return response -> {
                String[] parts = new String(response, StandardCharsets.UTF_8).split("\0", -1);
                if (parts.length == 3 && parts[2].equals("right")) {
                    return new Step.Success(MailAddress.of(parts[1]));
                }
                throw new ReplyException(Reply.of(535, "5.7.8", "No"), "wrong password");
            };
        }
    }
}
