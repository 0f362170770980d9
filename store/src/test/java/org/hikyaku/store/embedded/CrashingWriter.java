package org.hikyaku.store.embedded;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.hikyaku.smtp.Envelope;
import org.hikyaku.smtp.Recipient;
import org.hikyaku.smtp.ReversePath;
import org.hikyaku.store.Accounts;
import org.hikyaku.store.BlobRef;
import org.hikyaku.store.Blobs;
import org.hikyaku.store.Domains;
import org.hikyaku.store.Mailboxes;
import org.hikyaku.store.Queue;
import org.hikyaku.store.Store;

/**
 * A process that files and queues until it is killed, and says of each message that it is safe. Its
 * arguments: the folder, a name for its messages, and {@code serve} or {@code beside}.
 */
final class CrashingWriter {

    static final MailAddress ACCOUNT = MailAddress.of("a@here.example");

    private static final int THREADS = 8;

    private final Store store;
    private final String name;
    private final PrintStream out;
    private final ReentrantLock lock = new ReentrantLock();

    private CrashingWriter(Store store, String name, PrintStream out) {
        this.store = store;
        this.name = name;
        this.out = out;
    }

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        Store store =
                args[2].equals("serve")
                        ? EmbeddedStore.openServing(folder)
                        : EmbeddedStore.open(folder);
        store.domains().add(new Domains.LocalDomain(DomainName.of("here.example"), null));
        store.accounts().add(new Accounts.Account(ACCOUNT, new Accounts.Secrets("", "")));
        CrashingWriter writer = new CrashingWriter(store, args[1], System.out);
        Thread[] threads = new Thread[THREADS];
        for (int i = 0; i < THREADS; i++) {
            int number = i;
            threads[i] = Thread.ofVirtual().start(() -> writer.loop(number));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** What a message says: each is another. */
    static String text(String name, int thread, int i) {
        String unique = "message " + name + " " + thread + " " + i + "\r\n";
        boolean great = i % 10 == 9; // has a file of its own
        return unique.repeat(great ? 20_000 : 1 + i % 50);
    }

    private void loop(int thread) {
        for (int i = 0; ; i++) {
            try {
                BlobRef blob = blob(text(name, thread, i));
                String kind = i % 2 == 0 ? "filed" : "queued";
                long id = i % 2 == 0 ? file(blob) : queue(blob);
                say(kind + " " + id + " " + name + " " + thread + " " + i);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private BlobRef blob(String text) throws IOException {
        byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
        try (Blobs.Writer writer = store.blobs().create()) {
            writer.write(octets, 10, octets.length - 10);
            writer.prepend(text.substring(0, 10).getBytes(StandardCharsets.US_ASCII));
            return writer.commit();
        }
    }

    private long file(BlobRef blob) {
        return store.mailboxes()
                .deliver(
                        Mailboxes.Delivery.ofOurOwn(
                                blob,
                                List.of(new Mailboxes.Target(ACCOUNT, Mailboxes.INBOX)),
                                ReversePath.NULL,
                                Instant.EPOCH))
                .getFirst();
    }

    private long queue(BlobRef blob) {
        Envelope envelope =
                new Envelope(
                        ReversePath.of(ACCOUNT),
                        List.of(Recipient.of(MailAddress.of("b@x.example"))),
                        Envelope.Options.NONE);
        return store.queue().add(new Queue.NewMessage(blob, envelope, Instant.EPOCH)).value();
    }

    private void say(String line) {
        lock.lock();
        try {
            out.println(line);
            if (out.checkError()) {
                // Whoever should kill this process has gone: it must not fill the disk.
                Runtime.getRuntime().halt(1);
            }
        } finally {
            lock.unlock();
        }
    }
}
