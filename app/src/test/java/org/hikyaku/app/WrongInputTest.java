package org.hikyaku.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.hikyaku.name.DomainName;
import org.hikyaku.store.Domains.LocalDomain;
import org.hikyaku.store.embedded.EmbeddedStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a person does wrong: one clear line with what to do, exit status 2, nothing half-made; in
 * English and in Japanese.
 */
final class WrongInputTest {

    private static final String SETTINGS =
            """
            hostname = "mail.x.example"
            [listen]
            smtp = ["127.0.0.1:0"]
            submission = []
            submissions = []
            [ops]
            address = "none"
            """;

    /** Words that no Japanese line of this program has, outside of commands. */
    private static final String ENGLISH =
            "(?i).*\\b(is|are|the|not|cannot|must|has|have|may|there|with|this|of)\\b(?! is meant).*";

    @TempDir Path folder;

    private Path data;

    @BeforeEach
    void dataFolder() throws IOException {
        data = Files.createDirectory(folder.resolve("data"));
        try (EmbeddedStore store = EmbeddedStore.open(data)) {
            store.domains().add(new LocalDomain(DomainName.of("x.example"), null));
        }
        settings(SETTINGS);
        Files.createDirectory(folder.resolve("empty"));
        Files.writeString(folder.resolve("letter"), "mine");
        Files.createDirectory(folder.resolve("half"));
        Files.writeString(folder.resolve("half/hikyaku.toml"), SETTINGS);
    }

    private void settings(String text) throws IOException {
        Files.writeString(data.resolve("hikyaku.toml"), text);
    }

    /** All files and folders, without what a database does by itself while it is open. */
    private Collection<String> listing() throws IOException {
        Predicate<String> ofDatabase = name -> name.matches(".*(-wal|-shm|serve\\.lock)");
        try (Stream<Path> all = Files.walk(folder)) {
            return new TreeSet<>(all.map(Path::toString).filter(ofDatabase.negate()).toList());
        }
    }

    private String refused(String language, String words) throws IOException {
        Collection<String> before = listing();
        List<String> all = new ArrayList<>();
        for (String word : words.split(" ")) {
            all.add(word.replace("$", folder.toString()));
        }
        all.add("--lang=" + language);
        if (!words.contains("--dir=")) {
            all.add("--dir=" + data);
        }
        Ran ran = Ran.of(all.toArray(String[]::new));
        assertThat(ran.status()).as(words + ": " + ran.out()).isEqualTo(2);
        assertThat(ran.out()).as(words).isEmpty();
        List<String> lines = ran.err().lines().filter(l -> !l.contains(" msg=")).toList();
        assertThat(lines).as(words + ": " + ran.err()).hasSize(1);
        assertThat(lines.getFirst()).startsWith("hikyaku: ");
        assertThat(listing()).as(words).isEqualTo(before);
        return lines.getFirst();
    }

