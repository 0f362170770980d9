package org.hikyaku.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.hikyaku.dkim.Canonicalization;
import org.hikyaku.dkim.DkimKeyPair;
import org.hikyaku.dkim.DkimKeyPair.Algorithm;
import org.hikyaku.dkim.DkimKeys;
import org.hikyaku.dkim.DkimResult;
import org.hikyaku.dkim.DkimSigner;
import org.hikyaku.dkim.DkimSigning;
import org.hikyaku.dkim.DkimVerifier;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.dns.Resolver;
import org.hikyaku.message.HeaderField;
import org.hikyaku.name.DomainName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 500 messages, as they were signed or changed on the way, through OpenDKIM and through ours. */
@Tag("peer")
final class VerdictsPeerTest {

    private static final int MESSAGES = 500;

    private static final DomainName DOMAIN = DomainName.of("example.com");

    /** What happens to a message on its way. */
    private enum Change {
        NONE,
        UNSIGNED,
        BODY_CHANGED,
        BODY_LONGER,
        BLANK_LINES_AT_THE_END,
        SUBJECT_CHANGED,
        SUBJECT_REFOLDED,
        FIELD_ADDED,
        SECOND_FROM,
        NO_SUCH_KEY,
        REVOKED_KEY,
        EXPIRED,
        SIGNATURE_CUT
    }

    private final PrivateKey rsa = DkimKeys.generateRsa(2048);
    private final PrivateKey ed25519 = DkimKeys.generateEd25519();

    @TempDir Path folder;

    private DkimKeyPair key(String selector) {
        boolean edwards = selector.startsWith("e");
        return new DkimKeyPair(
                DOMAIN,
                selector,
                edwards ? Algorithm.ED25519_SHA256 : Algorithm.RSA_SHA256,
                edwards ? ed25519 : rsa);
    }

    private List<String> records() throws DkimKeys.Unreadable {
        return List.of(
                "r1._domainkey.example.com " + DkimKeys.publishedRecord(key("r1")),
                "e1._domainkey.example.com " + DkimKeys.publishedRecord(key("e1")),
                "gone._domainkey.example.com v=DKIM1; p=");
    }

    private String message(Random random, Change change) throws IOException {
        String plain =
                "From: Writer <u@example.com>\r\nTo: reader@example.net\r\nSubject: "
                        + "word "
                                .repeat(1 + random.nextInt(30))
                                .replace(
                                        "word word word word word ",
                                        "word word\r\n  word word word ")
                        + "end\r\nDate: Tue, 24 Nov 2026 10:00:00 +0000\r\nMessage-ID: <"
                        + random.nextInt()
                        + "@example.com>\r\n\r\n"
                        + "A line  of text \r\n".repeat(random.nextInt(20))
                        + "Bye\r\n";
        if (change == Change.UNSIGNED) {
            return plain;
        }
        StringBuilder out = new StringBuilder();
        for (HeaderField field :
                signer(random, change).sign(plain.getBytes(StandardCharsets.US_ASCII))) {
            out.append(new String(field.raw(), StandardCharsets.US_ASCII));
        }
        return changed(out + plain, change);
    }

    private DkimSigner signer(Random random, Change change) {
        List<DkimKeyPair> keys =
                switch (change) {
                    case NO_SUCH_KEY -> List.of(key("absent"));
                    case REVOKED_KEY -> List.of(key("gone"));
                    default ->
                            random.nextInt(4) == 0
                                    ? List.of(key("r1"), key("e1"))
                                    : List.of(key("r1"));
                };
        Canonicalization[] forms = Canonicalization.values();
        DkimSigning options =
                DkimSigning.of(keys)
                        .withForms(forms[random.nextInt(2)], forms[random.nextInt(2)])
                        .withOversign(random.nextBoolean());
        boolean expired = change == Change.EXPIRED;
        InstantSource clock =
                expired
                        ? InstantSource.offset(InstantSource.system(), Duration.ofDays(-3))
                        : InstantSource.system();
        return new DkimSigner(expired ? options.withExpiry(Duration.ofDays(1)) : options, clock);
    }

    private static String changed(String message, Change change) {
        return switch (change) {
            case NONE, UNSIGNED, NO_SUCH_KEY, REVOKED_KEY, EXPIRED -> message;
            case BODY_CHANGED -> message.replace("Bye\r\n", "bye\r\n");
            case BODY_LONGER -> message + "-- \r\nA list\r\n";
            case BLANK_LINES_AT_THE_END -> message + "\r\n\r\n";
            case SUBJECT_CHANGED -> message.replace("Subject: ", "Subject: [list] ");
            case SUBJECT_REFOLDED -> message.replace("Subject: word ", "Subject:   word\r\n ");
            case FIELD_ADDED -> message.replace("Subject: ", "X-Passed: yes\r\nSubject: ");
            case SECOND_FROM -> message.replace("Subject: ", "From: x@example.org\r\nSubject: ");
            case SIGNATURE_CUT -> message.replaceFirst(" b=[A-Za-z0-9+/]{8}", " b=");
        };
    }

    /** The reasons in docs/peers.md; empty where there is none. */
    private static String reason(Change change, String theirs, String ours) {
        if (change == Change.REVOKED_KEY || change == Change.NO_SUCH_KEY) {
            return theirs.startsWith("pass") || ours.startsWith("pass")
                    ? ""
                    : "words for a key that is not there";
        }
        if (change == Change.EXPIRED || change == Change.SIGNATURE_CUT) {
            return theirs.contains("pass") || ours.contains("pass")
                    ? ""
                    : "words for a signature that is none";
        }
        return change == Change.SECOND_FROM && !ours.contains("pass") ? "two From fields" : "";
    }

    @Test
    void theSameVerdicts() throws Exception {
        if (OpendkimPeer.isMissing()) {
            return;
        }
        Path keys = Files.write(folder.resolve("keys"), records());
        Path conf =
                Files.writeString(
                        folder.resolve("opendkim.conf"),
                        "Mode v\nBackground no\nAlwaysAddARHeader yes\nTestPublicKeys "
                                + keys
                                + "\n");
        Resolver world =
                FakeResolver.of(
                        records().stream()
                                .map(r -> r.replaceFirst(" ", " TXT "))
                                .toArray(String[]::new));
        DkimVerifier verifier = new DkimVerifier(world, InstantSource.system());
        Random random = new Random(9);
        Map<String, Integer> counts = new TreeMap<>();
        List<String> unexplained = new ArrayList<>();
        try (OpendkimPeer peer = OpendkimPeer.start(conf)) {
            for (int i = 0; i < MESSAGES; i++) {
                Change change = Change.values()[i % Change.values().length];
                String message = message(random, change);
                String theirs = peer.verdicts(message.replace("\r\n", "\n"));
                String ours = verdicts(verifier, message);
                String reason = theirs.equals(ours) ? "equal" : reason(change, theirs, ours);
                counts.merge(reason.isEmpty() ? "unexplained" : reason, 1, Integer::sum);
                if (reason.isEmpty()) {
                    unexplained.add(change + ": OpenDKIM " + theirs + ", ours " + ours);
                }
            }
        }
        System.out.println("OpenDKIM and we: " + counts);
        assertThat(unexplained).isEmpty();
    }

    private static String verdicts(DkimVerifier verifier, String message) throws IOException {
        List<String> words = new ArrayList<>();
        for (DkimResult result : verifier.verify(message.getBytes(StandardCharsets.US_ASCII))) {
            words.add(result.code().name().toLowerCase(Locale.ROOT));
        }
        return words.isEmpty() ? "none" : String.join(" ", words);
    }
}
