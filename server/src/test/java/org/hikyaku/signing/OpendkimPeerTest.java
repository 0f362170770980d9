package org.hikyaku.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hikyaku.Corpora;
import org.hikyaku.dkim.DkimKeys;
import org.hikyaku.opendkim.ConfigNotes;
import org.hikyaku.opendkim.KeyLoader;
import org.hikyaku.opendkim.OpendkimReader;
import org.hikyaku.opendkim.OpendkimSetup;
import org.hikyaku.signing.SigningReason.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenDKIM itself and our rules, asked the same: equal, or different for a reason of the list. */
@Tag("peer")
final class OpendkimPeerTest {

    private static final int SETUPS = 100;
    private static final int QUESTIONS = 10;

    /** We look for a key where one is needed, OpenDKIM always. */
    private static final Set<Kind> KEYLESS =
            Set.of(Kind.NO_SUCH_KEY, Kind.UNUSABLE_KEY, Kind.VERIFIES_ONLY, Kind.NOT_SIGNED_TO);

    @TempDir Path folder;
    private Path keys = Path.of("/");

    @BeforeEach
    void keys() throws IOException, DkimKeys.Unreadable {
        keys = Files.createDirectory(folder.resolve("keys"));
        String pem = DkimKeys.writePem(DkimKeys.generateRsa(1024));
        for (String domain : List.of("example.com", "a.example.com", "example.net", "other.org")) {
            Files.writeString(keys.resolve(domain + ".pem"), pem);
        }
    }

    private static OpendkimRules rules(Path conf) {
        ConfigNotes notes = new ConfigNotes();
        OpendkimSetup setup = new OpendkimReader(TestFiles.onDisk(), notes).read(conf.toString());
        KeyLoader loader = new KeyLoader(TestFiles.onDisk(), setup.keys(), "root");
        return new OpendkimRules(setup, loader, InstantSource.system(), notes);
    }

    /** The deliberate differences, as docs/peers.md lists them; empty where there is no reason. */
    static String reason(SigningDecision ours, String theirs) {
        String mine = PeerQuestion.shown(ours);
        List<Kind> why = ours.why().stream().map(SigningReason::kind).toList();
        if (theirs.equals("tempfail") && why.stream().anyMatch(KEYLESS::contains)) {
            return "a key that is not there";
        }
        if (mine.equals("neither") && theirs.equals("verify") && why.contains(Kind.AUTHENTICATED)) {
            return "who has logged in is never checked";
        }
        if (theirs.equals("unsigned") && mine.startsWith("sign ")) {
            return "an identity without @";
        }
        List<String> all = List.of(mine.split(", ", -1));
        if (all.size() > 2 && theirs.equals(all.getFirst() + ", " + all.getLast())) {
            return "more than two signatures";
        }
        return "";
    }

    @Test
    void generatedTablesAndAddresses() throws IOException {
        if (OpendkimPeer.isMissing()) {
            return;
        }
        Random random = new Random(20261124);
        Map<String, Integer> counts = new TreeMap<>();
        List<String> unexplained = new ArrayList<>();
        for (int i = 0; i < SETUPS; i++) {
            Path here = Files.createDirectory(folder.resolve("setup" + i));
            GeneratedSetup generated = new GeneratedSetup(random, here, keys);
            Path conf = generated.conf();
            OpendkimRules rules = rules(conf);
            try (OpendkimPeer peer = OpendkimPeer.start(conf)) {
                for (int q = 0; q < QUESTIONS; q++) {
                    compare(rules, peer, generated.question(), counts)
                            .forEach(line -> unexplained.add(conf + ": " + line));
                }
            } catch (OpendkimPeer.RefusedException e) {
                // Where it only signs it looks for the keys of all rows first; we warn.
                assertThat(e).hasMessageContaining("could not find valid key record");
                counts.merge("a key that is not there", QUESTIONS, Integer::sum);
            }
        }
        System.out.println("OpenDKIM and we: " + counts);
        assertThat(unexplained).isEmpty();
        assertThat(counts.getOrDefault("equal", 0)).isGreaterThan(SETUPS * QUESTIONS / 2);
    }

    @Test
    void setupsOfPublicRepositories() throws Exception {
        Optional<Path> corpus = Corpora.find("configs");
        if (OpendkimPeer.isMissing() || corpus.isEmpty()) {
            return;
        }
        String pem = DkimKeys.writePem(DkimKeys.generateRsa(2048));
        Map<String, Integer> counts = new TreeMap<>();
        List<String> unexplained = new ArrayList<>();
        int number = 0;
        for (Path original : setups(corpus.get())) {
            Path here = Files.createDirectory(folder.resolve("public" + number++));
            CorpusSetup setup = new CorpusSetup(original, here, pem);
            Path conf = setup.write();
            if (OpendkimPeer.check(conf).startsWith("status")) {
                counts.merge("refused by OpenDKIM", 1, Integer::sum);
                continue;
            }
            counts.merge("setups", 1, Integer::sum);
            OpendkimRules rules = rules(conf);
            try (OpendkimPeer peer = OpendkimPeer.start(conf)) {
                for (PeerQuestion question : setup.questions()) {
                    compare(rules, peer, question, counts)
                            .forEach(line -> unexplained.add(original + ": " + line));
                }
            }
        }
        System.out.println("OpenDKIM and we: " + counts);
        assertThat(unexplained).isEmpty();
        assertThat(counts.getOrDefault("setups", 0)).isGreaterThan(20);
    }

    private static List<Path> setups(Path corpus) throws IOException {
        try (Stream<Path> files = Files.walk(corpus)) {
            return files.filter(Files::isRegularFile)
                    .filter(
                            f ->
                                    f.getFileName()
                                                    .toString()
                                                    .matches(".*opendkim.*[.]conf([.]sample)?")
                                            || (f.toString().contains("_opendkim-upstream-tests")
                                                    && f.toString().endsWith(".conf")))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> compare(
            OpendkimRules rules,
            OpendkimPeer peer,
            PeerQuestion question,
            Map<String, Integer> counts)
            throws IOException {
        SigningDecision ours = rules.decide(question.asked());
        String theirs = peer.ask(question);
        String mine = PeerQuestion.shown(ours);
        String reason = mine.equals(theirs) ? "equal" : reason(ours, theirs);
        counts.merge(reason.isEmpty() ? "unexplained" : reason, 1, Integer::sum);
        return reason.isEmpty()
                ? List.of(
                        question
                                + "\n  OpenDKIM: "
                                + theirs
                                + "\n  ours: "
                                + mine
                                + " "
                                + ours.why())
                : List.of();
    }
}