    private void told(String words, String... expected) throws IOException {
        assertThat(refused("en", words)).contains(expected);
        String japanese = refused("ja", words);
        assertThat(japanese).matches(".*[ぁ-んァ-ヶ一-龠].*");
        String plain =
                japanese.replaceAll("（例: [^）]*）|（[^）]*hikyaku[^）]*）", "")
                        .replaceAll(
                                "読めません: .*|'[^']*'|sudo -u \\S+ hikyaku \\.\\.\\.|hikyaku [a-z ]+",
                                "");
        assertThat(plain).as(words).doesNotMatch(ENGLISH);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "account add nobody | it has no @",
                "account add a@x..example | a label is empty",
                "account add a@例え..example | is not a domain name: a label of it is empty",
                "account add a@例\ue000え.example | a character that no name may have",
                "account add .a@x.example | character 1 may not stand there unquoted",
                "account add a@y.example | is not a domain of this server & hikyaku domain add",
                "account password a@x.example | there is no account",
                "account remove a@x.example | hikyaku account list",
                "alias add i@x.example nobody@x.example | hikyaku account add nobody@x.example",
                "alias remove i@x.example | hikyaku alias list",
                "domain add localhost | cannot be a mail domain",
                "domain add x.example | is there already",
                "domain remove y.example | hikyaku domain list",
                "mail list a@x.example | there is no account",
                "mail show 7 | hikyaku mail list",
                "mail show seven | takes a whole number",
                "queue show zz | hikyaku queue list",
                "queue hold 1 | hikyaku queue list",
                "queu list | is queue meant?",
                "queue lst | is list meant?",
                "account list --jsn | there is no option '--jsn'; is --json meant?",
                "account add | ADDRESS is missing & example: hikyaku account add",
                "serve --port-offset 70000 | from 0 to 40000",
                "lab --break nothing | spf, dkim, dmarc, ptr, tls",
                "quickstart you | it has no @",
                "quickstart you@localhost --dir=$/new | needs a whole domain",
                "quickstart you@x.example --hostname mail --dir=$/new | cannot be a host's name",
                "quickstart you@x.example --address 300.1.1.1 --dir=$/new | is not an address",
                "quickstart you@x.example --dir=$/data | is there already",
                "quickstart you@x.example --dir=$/letter | is there already",
                "quickstart you@x.example --dir=$/letter/data | is a file",
                "account list --dir=$/absent | hikyaku quickstart",
                "account list --dir=$/letter | is a file",
                "account list --dir=$/empty | no hikyaku.toml and no mail.db & hikyaku quickstart",
                "domain add z.example --dir=$/half | no mail.db",
                "serve --dir=$/half | no mail.db",
                "serve --dir=$/empty | there is no such file",
                "check-config --dir=$/half | no mail.db",
                "check-config --dir=$/absent | hikyaku quickstart",
            })
    void words(String words, String expected) throws IOException {
        told(words, expected.split(" & "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[listen                        | hikyaku.toml:2: this is not TOML",
                "[limits]\\nmax-message = 5     | hikyaku.toml:3: limits.max-message: must be a size",
                "[limits]\\nmax-message = \"5\" | \"5\" is not allowed: it must be a size from \"64KiB\"",
                "[limits]\\nmax-recipients = 5  | 5 is not allowed: it must be a number from 100 to 100000",
                "[listen]\\nsmtp = \"*:25\"     | hikyaku.toml:3: listen.smtp: must be a list",
                "[listen]\\nsmtp = [\"smtp\"]   | \"smtp\" is not allowed: it must be a list of addresses",
                "[limits]\\nmax-mesage = 5      | hikyaku.toml:3: limits.max-mesage: there is no such setting",
                "[inbond]\\nprofile = \"gmail\" | hikyaku.toml:2: inbond: there is no such setting",
                "[inbound]\\nprofile = \"gml\"  | \"gml\" is not allowed: it must be \"default\" or \"gmail\"",
                "[outbound]\\nlifetime = \"1y\" | it must be a time from \"1h\" to \"30d\"",
                "[tls]\\nkey = \"k.pem\"        | tls.certificate and tls.key go together",
                "[tls]\\nkey = \"k\"\\ncertificate = \"c\" | c does not exist",
            })
    void settings(String lines, String expected) throws IOException {
        settings("hostname = \"mail.x.example\"\n" + lines.replace("\\n", "\n"));
        told("serve", expected);
        told("check-config", expected);
    }

    @Test
    void aHostNameIsNeeded() throws IOException {
        settings("[listen]\n");
        told("serve", "hostname is missing", "hostname = \"mail.example.com\"");
    }

    @Test
    void aPortInUse() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();
            settings(SETTINGS.replace("127.0.0.1:0", "127.0.0.1:" + port));
            // The certificate of its own making may stay.
            Files.createDirectories(data.resolve("tls"));
            Ran first = Ran.of("serve", "--dir=" + data);
            assertThat(first.status()).isEqualTo(2);
            told("serve", "port " + port + " is in use", "ss -ltnp", "--port-offset 10000");
        }
    }

    @Test
    void aKeyThatOthersMayRead() throws IOException {
        assertThat(Ran.of("domain", "keys", "x.example", "--dir=" + data).status()).isZero();
        Path key;
        try (Stream<Path> files = Files.walk(data.resolve("keys"))) {
            key = files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
        Files.createDirectories(data.resolve("tls"));
        Ran.of("serve", "--dir=" + data); // its certificate may stay
        told("serve", key.toString(), "rw-r-----", "chmod 600 " + key);
        told("check-config", "chmod 600 " + key);
    }

    @Test
    void aFolderThatCannotBeMade() throws IOException {
        Collection<String> before = listing();
        String dir = "--dir=/proc/hikyaku/data"; // not even root can write there
        Ran ran = Ran.of("quickstart", "you@x.example", "--offline", "--lang=en", dir);
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.err()).contains("/proc").hasLineCount(1);
        assertThat(listing()).isEqualTo(before);
    }

    @Test
    void aFolderOfAnotherUser() throws IOException {
        Path other = folder.resolve("empty");
        boolean root = Files.getAttribute(folder, "unix:uid").equals(0);
        if (root) {
            Files.setAttribute(other, "unix:uid", 65534);
        }
        String where = " --dir=" + (root ? other : Path.of("/"));
        for (String words : List.of("account list", "serve", "quickstart you@x.example")) {
            told(words + where, "belongs to", "run this as its owner", "sudo -u");
        }
    }

    @Test
    void internationalDomainsWorkInBothForms() {
        for (String form : List.of("例え.example", "xn--r8jz45g.example", "例え．example")) {
            Ran added = Ran.of("domain", "add", form, "--no-keys", "--json", "--dir=" + data);
            boolean first = form.equals("例え.example");
            assertThat(added.status()).as(form + added.err()).isEqualTo(first ? 0 : 2);
        }
        Ran account = Ran.of("account", "add", "a@例え.example", "--json", "--dir=" + data);
        assertThat(account.json().get("account").asString()).isEqualTo("a@xn--r8jz45g.example");
    }

    @Test
    void aFailureIsDataWhereDataIsWanted() {
        Ran ran = Ran.of("account", "add", "nobody", "--json", "--lang=en", "--dir=" + data);
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.json().get("status").asString()).isEqualTo("failed");
        assertThat(ran.json().get("error").asString()).contains("it has no @");
        assertThat(ran.err()).startsWith("hikyaku: 'nobody'").hasLineCount(1);
        assertThat(Ran.of("nonsense", "--json").json().get("status").asString())
                .isEqualTo("failed");
    }
}
