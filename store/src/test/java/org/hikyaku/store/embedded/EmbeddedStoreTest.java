package org.hikyaku.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.hikyaku.smtp.ReversePath;
import org.hikyaku.store.Accounts;
import org.hikyaku.store.BlobRef;
import org.hikyaku.store.Blobs;
import org.hikyaku.store.Domains;
import org.hikyaku.store.Mailboxes;
import org.hikyaku.store.Signals;
import org.hikyaku.store.Store;
import org.hikyaku.store.StoreContract;
import org.hikyaku.store.StoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link EmbeddedStore} does what every store does, and what is special of its folder. */
final class EmbeddedStoreTest extends StoreContract {

    private static final DomainName HERE = DomainName.of("here.example");

    @TempDir Path folder;

    @Override
    protected Store open() {
        return EmbeddedStore.open(folder.resolve("data"));
    }

    private Path data() {
        return folder.resolve("data");
    }

    @Override
    protected void damage(BlobRef ref) throws IOException {
        Path file = data().resolve("blobs").resolve(String.format("%016x.seg", ref.segment()));
        try (RandomAccessFile octets = new RandomAccessFile(file.toFile(), "rw")) {
            octets.seek(ref.offset() + ref.sizeBytes() / 2);
            int octet = octets.read();
            octets.seek(ref.offset() + ref.sizeBytes() / 2);
            octets.write(octet ^ 1);
        }
    }

