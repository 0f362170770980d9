package org.hikyaku.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hikyaku.dkim.DkimKeys;
import org.hikyaku.fakes.StoreFolder;
import org.hikyaku.message.HeaderBlock;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;
import org.hikyaku.opendkim.ConfigNotes;
import org.hikyaku.opendkim.KeyLoader;
import org.hikyaku.opendkim.OpendkimReader;
import org.hikyaku.opendkim.OpendkimSetup;
import org.hikyaku.signing.OwnRules.Origins;
import org.hikyaku.signing.SigningQuestion.Client;
import org.hikyaku.signing.SigningQuestion.Login;
import org.hikyaku.signing.SigningReason.Kind;
import org.hikyaku.store.Keys.StoredKey;
import org.hikyaku.store.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Situations: who signs, and why. OpenDKIM itself is asked in {@code OpendkimPeerTest}. */
final class RulesTest {

    private static final String KEY = pem();

    private static final String TABLES =
            """
            Mode sv
            KeyTable file:/kt
            SigningTable refile:/st
            InternalHosts csl:127.0.0.1,192.0.2.0/24
            PeerList 198.51.100.1
            ExternalIgnoreList 203.0.113.5
            ExemptDomains exempt.test
            MTA ORIGINATING
            MacroList mark=yes|on
            DontSignMailTo list@example.net
            """;

    private final Map<String, String> files = new HashMap<>();

    @TempDir Path folder;

    private static String pem() {
        try {
            return DkimKeys.writePem(DkimKeys.generateEd25519());
        } catch (DkimKeys.Unreadable e) {
            throw new IllegalStateException(e);
        }
    }

    private OpendkimRules opendkim(String conf) {
        files.put("/c", conf);
        files.put("/key", KEY);
        files.put("/keys/b.test.pem", KEY);
        files.put(
                "/kt",
                "k1 example.com:s1:/key\nk2 %:s2:/keys/%.pem\ngone example.com:s3:/absent\n");
        files.put(
                "/st",
                "boss@example.com k1:ceo@example.com\n*@example.com k1\n*@b.test k2\n*@c.test k2\n*@d.test nowhere\n");
        ConfigNotes notes = new ConfigNotes();
        var source = TestFiles.inMemory(files);
        OpendkimSetup setup = new OpendkimReader(source, notes).read("/c");
        KeyLoader loader = new KeyLoader(source, setup.keys(), "hikyaku");
        return new OpendkimRules(setup, loader, InstantSource.system(), notes);
    }

    private static SigningQuestion question(String from, String client, String how) {
        return new SigningQuestion(
                HeaderBlock.parse("From: " + from + "\nSubject: x\n"),
                "",
                List.of(how.equals("list") ? "list@example.net" : "to@example.net"),
                new Client(
                        client.equals("-") ? Optional.empty() : IpNet.address(client), "localhost"),
                how.equals("auth") ? Login.of("joe") : Login.NONE,
                how.equals("daemon") ? "ORIGINATING" : "",
                how.startsWith("mark=") ? Map.of("mark", how.substring(5)) : Map.of());
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "NIL",
            value = {
                "u@example.com, 127.0.0.1, '', sign d=example.com s=s1, KEY",
                "u@example.com, -, '', sign d=example.com s=s1, KEY",
                "boss@example.com, 192.0.2.9, '', sign d=example.com s=s1 i=ceo@example.com, INTERNAL",
                "u@b.test, 203.0.113.9, auth, sign d=b.test s=s2, AUTHENTICATED",
                "u@b.test, 203.0.113.9, daemon, sign d=b.test s=s2, DAEMON",
                "u@b.test, 203.0.113.9, mark=on, sign d=b.test s=s2, MACRO",
                "u@b.test, 203.0.113.9, mark=off, verify, STRANGER_IN_OUR_NAME",
                "u@example.com, 203.0.113.9, '', verify, NOT_OURS",
                "u@c.test, 127.0.0.1, '', verify, UNUSABLE_KEY",
                "u@c.test, 127.0.0.1, auth, neither, UNUSABLE_KEY",
                "u@d.test, 127.0.0.1, '', verify, NO_SUCH_KEY",
                "u@other.test, 127.0.0.1, '', verify, NOT_IN_TABLE",
                "u@other.test, 127.0.0.1, auth, neither, NOT_IN_TABLE",
                "u@example.com, 198.51.100.1, '', neither, PEER",
                "u@exempt.test, 203.0.113.9, '', neither, EXEMPT_DOMAIN",
                "u@example.com, 127.0.0.1, list, neither, NOT_SIGNED_TO",
                "nobody, 127.0.0.1, '', verify, NO_AUTHOR"
            })
    void tables(String from, String client, String how, String decision, Kind kind) {
        SigningDecision decided = opendkim(TABLES).decide(question(from, client, how));
        assertThat(PeerQuestion.shown(decided)).isEqualTo(decision);
        assertThat(decided.why()).extracting(SigningReason::kind).contains(kind);
    }

