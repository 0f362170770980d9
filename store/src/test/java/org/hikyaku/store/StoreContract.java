package org.hikyaku.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.hikyaku.smtp.BodyType;
import org.hikyaku.smtp.Envelope;
import org.hikyaku.smtp.Recipient;
import org.hikyaku.smtp.ReversePath;
import org.hikyaku.store.Accounts.Account;
import org.hikyaku.store.Accounts.Alias;
import org.hikyaku.store.Accounts.Route;
import org.hikyaku.store.Accounts.Secrets;
import org.hikyaku.store.Domains.LocalDomain;
import org.hikyaku.store.Keys.StoredKey;
import org.hikyaku.store.Queue.Settlement;
import org.hikyaku.store.Queue.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store does. An implementation's test extends it and says how one is opened. */
public abstract class StoreContract {

    private static final Instant T0 = Instant.parse("2026-11-24T10:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final DomainName HERE = DomainName.of("here.example");
    private static final MailAddress A = MailAddress.of("a@here.example");
    private static final MailAddress B = MailAddress.of("b@here.example");
    private static final Secrets SECRETS = new Secrets("argon", "scram");

    protected Store store;

    /** Opens the store, the same one each time within a test. */
    protected abstract Store open();

    /** Flips a bit of the stored octets. */
    protected abstract void damage(BlobRef ref) throws IOException;

    /** Lets others read a key. */
    protected abstract void expose(DomainName domain, String selector) throws IOException;

    @BeforeEach
    final void openStore() {
        store = open();
    }

    @AfterEach
    final void closeStore() {
        store.close();
    }

    private void reopen() {
        store.close();
        store = open();
    }

    private void addHere() {
        assertThat(store.domains().add(new LocalDomain(HERE, null))).isTrue();
        assertThat(store.accounts().add(new Account(A, SECRETS))).isTrue();
        assertThat(store.accounts().add(new Account(B, SECRETS))).isTrue();
    }

    private BlobRef blob(String text) {
        return blob(text.getBytes(StandardCharsets.UTF_8), new byte[0]);
    }

    private BlobRef blob(byte[] octets, byte[] before) {
        try (Blobs.Writer writer = store.blobs().create()) {
            writer.write(octets, 0, octets.length);
            writer.prepend(before);
            assertThat(writer.sizeBytes()).isEqualTo(octets.length + before.length);
            return writer.commit();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private byte[] octets(BlobRef ref) throws IOException {
        try (InputStream in = store.blobs().open(ref)) {
            return in.readAllBytes();
        }
    }

    private static byte[] random(int length) {
        byte[] octets = new byte[length];
        new Random(length).nextBytes(octets);
        return octets;
    }

    @Nested
    class DomainsContract {

        @Test
        void addsChangesAndRemoves() {
            LocalDomain plain = new LocalDomain(HERE, null);
            assertThat(store.domains().add(plain)).isTrue();
            assertThat(store.domains().add(new LocalDomain(HERE, A))).isFalse();
            assertThat(store.domains().find(HERE)).contains(plain);
            assertThat(store.domains().update(new LocalDomain(HERE, A))).isTrue();
            reopen();
            assertThat(store.domains().find(HERE)).contains(new LocalDomain(HERE, A));
            assertThat(store.domains().remove(HERE)).isTrue();
            assertThat(store.domains().remove(HERE)).isFalse();
            assertThat(store.domains().find(HERE)).isEmpty();
        }

        @Test
        void changesNothingThatIsNotThere() {
            assertThat(store.domains().update(new LocalDomain(HERE, null))).isFalse();
            assertThat(store.domains().list()).isEmpty();
        }

        @Test
        void listsSorted() {
            for (String name : List.of("c.example", "a.example", "b.example")) {
                store.domains().add(new LocalDomain(DomainName.of(name), null));
            }
            assertThat(store.domains().list())
                    .extracting(d -> d.name().ascii())
                    .containsExactly("a.example", "b.example", "c.example");
        }

        @Test
        void keepsADomainThatHasAccountsOrAliases() {
            addHere();
            assertThatThrownBy(() -> store.domains().remove(HERE))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("here.example");
            DomainName other = DomainName.of("other.example");
            store.domains().add(new LocalDomain(other, null));
            store.accounts().addAlias(new Alias(MailAddress.of("x@other.example"), List.of(A)));
            assertThatThrownBy(() -> store.domains().remove(other))
                    .isInstanceOf(StoreException.class);
            assertThat(store.domains().find(other)).isPresent();
        }
    }

    @Nested
    class AccountsContract {

        @Test
        void addsChangesAndRemoves() {
            addHere();
            assertThat(store.accounts().add(new Account(MailAddress.of("A@Here.Example"), SECRETS)))
                    .as("the same in other case")
                    .isFalse();
            Secrets changed = new Secrets("new", "new");
            assertThat(store.accounts().updateSecrets(A, changed)).isTrue();
            assertThat(store.accounts().updateSecrets(MailAddress.of("x@here.example"), changed))
                    .isFalse();
            reopen();
            assertThat(store.accounts().find(MailAddress.of("A@here.example")))
                    .contains(new Account(A, changed));
            assertThat(store.accounts().list()).extracting(Account::address).containsExactly(A, B);
            assertThat(store.accounts().remove(A)).isTrue();
            assertThat(store.accounts().remove(A)).isFalse();
            assertThat(store.accounts().find(A)).isEmpty();
        }

        @Test
        void needsItsDomain() {
            assertThatThrownBy(() -> store.accounts().add(new Account(A, SECRETS)))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("here.example");
            assertThatThrownBy(() -> store.accounts().addAlias(new Alias(A, List.of(B))))
                    .isInstanceOf(StoreException.class);
        }

        @Test
        void takesItsMailboxesAlong() {
            addHere();
            store.mailboxes().deliver(delivery(blob("m"), A, B));
            store.accounts().remove(A);
            assertThat(store.mailboxes().list(A, null, 0, 10)).isEmpty();
            assertThat(store.mailboxes().list(B, null, 0, 10)).hasSize(1);
        }

        @Test
        void aliasesAddAndRemove() {
            addHere();
            Alias all = new Alias(MailAddress.of("All@here.example"), List.of(B, A));
            assertThat(store.accounts().addAlias(all)).isTrue();
            assertThat(store.accounts().addAlias(all)).isFalse();
            assertThat(store.accounts().addAlias(new Alias(A, List.of(B))))
                    .as("an account has the address")
                    .isFalse();
            assertThat(store.accounts().add(new Account(all.address(), SECRETS)))
                    .as("an alias has the address")
                    .isFalse();
            assertThat(store.accounts().aliases())
                    .containsExactly(new Alias(MailAddress.of("all@here.example"), List.of(A, B)));
            assertThatThrownBy(() -> store.accounts().remove(A)).isInstanceOf(StoreException.class);
            assertThat(store.accounts().find(A)).isPresent();
            assertThat(store.accounts().removeAlias(all.address())).isTrue();
            assertThat(store.accounts().removeAlias(all.address())).isFalse();
            assertThat(store.accounts().remove(A)).isTrue();
        }

        @Test
        void keepsTheAccountOfACatchAll() {
            addHere();
            DomainName other = DomainName.of("other.example");
            store.domains().add(new LocalDomain(other, A));
            assertThatThrownBy(() -> store.accounts().remove(A))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("catch-all of other.example");
            assertThat(store.accounts().find(A)).isPresent();
            store.domains().update(new LocalDomain(other, B));
            assertThat(store.accounts().remove(A)).isTrue();
            assertThat(store.accounts().route(MailAddress.of("x@other.example")))
                    .isEqualTo(new Route.Deliver(List.of(B)));
        }

        @Test
        void anAliasLeadsToAccountsOnly() {
            addHere();
            MailAddress stranger = MailAddress.of("x@elsewhere.example");
            assertThatThrownBy(
                            () ->
                                    store.accounts()
                                            .addAlias(
                                                    new Alias(
                                                            MailAddress.of("n@here.example"),
                                                            List.of(A, stranger))))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("x@elsewhere.example");
            assertThat(store.accounts().aliases()).as("nothing is left of it").isEmpty();
        }

        @Test
        void secretsDoNotShow() {
            assertThat(new Account(A, SECRETS).toString()).doesNotContain("argon", "scram");
        }
    }

    @Nested
    class RoutesContract {

        @BeforeEach
        void add() {
            addHere();
            store.accounts().addAlias(new Alias(MailAddress.of("all@here.example"), List.of(A, B)));
            store.accounts().add(new Account(MailAddress.of("a+own@here.example"), SECRETS));
            store.domains().add(new LocalDomain(DomainName.of("catch.example"), B));
            store.domains().add(new LocalDomain(DomainName.of("void.example"), null));
            store.domains()
                    .add(
                            new LocalDomain(
                                    DomainName.of("stale.example"),
                                    MailAddress.of("gone@here.example")));
        }

        @ParameterizedTest
        @CsvSource({
            "a@here.example, a@here.example",
            "A@HERE.example, a@here.example",
            "a+x@here.example, a@here.example",
            "a+x+y@here.example, a@here.example",
            "a+own@here.example, a+own@here.example",
            "all@here.example, a@here.example b@here.example",
            "all+x@here.example, a@here.example b@here.example",
            "anybody@catch.example, b@here.example",
            "postmaster@here.example, a@here.example",
            "PostMaster@here.example, a@here.example",
            "abuse@void.example, a@here.example",
            "postmaster@catch.example, b@here.example",
        })
        void leadsToAccounts(String address, String accounts) {
            List<MailAddress> expected = new ArrayList<>();
            for (String account : accounts.split(" ", -1)) {
                expected.add(MailAddress.of(account));
            }
            assertThat(store.accounts().route(MailAddress.of(address)))
                    .isInstanceOfSatisfying(
                            Route.Deliver.class,
                            r ->
                                    assertThat(r.accounts())
                                            .containsExactlyInAnyOrderElementsOf(expected));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "x@here.example",
                    "+a@here.example",
                    "x+a@here.example",
                    "postmaster+a@here.example",
                    "webmaster@void.example",
                    "anybody@stale.example"
                })
        void isUnknown(String address) {
            assertThat(store.accounts().route(MailAddress.of(address)))
                    .isEqualTo(new Route.Unknown());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "a@elsewhere.example",
                    "a@sub.here.example",
                    "postmaster@example",
                    "a@xhere.example"
                })
        void isNotLocal(String address) {
            assertThat(store.accounts().route(MailAddress.of(address)))
                    .isEqualTo(new Route.NotLocal());
        }

        @Test
        void anAliasIsPostmasterBeforeAnybodyElse() {
            store.accounts()
                    .addAlias(new Alias(MailAddress.of("postmaster@here.example"), List.of(B)));
            assertThat(store.accounts().route(MailAddress.of("postmaster@here.example")))
                    .isEqualTo(new Route.Deliver(List.of(B)));
        }

        @Test
        void nobodyIsPostmasterOfAStoreWithoutAccounts() {
            for (String name : List.of("all@here.example")) {
                store.accounts().removeAlias(MailAddress.of(name));
            }
            store.domains().update(new LocalDomain(DomainName.of("catch.example"), null));
            store.accounts().list().forEach(a -> store.accounts().remove(a.address()));
            assertThat(store.accounts().route(MailAddress.of("postmaster@here.example")))
                    .isEqualTo(new Route.Unknown());
        }

        @ParameterizedTest
        @CsvSource({
            "a@here.example, a@here.example, true",
            "a@here.example, A@here.example, true",
            "a@here.example, a+news@here.example, true",
            "a@here.example, all@here.example, true",
            "b@here.example, all+x@here.example, true",
            "a@here.example, b@here.example, false",
            "a@here.example, a+own@here.example, false",
            "a+own@here.example, a+own@here.example, true",
            "a+own@here.example, a@here.example, false",
            "b@here.example, x@catch.example, false",
            "a@here.example, postmaster@here.example, false",
            "a@here.example, a@elsewhere.example, false",
            "a@here.example, +@here.example, false",
        })
        void owns(String account, String sender, boolean owns) {
            assertThat(store.accounts().owns(MailAddress.of(account), MailAddress.of(sender)))
                    .isEqualTo(owns);
        }
    }

    @Nested
    class KeysContract {

        private final byte[] pkcs8 = random(1200);
        private final StoredKey key = new StoredKey(HERE, "s1", "rsa", pkcs8);

        @Test
        void addsAndRemoves() {
            store.keys().add(new StoredKey(HERE, "s2", "ed25519", random(48)));
            store.keys().add(key);
            reopen();
            assertThat(store.keys().signing(HERE))
                    .extracting(StoredKey::selector, StoredKey::algorithm)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("s1", "rsa"),
                            org.assertj.core.groups.Tuple.tuple("s2", "ed25519"));
            assertThat(store.keys().signing(HERE).getFirst().pkcs8()).isEqualTo(pkcs8);
            assertThat(store.keys().signing(DomainName.of("other.example"))).isEmpty();
            assertThat(store.keys().remove(HERE, "s1")).isTrue();
            assertThat(store.keys().remove(HERE, "s1")).isFalse();
            assertThat(store.keys().signing(HERE)).hasSize(1);
        }

        @Test
        void aKeySignsFromWhenItIsToldTo() {
            store.keys().addIdle(key);
            reopen();
            assertThat(store.keys().signing(HERE)).isEmpty();
            assertThat(store.keys().idle(HERE)).hasSize(1);
            assertThatThrownBy(() -> store.keys().add(key)).isInstanceOf(StoreException.class);
            assertThat(store.keys().sign(HERE, "s1", true)).isTrue();
            assertThat(store.keys().sign(HERE, "s1", true)).isTrue();
            reopen();
            assertThat(store.keys().idle(HERE)).isEmpty();
            assertThat(store.keys().signing(HERE).getFirst().pkcs8()).isEqualTo(pkcs8);
            assertThat(store.keys().sign(HERE, "s1", false)).isTrue();
            assertThat(store.keys().signing(HERE)).isEmpty();
            assertThat(store.keys().sign(HERE, "s9", true)).isFalse();
            assertThat(store.keys().remove(HERE, "s1")).isTrue();
            assertThat(store.keys().idle(HERE)).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"rsa", "ed25519"})
        void aSelectorHasOneKey(String algorithm) {
            store.keys().add(key);
            assertThatThrownBy(
                            () -> store.keys().add(new StoredKey(HERE, "s1", algorithm, random(9))))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("s1");
            assertThat(store.keys().signing(HERE).getFirst().pkcs8()).isEqualTo(pkcs8);
        }

