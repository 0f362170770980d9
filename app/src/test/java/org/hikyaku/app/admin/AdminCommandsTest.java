package org.hikyaku.app.admin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hikyaku.app.Ran;
import org.hikyaku.credentials.Passwords;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.hikyaku.smtp.Envelope;
import org.hikyaku.smtp.Recipient;
import org.hikyaku.smtp.ReversePath;
import org.hikyaku.store.Accounts.Account;
import org.hikyaku.store.BlobRef;
import org.hikyaku.store.Blobs;
import org.hikyaku.store.Mailboxes;
import org.hikyaku.store.Queue;
import org.hikyaku.store.embedded.EmbeddedStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The administrator's commands, each on a store that lives in a folder, as a shell runs them. */
final class AdminCommandsTest {

    private static final Instant RECEIVED = Instant.parse("2026-11-03T04:05:06Z");

    @TempDir Path folder;

    @BeforeEach
    void emptyStore() {
        EmbeddedStore.open(folder).close();
    }

    private Ran run(String words) {
        return with("", words);
    }

    private Ran with(String input, String words) {
        List<String> all = new ArrayList<>(List.of(words.split(" ")));
        all.addAll(List.of("--lang=en", "--dir=" + folder));
        return Ran.with(input, all.toArray(String[]::new));
    }

    private String done(String words) {
        Ran ran = run(words);
        assertThat(ran.status()).as(words + ": " + ran.err()).isZero();
        assertThat(ran.err()).isEmpty();
        return ran.out();
    }

    private String refused(String words) {
        Ran ran = run(words);
        assertThat(ran.status()).as(words).isEqualTo(2);
        assertThat(ran.err().lines()).as(words).hasSize(1);
        assertThat(ran.out()).isEmpty();
        return ran.err();
    }

    private void account(String address) {
        done("domain add " + MailAddress.of(address).domain() + " --no-keys");
        done("account add " + address);
    }

    // ---- domains

    @Test
    void aDomainComesWithKeysAndTheirRecords() {
        JsonNode data = run("domain add Example.COM --json").json();
        assertThat(data.get("domain").asString()).isEqualTo("example.com");
        assertThat(data.get("records")).hasSize(2);
        assertThat(data.get("records").get(0).get("name").asString())
                .endsWith("._domainkey.example.com");
        assertThat(data.get("records").get(1).get("value").asString()).contains("k=ed25519");
        try (EmbeddedStore store = EmbeddedStore.open(folder)) {
            assertThat(store.keys().signing(DomainName.of("example.com"))).hasSize(2);
        }
        assertThat(refused("domain keys example.com")).contains("has DKIM keys already");
    }

    @Test
    void domains() {
        assertThat(done("domain list")).contains("no domain; add one with");
        assertThat(done("domain add b.example --no-keys"))
                .isEqualTo("ok: mail for b.example is taken\n");
        done("domain add a.example --no-keys");
        assertThat(done("domain list")).isEqualTo("a.example\nb.example\n");
        assertThat(refused("domain add b.example")).contains("b.example is there already");
        assertThat(done("domain keys b.example")).contains("v=DKIM1", "ok: b.example signs with");
        assertThat(done("domain remove a.example")).contains("a.example is removed");
        assertThat(refused("domain remove a.example")).contains("is not a domain of this server");
        assertThat(refused("domain keys a.example")).contains("is not a domain of this server");
        assertThat(run("domain list --json").json().get(0).get("domain").asString())
                .isEqualTo("b.example");
    }

    @Test
    void aDomainWithAccountsStays() {
        account("a@x.example");
        assertThat(refused("domain remove x.example")).contains("x.example");
        assertThat(done("domain list")).isEqualTo("x.example\n");
    }

    @Test
    void allOtherAddressesGoToAnAccountThatIsThere() {
        account("a@x.example");
        assertThat(refused("domain add x.example --catch-all b@x.example"))
                .contains("b@x.example is not an account");
        done("domain add x.example --catch-all a@x.example");
        assertThat(done("domain list")).contains("x.example  (all other addresses: a@x.example)");
    }

    @Test
    void anInternationalDomainHasTwoForms() {
        assertThat(done("domain add 例え.example --no-keys")).contains("例え.example");
        assertThat(run("domain list --json").json().get(0).get("domain").asString())
                .isEqualTo("xn--r8jz45g.example");
        assertThat(refused("domain add xn--r8jz45g.example")).contains("is there already");
    }

    // ---- accounts

    @Test
    void aPasswordThatIsMadeUpIsShownOnceAndFits() {
        done("domain add x.example --no-keys");
        JsonNode data = run("account add Alice@X.example --json").json();
        String password = data.get("password").asString();
        assertThat(password.length()).isGreaterThan(15);
        MailAddress address = MailAddress.of(data.get("account").asString());
        try (EmbeddedStore store = EmbeddedStore.open(folder)) {
            Account account = store.accounts().find(address).orElseThrow();
            assertThat(new Passwords(new SecureRandom()).verify(account.secrets(), password))
                    .isTrue();
        }
        assertThat(done("account list")).doesNotContain(password);
    }