    @Test
    void strangersThatAreKnownAreNotNamed() {
        SigningDecision decided =
                opendkim(TABLES).decide(question("u@example.com", "203.0.113.5", ""));
        assertThat(decided.why())
                .extracting(SigningReason::kind)
                .doesNotContain(Kind.STRANGER_IN_OUR_NAME);
    }

    @Test
    void modes() {
        OpendkimRules signs = opendkim(TABLES + "Mode s\n");
        OpendkimRules checks = opendkim(TABLES + "Mode v\n");
        SigningQuestion ours = question("u@example.com", "127.0.0.1", "");
        SigningQuestion theirs = question("u@example.com", "203.0.113.9", "");
        assertThat(PeerQuestion.shown(signs.decide(theirs))).isEqualTo("neither");
        assertThat(PeerQuestion.shown(checks.decide(ours))).isEqualTo("neither");
        assertThat(PeerQuestion.shown(checks.decide(theirs))).isEqualTo("verify");
        assertThat(signs.macros()).isEqualTo(Set.of("mark"));
    }

    @Test
    void oneKeyAndItsSubdomains() {
        String conf = "Domain example.com\nKeyFile /key\nSelector one\n";
        SigningQuestion below = question("u@a.example.com", "127.0.0.1", "");
        assertThat(PeerQuestion.shown(opendkim(conf).decide(below))).isEqualTo("verify");
        assertThat(PeerQuestion.shown(opendkim(conf + "SubDomains yes\n").decide(below)))
                .isEqualTo("sign d=example.com s=one i=@example.com");
    }

    /** A domain of an author never leads out of the folder of keys. */
    @Test
    void noPathOutOfTheFolder() {
        OpendkimRules rules = opendkim("KeyTable csl:k=%:s:/keys/%.pem\nSigningTable csl:*=k\n");
        files.put("/keys/../key.pem", KEY);
        SigningDecision decided = rules.decide(question("u@../key", "127.0.0.1", ""));
        assertThat(decided).isInstanceOf(SigningDecision.Verify.class);
    }

    @ParameterizedTest
    @CsvSource({
        "u@here.example, 127.0.0.1, '', sign d=here.example s=s1",
        "cron@host.here.example, -, '', sign d=here.example s=s1",
        "u@other.example, 127.0.0.1, '', neither",
        "u@here.example, 203.0.113.1, '', verify",
        "u@here.example, 203.0.113.1, auth, sign d=here.example s=s1",
        "u@here.example, 203.0.113.1, daemon, sign d=here.example s=s1",
        "nobody, 127.0.0.1, '', neither"
    })
    void ownKeys(String from, String client, String how, String decision) throws Exception {
        try (Store store = StoreFolder.open(folder)) {
            store.keys()
                    .add(
                            new StoredKey(
                                    DomainName.of("here.example"),
                                    "s1",
                                    "ed25519",
                                    DkimKeys.generateEd25519().getEncoded()));
            OwnRules rules =
                    new OwnRules(
                            new DomainSigners(store.keys(), InstantSource.system()),
                            new Origins(List.of(IpNet.of("127.0.0.0/8")), Set.of("ORIGINATING")));
            assertThat(PeerQuestion.shown(rules.decide(question(from, client, how))))
                    .isEqualTo(decision);
        }
    }
}