        @ParameterizedTest
        @ValueSource(strings = {"../s1", "a/b", "", ".", "..", "a..b", "a\u0000", "ü"})
        void aSelectorIsALabel(String selector) {
            assertThatThrownBy(() -> store.keys().add(new StoredKey(HERE, selector, "rsa", pkcs8)))
                    .isInstanceOf(StoreException.class);
        }

        @Test
        void refusesAKeyThatOthersCanRead() throws IOException {
            store.keys().add(key);
            expose(HERE, "s1");
            assertThatThrownBy(() -> store.keys().signing(HERE))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("chmod");
        }

        @Test
        void doesNotShowItself() {
            assertThat(key.toString()).isEqualTo("s1._domainkey.here.example (rsa)");
        }
    }

    @Nested
    class BlobsContract {

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 16_383, 16_385, 262_143, 262_144, 262_145, 524_288, 3_000_001})
        void readsWhatWasWritten(int length) throws IOException {
            byte[] octets = random(length);
            byte[] before = random(777);
            BlobRef plain = blob(octets, new byte[0]);
            BlobRef prepended = blob(octets, before);
            assertThat(plain.sizeBytes()).isEqualTo(length);
            assertThat(octets(plain)).isEqualTo(octets);
            reopen();
            byte[] all = octets(prepended);
            assertThat(all).hasSize(before.length + length);
            assertThat(all).startsWith(before).endsWith(octets);
        }

        @Test
        void anInterruptLosesNeitherAMessageNorARow() throws IOException {
            Thread.currentThread().interrupt();
            BlobRef small = blob(random(10), new byte[0]);
            BlobRef great = blob(random(600_000), new byte[0]);
            addHere();
            store.mailboxes().deliver(delivery(small, A));
            assertThat(Thread.interrupted()).as("is still noted").isTrue();
            reopen();
            assertThat(octets(small)).isEqualTo(random(10));
            assertThat(octets(great)).isEqualTo(random(600_000));
            assertThat(store.mailboxes().list(A, null, 0, 10)).hasSize(1);
        }

        @ParameterizedTest
        @CsvSource({"1, 0, -1", "1, -1, 1", "77, 0, 1"})
        void aPlaceThatCannotBeIsRefused(long segment, long offset, long size) {
            BlobRef ref = new BlobRef(blob("text").segment() - 1 + segment, offset, size, 0);
            assertThatThrownBy(() -> store.blobs().open(ref)).isInstanceOf(StoreException.class);
        }

        @Test
        void prependsOnceAndCommitsOnce() throws IOException {
            try (Blobs.Writer writer = store.blobs().create()) {
                writer.prepend(new byte[] {1});
                assertThatThrownBy(() -> writer.prepend(new byte[] {2}))
                        .isInstanceOf(IllegalStateException.class);
                writer.write(3);
                BlobRef ref = writer.commit();
                assertThat(octets(ref)).containsExactly(1, 3);
                assertThatThrownBy(writer::commit).isInstanceOf(IllegalStateException.class);
            }
        }

        @Test
        void writesAtTheSameTime() throws Exception {
            int writers = 24;
            Map<Integer, Future<BlobRef>> refs = new java.util.HashMap<>();
            CountDownLatch together = new CountDownLatch(writers);
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < writers; i++) {
                    int length = 1000 + i * 20_000;
                    refs.put(
                            length,
                            threads.submit(
                                    () -> {
                                        together.countDown();
                                        together.await();
                                        return blob(random(length), random(i(length)));
                                    }));
                }
            }
            for (Map.Entry<Integer, Future<BlobRef>> one : refs.entrySet()) {
                byte[] all = octets(one.getValue().get());
                assertThat(all)
                        .hasSize(one.getKey() + i(one.getKey()))
                        .startsWith(random(i(one.getKey())))
                        .endsWith(random(one.getKey()));
            }
        }

        private static int i(int length) {
            return length % 91;
        }

        @Test
        void anInterruptedWriterHurtsNobodyElse() throws Exception {
            Thread interrupted =
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        Thread.currentThread().interrupt();
                                        try (Blobs.Writer writer = store.blobs().create()) {
                                            writer.write(1);
                                            writer.commit();
                                        } catch (IOException _) {
                                            // its own message may be lost
                                        }
                                    });
            interrupted.join();
            assertThat(octets(blob("after"))).asString().isEqualTo("after");
        }

        @ParameterizedTest
        @ValueSource(ints = {10, 600_000})
        void noticesDamage(int length) throws IOException {
            BlobRef ref = blob(random(length), new byte[0]);
            damage(ref);
            assertThatThrownBy(() -> octets(ref))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("damaged");
        }

        @Test
        void saysThatBytesAreGone() {
            assertThatThrownBy(() -> octets(new BlobRef(4711, 0, 5, 0)))
                    .isInstanceOf(StoreException.class);
            BlobRef ref = blob("short");
            assertThatThrownBy(() -> octets(new BlobRef(ref.segment(), ref.offset() + 900, 5, 0)))
                    .isInstanceOf(IOException.class);
        }
    }

    private static Mailboxes.Delivery delivery(BlobRef blob, MailAddress... to) {
        List<Mailboxes.Target> targets = new ArrayList<>();
        for (MailAddress address : to) {
            targets.add(new Mailboxes.Target(address, Mailboxes.INBOX));
        }
        return Mailboxes.Delivery.ofOurOwn(
                blob, targets, ReversePath.of("s@elsewhere.example"), T0);
    }

    private static Evidence.Inbound inbound(Instant at, List<String> dkim) {
        return new Evidence.Inbound(
                at,
                "192.0.2.1",
                "mx.example",
                "s@elsewhere.example",
                null,
                "pass",
                dkim,
                "none",
                "pass",
                "reject",
                "quarantine",
                null,
                2);
    }

    @Nested
    class MailboxesContract {

        @BeforeEach
        void add() {
            addHere();
        }

        @Test
        void filesInEachMailboxWithItsEvidence() {
            BlobRef blob = blob("m");
            Evidence.Inbound seen = inbound(T0, List.of("d s pass", "e t fail"));
            List<Long> ids =
                    store.mailboxes()
                            .deliver(
                                    new Mailboxes.Delivery(
                                            blob,
                                            List.of(
                                                    new Mailboxes.Target(B, Mailboxes.JUNK),
                                                    new Mailboxes.Target(A, Mailboxes.INBOX)),
                                            ReversePath.NULL,
                                            T0,
                                            seen));
            reopen();
            assertThat(ids).hasSize(2);
            assertThat(store.mailboxes().find(ids.get(0)))
                    .contains(
                            new Mailboxes.Stored(
                                    ids.get(0), B, Mailboxes.JUNK, blob, ReversePath.NULL, T0));
            assertThat(store.mailboxes().find(ids.get(1)))
                    .get()
                    .extracting(Mailboxes.Stored::account)
                    .isEqualTo(A);
            assertThat(store.evidence().inbound(T0, 10)).containsExactly(seen);
        }

        @Test
        void listsByMailboxAndPage() {
            List<Long> ids = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                ids.addAll(store.mailboxes().deliver(delivery(blob("m" + i), A)));
            }
            assertThat(ids).isSorted().doesNotHaveDuplicates();
            assertThat(store.mailboxes().list(A, null, ids.get(1), 2))
                    .extracting(Mailboxes.Stored::id)
                    .containsExactly(ids.get(2), ids.get(3));
            assertThat(store.mailboxes().list(A, Mailboxes.INBOX, 0, 10)).hasSize(5);
            assertThat(store.mailboxes().list(A, Mailboxes.JUNK, 0, 10)).isEmpty();
            assertThat(store.mailboxes().list(B, null, 0, 10)).isEmpty();
            assertThat(store.mailboxes().find(ids.get(4) + 1)).isEmpty();
        }

        @Test
        void filesNothingWhereOneAccountIsGone() {
            store.accounts().remove(B);
            assertThatThrownBy(() -> store.mailboxes().deliver(delivery(blob("m"), A, B)))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("b@here.example");
            assertThat(store.mailboxes().list(A, null, 0, 10)).isEmpty();
        }

        @Test
        void oneFailureLeavesTheOthersOfItsBatchAlone() throws Exception {
            store.accounts().remove(B);
            BlobRef blob = blob("m");
            List<Future<List<Long>>> good = new ArrayList<>();
            List<Future<List<Long>>> bad = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 40; i++) {
                    good.add(threads.submit(() -> store.mailboxes().deliver(delivery(blob, A))));
                    bad.add(threads.submit(() -> store.mailboxes().deliver(delivery(blob, A, B))));
                }
            }
            Set<Long> ids = new HashSet<>();
            for (Future<List<Long>> one : good) {
                ids.addAll(one.get());
            }
            assertThat(bad).allMatch(f -> f.state() == Future.State.FAILED);
            assertThat(store.mailboxes().list(A, null, 0, 1000))
                    .extracting(Mailboxes.Stored::id)
                    .containsExactlyInAnyOrderElementsOf(ids)
                    .hasSize(40);
        }
    }

    @Nested
    class QueueContract {

        private final Set<DomainName> none = Set.of();
        private final DomainName x = DomainName.of("x.example");
        private final DomainName y = DomainName.of("y.example");

        private Queue.QueueId add(Instant at, String... to) {
            List<Recipient> recipients = new ArrayList<>();
            for (String address : to) {
                recipients.add(Recipient.of(MailAddress.of(address)));
            }
            return store.queue()
                    .add(
                            new Queue.NewMessage(
                                    blob("m"),
                                    new Envelope(
                                            ReversePath.of(A), recipients, Envelope.Options.NONE),
                                    at));
        }

        private List<Queue.Lease> lease(Instant now) {
            return store.queue().lease("me", 10, none, now, HOUR);
        }

        private List<State> states(Queue.QueueId id) {
            return store.queue()
                    .find(id)
                    .map(m -> m.entries().stream().map(Queue.Entry::state).toList())
                    .orElse(List.of());
        }

        @Test
        void keepsTheWholeEnvelope() {
            Envelope envelope =
                    new Envelope(
                            ReversePath.of("Sender@here.example"),
                            List.of(
                                    new Recipient(
                                            MailAddress.of("\"odd one\"@x.example"),
                                            Set.of(
                                                    Recipient.Notify.SUCCESS,
                                                    Recipient.Notify.DELAY),
                                            "rfc822;Odd+20one@x.example"),
                                    new Recipient(
                                            MailAddress.of("Grüße@y.example"),
                                            Set.of(Recipient.Notify.NEVER),
                                            null)),
                            new Envelope.Options(
                                    BodyType.EIGHT_BIT_MIME, true, true, "env 1", true));
            BlobRef blob = blob("m");
            Queue.QueueId id = store.queue().add(new Queue.NewMessage(blob, envelope, T0));
            reopen();
            Queue.Message found = store.queue().find(id).orElseThrow();
            assertThat(found.blob()).isEqualTo(blob);
            assertThat(found.from()).isEqualTo(envelope.from());
            assertThat(found.options()).isEqualTo(envelope.options());
            assertThat(found.queued()).isEqualTo(T0);
            assertThat(found.entries())
                    .extracting(Queue.Entry::recipient)
                    .containsExactlyElementsOf(envelope.recipients());
            assertThat(found.entries())
                    .allSatisfy(
                            e -> {
                                assertThat(e.state()).isEqualTo(State.WAITING);
                                assertThat(e.attempts()).isZero();
                                assertThat(e.lastReply()).isEmpty();
                                assertThat(e.delayReported()).isFalse();
                            });
            assertThat(Queue.QueueId.parse(id.toString())).contains(id);
        }

        @Test
        void leasesEachDomainOfAMessageOnce() {
            add(T0, "1@x.example", "2@y.example", "3@x.example");
            List<Queue.Lease> leases = lease(T0);
            assertThat(leases).extracting(Queue.Lease::domain).containsExactlyInAnyOrder(x, y);
            assertThat(leases)
                    .filteredOn(l -> l.domain().equals(x))
                    .singleElement()
                    .satisfies(
                            l ->
                                    assertThat(l.message().entries())
                                            .extracting(Queue.Entry::number)
                                            .containsExactly(0, 2));
            assertThat(lease(T0)).isEmpty();
            assertThat(store.queue().lease("other", 10, none, T0, HOUR)).isEmpty();
        }

        @Test
        void leasesTheLongestDueFirstAndNoBusyDomain() {
            add(T0.plusSeconds(2), "1@y.example");
            add(T0.plusSeconds(1), "2@x.example");
            add(T0.plusSeconds(9), "3@z.example");
            Instant now = T0.plusSeconds(5);
            assertThat(store.queue().lease("me", 1, none, now, HOUR))
                    .extracting(Queue.Lease::domain)
                    .containsExactly(x);
            assertThat(store.queue().lease("me", 9, Set.of(y, x), now, HOUR)).isEmpty();
            assertThat(store.queue().lease("me", 9, Set.of(x), now, HOUR))
                    .extracting(Queue.Lease::domain)
                    .containsExactly(y);
            assertThat(store.queue().nextDue()).contains(T0.plusSeconds(9));
        }

        @Test
        void settlesEachRecipient() {
            Queue.QueueId id = add(T0, "1@x.example", "2@x.example", "3@x.example", "4@y.example");
            Queue.Lease lease = onlyOf(x);
            Instant later = T0.plusSeconds(60);
            assertThat(
                            store.queue()
                                    .settle(
                                            lease,
                                            List.of(
                                                    new Settlement.Delivered(0, "250 ok"),
                                                    new Settlement.Bounced(1, "550 no"),
                                                    new Settlement.Retry(
                                                            2, later, "451 wait", true)),
                                            List.of()))
                    .isTrue();
            reopen();
            Queue.Message message = store.queue().find(id).orElseThrow();
            assertThat(states(id))
                    .containsExactly(State.DELIVERED, State.BOUNCED, State.WAITING, State.WAITING);
            Queue.Entry waiting = message.entries().get(2);
            assertThat(waiting.attempts()).isEqualTo(1);
            assertThat(waiting.nextAttempt()).isEqualTo(later);
            assertThat(waiting.lastReply()).isEqualTo("451 wait");
            assertThat(waiting.delayReported()).isTrue();
            assertThat(store.queue().size()).isEqualTo(2);
            store.queue().releaseAll("me");
            assertThat(onlyOf(x, later).message().entries())
                    .extracting(Queue.Entry::number)
                    .containsExactly(2);
        }

        private Queue.Lease onlyOf(DomainName domain) {
            return onlyOf(domain, T0);
        }

        private Queue.Lease onlyOf(DomainName domain, Instant now) {
            List<Queue.Lease> leases = lease(now);
            for (Queue.Lease lease : leases) {
                if (lease.domain().equals(domain)) {
                    return lease;
                }
            }
            throw new AssertionError(leases.toString());
        }

        @Test
        void removesAMessageThatIsDone() {
            Queue.QueueId id = add(T0, "1@x.example", "2@y.example");
            List<Queue.Lease> leases = lease(T0);
            settle(leases.get(0), "250 ok");
            assertThat(store.queue().find(id)).isPresent();
            settle(leases.get(1), "250 ok");
            assertThat(store.queue().find(id)).isEmpty();
            assertThat(store.queue().list(0, 10)).isEmpty();
            assertThat(store.queue().size()).isZero();
            assertThat(store.queue().nextDue()).isEmpty();
        }

        private void settle(Queue.Lease lease, String reply) {
            List<Settlement> all = new ArrayList<>();
            lease.message()
                    .entries()
                    .forEach(e -> all.add(new Settlement.Delivered(e.number(), reply)));
            assertThat(store.queue().settle(lease, all, List.of())).isTrue();
        }

        @Test
        void filesAndReportsInTheSameTransaction() {
            addHere();
            Queue.QueueId id = add(T0, "1@x.example", "2@x.example");
            Queue.Lease lease = onlyOf(x);
            Queue.NewMessage report =
                    new Queue.NewMessage(
                            blob("report"),
                            new Envelope(
                                    ReversePath.NULL,
                                    List.of(Recipient.of(A)),
                                    Envelope.Options.NONE),
                            T0);
            Settlement filed = new Settlement.Filed(0, "filed", delivery(blob("m"), A, B));
            Settlement bounced = new Settlement.Bounced(1, "550 no");
            assertThat(store.queue().settle(lease, List.of(filed, bounced), List.of(report)))
                    .isTrue();
            assertThat(store.queue().find(id)).isEmpty();
            assertThat(store.mailboxes().list(B, null, 0, 10)).hasSize(1);
            assertThat(lease(T0))
                    .singleElement()
                    .satisfies(l -> assertThat(l.message().from().isNull()).isTrue());
        }

        @Test
        void changesNothingWhereFilingFails() {
            Queue.QueueId id = add(T0, "1@x.example", "2@x.example");
            Queue.Lease lease = onlyOf(x);
            Settlement filed = new Settlement.Filed(1, "filed", delivery(blob("m"), A));
            assertThatThrownBy(
                            () ->
                                    store.queue()
                                            .settle(
                                                    lease,
                                                    List.of(new Settlement.Delivered(0, ""), filed),
                                                    List.of()))
                    .isInstanceOf(StoreException.class);
            assertThat(states(id)).containsExactly(State.WAITING, State.WAITING);
        }

        @Test
        void aLostLeaseSettlesNothing() {
            Queue.QueueId id = add(T0, "1@x.example");
            Queue.Lease lost = onlyOf(x);
            Instant after = T0.plus(HOUR);
            Queue.Lease taken = store.queue().lease("other", 1, none, after, HOUR).getFirst();
            List<Settlement> delivered = List.of(new Settlement.Delivered(0, "250 ok"));
            assertThat(store.queue().settle(lost, delivered, List.of(reportToA()))).isFalse();
            store.queue().release(lost, after);
            assertThat(store.queue().lease("third", 9, none, after, HOUR)).isEmpty();
            assertThat(states(id)).containsExactly(State.WAITING);
            assertThat(store.queue().size()).as("no report").isEqualTo(1);
            assertThat(store.queue().settle(taken, delivered, List.of())).isTrue();
            assertThat(store.queue().settle(taken, delivered, List.of())).isFalse();
        }

        private Queue.NewMessage reportToA() {
            return new Queue.NewMessage(
                    blob("r"),
                    new Envelope(ReversePath.NULL, List.of(Recipient.of(A)), Envelope.Options.NONE),
                    T0);
        }

        @Test
        void releasesWithoutCountingAnAttempt() {
            add(T0, "1@x.example");
            store.queue().release(onlyOf(x), T0.plusSeconds(30));
            assertThat(lease(T0.plusSeconds(29))).isEmpty();
            assertThat(lease(T0.plusSeconds(30)))
                    .singleElement()
                    .satisfies(
                            l -> assertThat(l.message().entries().getFirst().attempts()).isZero());
        }

        @Test
        void releasesAllOfOneOwner() {
            add(T0, "1@x.example", "2@y.example");
            add(T0, "3@x.example");
            store.queue().lease("other", 1, none, T0, HOUR);
            assertThat(lease(T0)).hasSize(2);
            reopen();
            assertThat(store.queue().releaseAll("nobody")).isZero();
            assertThat(store.queue().releaseAll("me")).isEqualTo(2);
            assertThat(lease(T0)).hasSize(2);
        }

        @Test
        void holdsAndRetries() {
            Queue.QueueId id = add(T0, "1@x.example", "2@y.example");
            assertThat(store.queue().hold(id)).isEqualTo(2);
            assertThat(store.queue().hold(id)).isZero();
            assertThat(states(id)).containsOnly(State.HELD);
            assertThat(store.queue().size()).isEqualTo(2);
            assertThat(store.queue().nextDue()).isEmpty();
            assertThat(lease(T0.plus(HOUR))).isEmpty();
            Instant now = T0.plusSeconds(5);
            assertThat(store.queue().retry(id, now)).isEqualTo(2);
            assertThat(store.queue().nextDue()).contains(now);
            assertThat(lease(now)).hasSize(2);
        }

        @Test
        void makesWaitingRecipientsDueNow() {
            Queue.QueueId id = add(T0, "1@x.example");
            Instant far = T0.plus(Duration.ofDays(1));
            store.queue()
                    .settle(
                            onlyOf(x),
                            List.of(new Settlement.Retry(0, far, "451", false)),
                            List.of());
            assertThat(lease(T0)).isEmpty();
            assertThat(store.queue().retry(id, T0)).isEqualTo(1);
            assertThat(lease(T0)).hasSize(1);
            assertThat(store.queue().retry(id, T0)).isEqualTo(1);
            assertThat(lease(T0)).as("leased already").isEmpty();
        }

        @Test
        void holdDuringALeaseKeepsWhatIsLeft() {
            Queue.QueueId id = add(T0, "1@x.example", "2@x.example");
            Queue.Lease lease = onlyOf(x);
            assertThat(store.queue().hold(id)).isEqualTo(2);
            assertThat(
                            store.queue()
                                    .settle(
                                            lease,
                                            List.of(
                                                    new Settlement.Delivered(0, "250"),
                                                    new Settlement.Retry(1, T0, "451", false)),
                                            List.of()))
                    .isTrue();
            assertThat(states(id)).containsExactly(State.DELIVERED, State.HELD);
            assertThat(lease(T0.plus(HOUR))).isEmpty();
            assertThat(store.queue().retry(id, T0)).isEqualTo(1);
            assertThat(lease(T0)).hasSize(1);
        }

        @Test
        void holdDuringALeaseThatIsNeverSettled() {
            Queue.QueueId id = add(T0, "1@x.example");
            onlyOf(x);
            store.queue().hold(id);
            assertThat(store.queue().releaseAll("me")).isEqualTo(1);
            assertThat(states(id)).containsExactly(State.HELD);
            store.queue().retry(id, T0);
            onlyOf(x);
            store.queue().hold(id);
            assertThat(lease(T0.plus(HOUR))).as("after the lease").isEmpty();
            assertThat(store.queue().nextDue()).isEmpty();
        }

        /** The process dies within an attempt; the next one starts by giving its leases back. */
        @Test
        void whatWasHeldOrDroppedDuringALeaseStaysSoAfterACrash() {
            Queue.QueueId held = add(T0, "1@x.example", "2@x.example");
            Queue.Lease first = onlyOf(x);
            Queue.QueueId dropped = add(T0, "3@x.example");
            onlyOf(x);
            assertThat(store.queue().hold(held)).isEqualTo(2);
            assertThat(store.queue().drop(dropped)).isEqualTo(1);
            reopen();
            assertThat(store.queue().releaseAll("me")).isEqualTo(1);
            assertThat(states(held)).containsExactly(State.HELD, State.HELD);
            assertThat(store.queue().find(dropped)).isEmpty();
            assertThat(lease(T0.plus(HOUR))).isEmpty();
            assertThat(store.queue().releaseAll("me")).isZero();
            assertThat(
                            store.queue()
                                    .settle(
                                            first,
                                            List.of(
                                                    new Settlement.Delivered(0, "250"),
                                                    new Settlement.Delivered(1, "250")),
                                            List.of()))
                    .as("lost with the crash")
                    .isFalse();
            assertThat(store.queue().retry(held, T0)).isEqualTo(2);
            assertThat(onlyOf(x).message().entries()).hasSize(2);
        }

        @Test
        void dropsWaitingHeldAndLeased() {
            Queue.QueueId id = add(T0, "1@x.example", "2@y.example");
            Queue.Lease lease = onlyOf(x);
            assertThat(store.queue().drop(id)).isEqualTo(2);
            assertThat(store.queue().drop(id)).isZero();
            assertThat(store.queue().find(id)).isEmpty();
            assertThat(
                            store.queue()
                                    .settle(
                                            lease,
                                            List.of(new Settlement.Delivered(0, "250")),
                                            List.of()))
                    .isFalse();
            assertThat(store.queue().size()).isZero();
        }

        @Test
        void listsByPage() {
            List<Queue.QueueId> ids = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                ids.add(add(T0, "1@x.example", "2@y.example"));
            }
            assertThat(store.queue().list(ids.get(0).value(), 2))
                    .extracting(Queue.Message::id)
                    .containsExactly(ids.get(1), ids.get(2));
            assertThat(store.queue().list(0, 1).getFirst().entries()).hasSize(2);
        }

        @Test
        void isLeasedOnceByManyAtATime() throws Exception {
            for (int i = 0; i < 50; i++) {
                add(T0, i + "@d" + i + ".example");
            }
            List<Future<List<Queue.Lease>>> all = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 20; i++) {
                    String owner = "owner" + i;
                    all.add(threads.submit(() -> store.queue().lease(owner, 5, none, T0, HOUR)));
                }
            }
            List<Long> leased = new ArrayList<>();
            for (Future<List<Queue.Lease>> some : all) {
                some.get().forEach(l -> leased.add(l.message().id().value()));
            }
            assertThat(leased).hasSize(50).doesNotHaveDuplicates();
        }

        @Test
        void longRepliesAreCut() {
            Queue.QueueId id = add(T0, "1@x.example");
            store.queue()
                    .settle(
                            onlyOf(x),
                            List.of(new Settlement.Retry(0, T0, "5".repeat(100_000), false)),
                            List.of());
            assertThat(store.queue().find(id).orElseThrow().entries().getFirst().lastReply())
                    .startsWith("555")
                    .hasSizeLessThan(2000);
        }
    }

    @Nested
    class EvidenceContract {

        @Test
        void recordsAndFinds() {
            Evidence.Inbound first = inbound(T0, List.of());
            Evidence.Inbound second = inbound(T0.plusMillis(5), List.of("d s fail"));
            Evidence.Attempt attempt =
                    new Evidence.Attempt(
                            T0, "1a", "x.example", "mx.x.example", "none", "deferred", "451 wait");
            store.evidence().record(second);
            store.evidence().record(first);
            store.evidence().record(attempt);
            reopen(); // finishes what was begun
            assertThat(store.evidence().inbound(T0, 10)).containsExactly(first, second);
            assertThat(store.evidence().inbound(T0, 1)).containsExactly(first);
            assertThat(store.evidence().inbound(T0.plusMillis(1), 10)).containsExactly(second);
            assertThat(store.evidence().attempts(T0, 10)).containsExactly(attempt);
            assertThat(store.evidence().attempts(T0.plusMillis(1), 10)).isEmpty();
        }
    }

    @Nested
    class FoundOutside {

        private Evidence.Attempt found(String id) {
            return new Evidence.Attempt(
                    T0,
                    id,
                    "to.example",
                    "mx.to.example",
                    "none",
                    "delivered",
                    "250 ok",
                    "192.0.2.1",
                    java.time.Duration.ofMillis(1500));
        }

        @Test
        void rowsAndPlaceAreDurableTogether() {
            assertThat(store.evidence().place("log")).isEmpty();
            store.evidence().record(List.of(found("A"), found("B")), "log", "", "one");
            store.evidence().record(List.of(found("C")), "log", "one", "two");
            store.evidence().record(List.of(), "journal", "", "x");
            reopen();
            assertThat(store.evidence().place("log")).contains("two");
            assertThat(store.evidence().place("journal")).contains("x");
            assertThat(store.evidence().attempts(T0, 10))
                    .containsExactly(found("A"), found("B"), found("C"));
        }

        @Test
        void twoReadersAreTold() {
            store.evidence().record(List.of(found("A")), "log", "", "one");
            assertThatThrownBy(() -> store.evidence().record(List.of(found("A")), "log", "", "one"))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("another program reads the log");
            assertThat(store.evidence().attempts(T0, 10)).hasSize(1);
        }

        @Test
        void equalSessionsOfADayAreCounted() {
            Evidence.TlsSession good =
                    new Evidence.TlsSession(
                            "to.example",
                            "sts",
                            List.of("version: STSv1", "mode: enforce"),
                            List.of("mx.to.example"),
                            "mx.to.example",
                            "192.0.2.1",
                            "",
                            "");
            Evidence.TlsSession bad =
                    new Evidence.TlsSession(
                            "to.example",
                            "no-policy-found",
                            List.of(),
                            List.of(),
                            "mx.to.example",
                            "",
                            "starttls-not-supported",
                            "not offered");
            store.evidence().record(good, T0);
            store.evidence().record(good, T0.plusSeconds(1));
            store.evidence().record(bad, T0);
            reopen();
            java.time.LocalDate day = java.time.LocalDate.ofInstant(T0, java.time.ZoneOffset.UTC);
            assertThat(store.evidence().tlsSessions(day, 10))
                    .containsExactly(new Evidence.TlsCount(bad, 1), new Evidence.TlsCount(good, 2));
            assertThat(store.evidence().tlsSessions(day.plusDays(1), 10)).isEmpty();
        }
    }

    @Nested
    class LeasesContract {

        @Test
        void oneHoldsIt() {
            assertThat(store.leases().acquire("work", "me", T0, HOUR)).isTrue();
            assertThat(store.leases().acquire("work", "you", T0, HOUR)).isFalse();
            assertThat(store.leases().acquire("other", "you", T0, HOUR)).isTrue();
            assertThat(store.leases().acquire("work", "me", T0.plusSeconds(60), HOUR))
                    .as("renewed")
                    .isTrue();
            reopen();
            assertThat(store.leases().acquire("work", "you", T0.plus(HOUR), HOUR)).isFalse();
            assertThat(store.leases().acquire("work", "you", T0.plusSeconds(3660), HOUR)).isTrue();
        }

        @Test
        void onlyTheHolderGivesItBack() {
            store.leases().acquire("work", "me", T0, HOUR);
            store.leases().release("work", "you");
            assertThat(store.leases().acquire("work", "you", T0, HOUR)).isFalse();
            store.leases().release("work", "me");
            assertThat(store.leases().acquire("work", "you", T0, HOUR)).isTrue();
        }
    }

    @Nested
    class SignalsContract {

        private static final Duration LONG = Duration.ofMinutes(1);

        @Test
        void wakesWhoWaits() throws Exception {
            CompletableFuture<Boolean> woken = new CompletableFuture<>();
            Thread waiting =
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        try {
                                            woken.complete(
                                                    store.signals()
                                                            .await(Signals.Topic.QUEUE, LONG));
                                        } catch (InterruptedException e) {
                                            woken.completeExceptionally(e);
                                        }
                                    });
            store.signals().wake(Signals.Topic.QUEUE);
            waiting.join();
            assertThat(woken.get()).isTrue();
        }

        @Test
        void remembersAWakeSinceTheLastWait() throws InterruptedException {
            assertThat(store.signals().await(Signals.Topic.QUEUE, Duration.ofMillis(1))).isFalse();
            store.signals().wake(Signals.Topic.QUEUE);
            store.signals().wake(Signals.Topic.QUEUE);
            assertThat(store.signals().await(Signals.Topic.ACCOUNTS, Duration.ofMillis(1)))
                    .isFalse();
            assertThat(store.signals().await(Signals.Topic.QUEUE, LONG)).isTrue();
            assertThat(store.signals().await(Signals.Topic.QUEUE, Duration.ofMillis(1))).isFalse();
        }

        @Test
        void canBeInterrupted() {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> store.signals().await(Signals.Topic.QUEUE, LONG))
                    .isInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void aClosedStoreSaysSo() {
        store.close();
        assertThatThrownBy(() -> store.domains().add(new LocalDomain(HERE, null)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> store.domains().list())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("closed");
        store = open();
    }
}