    @Test
    void aPasswordThatIsGivenIsNotShown() {
        account("a@x.example");
        Ran ran =
                with(
                        "correct horse\r\nsecond line",
                        "account password a@x.example --password-stdin");
        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(ran.out()).isEqualTo("ok: a@x.example has a new password\n");
        try (EmbeddedStore store = EmbeddedStore.open(folder)) {
            Account account = store.accounts().find(MailAddress.of("a@x.example")).orElseThrow();
            assertThat(new Passwords(new SecureRandom()).verify(account.secrets(), "correct horse"))
                    .isTrue();
        }
    }

    @Test
    void aPasswordHasALength() {
        account("a@x.example");
        String words = "account password a@x.example --password-stdin";
        assertThat(with("short\n", words).err()).contains("8 characters or more");
        assertThat(with("", words).err()).contains("8 characters or more");
        assertThat(with("x".repeat(1_000_000), words).err()).contains("at most 256 characters");
    }

    @Test
    void accounts() {
        assertThat(done("account list")).contains("no accounts");
        assertThat(refused("account add a@x.example")).contains("hikyaku domain add x.example");
        account("a@x.example");
        assertThat(refused("account add A@X.EXAMPLE")).contains("is there already");
        done("account add b@x.example");
        assertThat(done("account list")).isEqualTo("a@x.example\nb@x.example\n");
        assertThat(refused("account password c@x.example")).contains("no account c@x.example");
        assertThat(refused("account remove c@x.example")).contains("no account c@x.example");
        assertThat(done("account remove b@x.example")).contains("b@x.example is removed");
        assertThat(run("account list --json").json()).hasSize(1);
    }

    // ---- aliases

    @Test
    void aliases() {
        account("a@x.example");
        done("account add b@x.example");
        assertThat(done("alias list")).contains("no aliases");
        assertThat(done("alias add info@x.example a@x.example b@x.example"))
                .isEqualTo("ok: mail for info@x.example goes to a@x.example, b@x.example\n");
        assertThat(refused("alias add info@x.example a@x.example")).contains("is there already");
        assertThat(refused("alias add a@x.example b@x.example")).contains("is there already");
        assertThat(refused("alias add i@x.example c@x.example")).contains("is not an account");
        assertThat(refused("alias add i@x.example me@elsewhere.example")).contains("SPF");
        assertThat(refused("alias add i@y.example a@x.example")).contains("domain add y.example");
        assertThat(refused("account remove a@x.example")).contains("aliases still lead to");
        assertThat(done("alias list")).isEqualTo("info@x.example -> a@x.example, b@x.example\n");
        assertThat(done("alias remove Info@x.example")).contains("is removed");
        assertThat(refused("alias remove info@x.example")).contains("there is no alias");
    }

    // ---- mail

    private void deliver(String mailbox, String text) {
        MailAddress account = MailAddress.of("a@x.example");
        try (EmbeddedStore store = EmbeddedStore.open(folder)) {
            BlobRef blob = blob(store, text);
            store.mailboxes()
                    .deliver(
                            Mailboxes.Delivery.ofOurOwn(
                                    blob,
                                    List.of(new Mailboxes.Target(account, mailbox)),
                                    ReversePath.of("b@y.example"),
                                    RECEIVED));
        }
    }

