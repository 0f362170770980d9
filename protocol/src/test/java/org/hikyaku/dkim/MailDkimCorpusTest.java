package org.hikyaku.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hikyaku.Corpora;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.dns.RecordType;
import org.junit.jupiter.api.Test;

/**
 * The messages of Mail::DKIM, which go back to the drafts before RFC 4871. What a verifier of today
 * must not accept any more is listed with its reason.
 */
class MailDkimCorpusTest {

    private static FakeResolver resolver(Path zone) throws IOException {
        FakeResolver.Builder builder = FakeResolver.builder();
        for (String line : Files.readAllLines(zone)) {
            String[] parts = line.strip().split("\\s+", 2);
            if (parts.length < 2 || line.startsWith("#") || parts[1].equals("NXDOMAIN")) {
                continue;
            }
            if (parts[1].contains("timed out")) {
                builder.fail(parts[0], RecordType.TXT, Answer.Failure.TIMEOUT);
            } else if (parts[1].contains("SERVFAIL")) {
                builder.fail(parts[0], RecordType.TXT, Answer.Failure.SERVER);
            } else {
                builder.txt(parts[0], parts[1].replace("\"\"", ""));
            }
        }
        return builder.build();
    }

    private static byte[] crlf(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        return text.replace("\r\n", "\n")
                .replace("\n", "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Why a message that passed once does not any more; each needs its result to say so. */
    private static String historic(String file, List<DkimResult> results) {
        if (file.matches("corpus/(good_dk_|dk_|bad_dk_).*")) {
            assertThat(results).as(file).isEmpty();
            return "DomainKeys (RFC 4870, Historic): no DKIM-Signature at all";
        }
        String reasons = String.join("; ", results.stream().map(DkimResult::reason).toList());
        if (reasons.contains("rsa-sha1")) {
            return "rsa-sha1: RFC 8301 section 3.1 forbids it";
        }
        if (reasons.contains("v= is missing") || reasons.contains("v=0.5")) {
            return "a draft before RFC 4871: v=1 is required";
        }
        if (reasons.contains("512 bits") || reasons.contains("768 bits")) {
            return "a key of less than 1024 bits: RFC 8301 section 3.2 forbids it";
        }
        return "";
    }

    @Test
    void everyMessageHasItsResultOrIsHistoric() throws IOException {
        Path root = Corpora.find("dkim/mail-dkim").orElse(null);
        if (root == null) {
            return;
        }
        DkimVerifier verifier =
                new DkimVerifier(resolver(root.resolve("FAKE_DNS.dat")), Mail.CLOCK);
        Map<String, Integer> counts = new TreeMap<>();
        for (String line : Files.readAllLines(root.resolve("expected.tsv"))) {
            if (line.startsWith("#")) {
                continue;
            }
            String[] parts = line.split("\t", -1);
            List<DkimResult> results = verifier.verify(crlf(root.resolve(parts[0])));
            boolean passed = results.stream().anyMatch(DkimResult::passed);
            String historic = historic(parts[0], results);
            if (historic.isEmpty()) {
                assertThat(passed).as(line).isEqualTo(parts[1].equals("pass"));
                counts.merge("as expected", 1, Integer::sum);
            } else {
                assertThat(passed).as(line).isFalse();
                counts.merge(historic, 1, Integer::sum);
            }
        }
        assertThat(counts)
                .containsOnly(
                        Map.entry("as expected", 10),
                        Map.entry("DomainKeys (RFC 4870, Historic): no DKIM-Signature at all", 17),
                        Map.entry("rsa-sha1: RFC 8301 section 3.1 forbids it", 21),
                        Map.entry("a draft before RFC 4871: v=1 is required", 30),
                        Map.entry(
                                "a key of less than 1024 bits: RFC 8301 section 3.2 forbids it",
                                1));
    }
}