    @Override
    protected void expose(DomainName domain, String selector) throws IOException {
        try (Stream<Path> files = Files.list(data().resolve("keys").resolve(domain.ascii()))) {
            for (Path file : files.toList()) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
            }
        }
    }

    private BlobRef blob(int length) throws IOException {
        try (Blobs.Writer writer = store.blobs().create()) {
            writer.write(new byte[length], 0, length);
            return writer.commit();
        }
    }

    private long segments() throws IOException {
        try (Stream<Path> files = Files.list(data().resolve("blobs"))) {
            return files.count();
        }
    }

    @Test
    void onlyOneServes() {
        try (EmbeddedStore _ = EmbeddedStore.openServing(data())) {
            assertThatThrownBy(() -> EmbeddedStore.openServing(data()))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("another hikyaku serves");
            try (EmbeddedStore beside = EmbeddedStore.open(data())) {
                beside.domains().add(new Domains.LocalDomain(HERE, null));
            }
        }
        try (EmbeddedStore again = EmbeddedStore.openServing(data())) {
            assertThat(again.domains().list()).hasSize(1);
        }
    }

    @Test
    void aFailedStartGivesTheLockBack() throws IOException {
        Path other = folder.resolve("other");
        Files.createDirectories(other);
        Files.writeString(other.resolve("mail.db"), "no database at all, but long enough to look");
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> EmbeddedStore.openServing(other))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("damaged");
        }
    }

    @Test
    void othersMayNotLookIntoTheFolder() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data())))
                .isEqualTo("rwx------");
        for (String file : List.of("mail.db", "mail.db-wal", "mail.db-shm")) {
            Path path = data().resolve(file);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .as(file)
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aLostDatabaseIsNotBegunAnew() throws IOException {
        blob(10);
        store.close();
        Path database = data().resolve("mail.db");
        byte[] octets = Files.readAllBytes(database);
        Files.delete(database);
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("mail.db")
                .hasMessageContaining("backup");
        assertThat(database).doesNotExist();
        Files.createFile(database);
        assertThatThrownBy(this::open).isInstanceOf(StoreException.class);
        Files.write(database, octets);
        store = open();
        assertThat(segments()).isEqualTo(1);
    }

    @Test
    void aFolderInsideThatCannotBeWrittenIsNamed() throws IOException {
        Path other = Files.createDirectories(folder.resolve("other"));
        Files.createFile(other.resolve("blobs"));
        assertThatThrownBy(() -> EmbeddedStore.openServing(other))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("blobs");
    }

    @Test
    void aDamagedDatabaseIsNamedAndLeftAlone() throws IOException {
        store.domains().add(new Domains.LocalDomain(HERE, null));
        store.close();
        Path database = data().resolve("mail.db");
        byte[] octets = Files.readAllBytes(database);
        byte[] damaged = octets.clone();
        Arrays.fill(damaged, 100, octets.length, (byte) 0x5a);
        Files.write(database, damaged);
        assertThatThrownBy(() -> EmbeddedStore.openServing(data()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("damaged")
                .hasMessageContaining("backup");
        assertThat(Files.readAllBytes(database)).isEqualTo(damaged);
        Files.write(database, octets);
        store = EmbeddedStore.openServing(data()); // the lock was given back
        assertThat(store.domains().list()).hasSize(1);
    }

    @Test
    void aFullDiskRefusesAndLosesNothing() throws Exception {
        store.domains().add(new Domains.LocalDomain(HERE, null));
        store.close();
        Database database = new Database(data().resolve("mail.db"));
        Session session = new Session(database.connect());
        int pages = session.first("PRAGMA page_count", r -> r.getInt(1)).orElseThrow();
        session.first("PRAGMA max_page_count=" + (pages + 1), r -> r.getInt(1));
        Writer writer = new Writer(database, session);
        Readers readers = new Readers(database);
        SqlAccounts accounts =
                new SqlAccounts(
                        writer,
                        readers,
                        new SqlDomains(writer, readers, new KnownDomains(System::nanoTime)));
        int added = 0;
        boolean refused = false;
        while (!refused) {
            try {
                MailAddress address = MailAddress.of("a" + added + "@here.example");
                Accounts.Secrets secrets = new Accounts.Secrets("x".repeat(1000), "-");
                assertThat(accounts.add(new Accounts.Account(address, secrets))).isTrue();
                added++;
            } catch (StoreException e) {
                assertThat(e).hasMessageContaining("full").hasMessageContaining("mail.db");
                refused = true;
            }
        }
        assertThat(accounts.list()).hasSize(added);
        assertThat(accounts.remove(MailAddress.of("a0@here.example"))).as("goes on").isTrue();
        writer.close();
        readers.close();
        store = open();
        assertThat(store.accounts().list()).hasSize(added - 1);
    }

    @Test
    void closingIsNotCutShortByAnInterrupt() throws Exception {
        EmbeddedStore serving = EmbeddedStore.openServing(data());
        serving.domains().add(new Domains.LocalDomain(HERE, null));
        Thread.currentThread().interrupt();
        serving.close();
        assertThat(Thread.interrupted()).isTrue();
        try (EmbeddedStore again = EmbeddedStore.openServing(data())) {
            assertThat(again.domains().list()).hasSize(1);
        }
    }

    @Test
    void aNewerFolderIsLeftAlone() throws Exception {
        store.close();
        try (Connection c =
                        DriverManager.getConnection("jdbc:sqlite:" + data().resolve("mail.db"));
                Statement s = c.createStatement()) {
            s.execute("PRAGMA user_version=99");
        }
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("newer version");
        try (Connection c =
                        DriverManager.getConnection("jdbc:sqlite:" + data().resolve("mail.db"));
                Statement s = c.createStatement()) {
            s.execute("PRAGMA user_version=" + Database.VERSION);
        }
        store = open();
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws IOException {
        Path file = folder.resolve("file");
        Files.writeString(file, "");
        assertThatThrownBy(() -> EmbeddedStore.open(file.resolve("data")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void aCommandBesideWakesTheServer() throws InterruptedException {
        try (EmbeddedStore serving = EmbeddedStore.openServing(data())) {
            store.signals().wake(Signals.Topic.QUEUE);
            assertThat(serving.signals().await(Signals.Topic.QUEUE, Duration.ofMinutes(1)))
                    .isTrue();
            assertThat(serving.signals().await(Signals.Topic.QUEUE, Duration.ofMillis(1)))
                    .isFalse();
            store.signals().wake(Signals.Topic.QUEUE);
            assertThat(serving.signals().await(Signals.Topic.QUEUE, Duration.ofMillis(1)))
                    .as("woken between two waits")
                    .isTrue();
        }
    }

    @Test
    void aGreatMessageThatIsGivenUpLeavesNothing() throws IOException {
        try (Blobs.Writer writer = store.blobs().create()) {
            writer.write(new byte[700_000], 0, 700_000);
            assertThat(segments()).isEqualTo(1);
        }
        assertThat(segments()).isZero();
    }

    @Test
    void sweepsOnlyWhatNoRowNamesAndNobodyWrites() throws IOException {
        EmbeddedStore embedded = (EmbeddedStore) store;
        store.domains().add(new Domains.LocalDomain(HERE, null));
        MailAddress account = MailAddress.of("a@here.example");
        store.accounts().add(new Accounts.Account(account, new Accounts.Secrets("", "")));
        BlobRef named = blob(300_000);
        BlobRef unnamed = blob(300_000);
        BlobRef shared = blob(10); // in the segment that is written next
        long id =
                store.mailboxes()
                        .deliver(
                                Mailboxes.Delivery.ofOurOwn(
                                        named,
                                        List.of(new Mailboxes.Target(account, Mailboxes.INBOX)),
                                        ReversePath.NULL,
                                        Instant.EPOCH))
                        .getFirst();
        Files.writeString(data().resolve("blobs").resolve("notes.seg"), "not ours");
        Instant now = Instant.now();
        assertThat(embedded.sweep(now)).as("all are young").isZero();
        for (BlobRef ref : List.of(named, unnamed, shared)) {
            Path file = data().resolve("blobs").resolve(String.format("%016x.seg", ref.segment()));
            Files.setLastModifiedTime(file, FileTime.from(now.minus(Duration.ofHours(5))));
        }
        assertThat(embedded.sweep(now)).as("unnamed for the first time").isZero();
        assertThat(embedded.sweep(now)).as("the great one and the shared one").isEqualTo(2);
        assertThat(store.blobs().open(named).readAllBytes()).hasSize(300_000);
        for (BlobRef gone : List.of(unnamed, shared)) {
            assertThatThrownBy(() -> store.blobs().open(gone)).isInstanceOf(StoreException.class);
        }
        store.accounts().remove(account);
        assertThat(store.mailboxes().find(id)).isEmpty();
        assertThat(embedded.sweep(now)).isZero();
        assertThat(embedded.sweep(now)).isEqualTo(1);
        assertThat(blob(300_000).segment()).as("no number comes twice").isGreaterThan(3);
    }

    @Test
    void aKeyFileIsReadAsOpensslWritesIt() throws IOException {
        Path home = Files.createDirectories(data().resolve("keys").resolve("here.example"));
        Path file = home.resolve("s1.ed25519.pem");
        Files.writeString(
                file,
                "a remark\n-----BEGIN PRIVATE KEY-----\r\nAAEC\r\nAw==\r\n-----END PRIVATE KEY-----\r\n",
                StandardCharsets.US_ASCII);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(store.keys().signing(HERE).getFirst().pkcs8()).containsExactly(0, 1, 2, 3);
        Files.writeString(file, "-----BEGIN EC PRIVATE KEY-----\n");
        assertThatThrownBy(() -> store.keys().signing(HERE))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("s1.ed25519.pem");
    }
}