    private static BlobRef blob(EmbeddedStore store, String text) {
        try (Blobs.Writer writer = store.blobs().create()) {
            byte[] octets = text.replace("\n", "\r\n").getBytes(US_ASCII);
            writer.write(octets, 0, octets.length);
            return writer.commit();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void twoMessages() {
        account("a@x.example");
        deliver(
                "INBOX",
                "From: B <b@y.example>\nSubject: one\n\nHello\nFrom here\n>From there\n.\n");
        deliver("Junk", "From: spam\nSubject: \u0007bell\n\nno line end");
    }

    @Test
    void whatArrivedIsListedAndShown() {
        twoMessages();
        assertThat(done("mail list a@x.example"))
                .contains("one", "INBOX", "Junk", "2026-11-03T04:05");
        assertThat(done("mail list a@x.example --mailbox Junk")).doesNotContain("INBOX");
        long id = run("mail list A@X.example --json").json().get(0).get("id").asLong();
        assertThat(done("mail show " + id)).contains("Subject: one", "Hello");
        assertThat(refused("mail show 99999")).contains("there is no message 99999");
        assertThat(refused("mail list b@x.example")).contains("there is no account b@x.example");
        assertThat(refused("mail export b@x.example --to y")).contains("there is no account");
    }

    @Test
    void nothingInAMessageReachesTheTerminal() {
        account("a@x.example");
        deliver("INBOX", "From: \u001b[2J\nSubject: \u001b]0;title\u0007\n\n\u001b[31mred\n");
        assertThat(done("mail list a@x.example")).doesNotContain("\u001b", "\u0007");
        long id = run("mail list a@x.example --json").json().get(0).get("id").asLong();
        assertThat(done("mail show " + id)).doesNotContain("\u001b").contains("\\u001b[31mred");
    }

    @Test
    void anAccountWithMailIsNotRemovedByMistake() {
        twoMessages();
        assertThat(refused("account remove a@x.example")).contains("add --yes");
        assertThat(done("account remove a@x.example --yes")).contains("is removed");
    }

    @Test
    void messagesGoToFiles() throws IOException {
        twoMessages();
        Path to = folder.resolve("out");
        assertThat(done("mail export a@x.example --to " + to)).contains("2 messages");
        try (Stream<Path> files = Files.list(to)) {
            Path inbox =
                    files.filter(f -> f.getFileName().toString().startsWith("INBOX"))
                            .findFirst()
                            .orElseThrow();
            assertThat(Files.readString(inbox)).contains("Hello\r\nFrom here\r\n");
        }
        assertThat(done("mail export a@x.example --to " + to)).contains("0 messages");
        try (Stream<Path> files = Files.list(to)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void messagesGoToAMaildir() throws IOException {
        twoMessages();
        Path to = folder.resolve("Maildir");
        done("mail export a@x.example --format maildir --to " + to);
        for (String box : new String[] {"", ".Junk"}) {
            for (String part : new String[] {"tmp", "new", "cur"}) {
                assertThat(to.resolve(box).resolve(part)).isDirectory();
            }
            try (Stream<Path> files = Files.list(to.resolve(box).resolve("cur"))) {
                assertThat(files).hasSize(1);
            }
        }
        assertThat(done("mail export a@x.example --format maildir --to " + to))
                .contains("0 messages");
    }

    @Test
    void messagesGoToAnMbox() throws IOException {
        twoMessages();
        Path to = folder.resolve("mail.mbox");
        done("mail export a@x.example --format mbox --to " + to);
        assertThat(Files.readString(to, US_ASCII))
                .isEqualTo(
                        """
                        From MAILER-DAEMON Tue Nov  3 04:05:06 2026
                        From: B <b@y.example>
                        Subject: one

                        Hello
                        >From here
                        >>From there
                        .

                        From MAILER-DAEMON Tue Nov  3 04:05:06 2026
                        From: spam
                        Subject: \u0007bell

                        no line end

                        """);
        assertThat(refused("mail export a@x.example --format mbox --to " + to))
                .contains("is there already");
        assertThat(folder.resolve("mail.mbox.part")).doesNotExist();
    }

    @Test
    void aPlaceThatCannotBeWrittenIsTold() throws IOException {
        twoMessages();
        Files.writeString(folder.resolve("letter"), "mine");
        assertThat(refused("mail export a@x.example --to " + folder + "/letter"))
                .contains("is there already");
        assertThat(refused("mail export a@x.example --to " + folder + "/letter/x"))
                .contains("letter");
        assertThat(
                        refused(
                                "mail export a@x.example --format mbox --to "
                                        + folder
                                        + "/no/such/file"))
                .contains("'" + folder + "/no/such/file.part' cannot be used");
    }

    // ---- the queue

    private String queued() {
        try (EmbeddedStore store = EmbeddedStore.open(folder)) {
            Envelope envelope =
                    new Envelope(
                            ReversePath.of("a@x.example"),
                            List.of(
                                    Recipient.of(MailAddress.of("b@y.example")),
                                    Recipient.of(MailAddress.of("c@z.example"))),
                            Envelope.Options.NONE);
            Instant now = Clock.systemUTC().instant();
            return store.queue()
                    .add(new Queue.NewMessage(blob(store, "Subject: x\n\nx\n"), envelope, now))
                    .toString();
        }
    }

    @Test
    void theQueueIsLookedAfter() {
        assertThat(done("queue list")).isEqualTo("the queue is empty\n");
        String id = queued();
        assertThat(done("queue list")).contains("to b@y.example: waiting, 0 attempts", "from");
        assertThat(done("queue show " + id)).contains("c@z.example");
        assertThat(done("queue hold " + id)).isEqualTo("ok: 2 recipients of " + id + " are held\n");
        assertThat(
                        run("queue show " + id + " --json")
                                .json()
                                .get("recipients")
                                .get(0)
                                .get("state")
                                .asString())
                .isEqualTo("held");
        assertThat(done("queue retry " + id)).contains("2 recipients of " + id + " are due now");
        assertThat(done("queue drop " + id)).contains("2 recipients of " + id + " are dropped");
        assertThat(done("queue list")).isEqualTo("the queue is empty\n");
        for (String verb : List.of("show", "hold", "retry", "drop")) {
            assertThat(refused("queue " + verb + " " + id)).contains("there is no message " + id);
        }
        assertThat(refused("queue show !!")).contains("'!!' is no queue id");
    }

    @Test
    void aCommandWorksBesideAServer() {
        try (EmbeddedStore serving = EmbeddedStore.openServing(folder)) {
            account("a@x.example");
            assertThat(serving.accounts().find(MailAddress.of("a@x.example"))).isPresent();
            assertThat(serving.domains().list()).hasSize(1);
        }
    }
}
