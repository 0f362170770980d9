package org.hikyaku.arc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.hikyaku.Corpora;
import org.hikyaku.authres.AuthenticationResults;
import org.hikyaku.authres.AuthenticationResultsParser;
import org.hikyaku.dkim.DkimKeyPair;
import org.hikyaku.dkim.DkimKeys;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.message.HeaderBlock;
import org.hikyaku.message.HeaderField;
import org.hikyaku.message.MessageScanner;
import org.hikyaku.name.DomainName;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The suite with which the implementers of ARC have tested against each other. */
class ArcSuiteTest {

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> documents(Path file) throws IOException {
        List<Map<String, Object>> all = new ArrayList<>();
        try (Reader in = Files.newBufferedReader(file)) {
            for (Object document : new Yaml().loadAll(in)) {
                all.add((Map<String, Object>) document);
            }
        }
        return all;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, Object>> tests(Map<String, Object> document) {
        return (Map<String, Map<String, Object>>) Objects.requireNonNull(document.get("tests"));
    }

    @SuppressWarnings("unchecked")
    private static FakeResolver resolver(Map<String, Object> document) {
        FakeResolver.Builder zone = FakeResolver.builder();
        Object records = document.get("txt-records");
        if (records != null) {
            ((Map<String, String>) records).forEach((name, text) -> zone.txt(name, text.strip()));
        }
        return zone.build();
    }

    private static byte[] message(Map<String, Object> test) {
        return String.valueOf(test.get("message"))
                .replace("\n", "\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void allValidationCasesHaveTheirStatus() throws IOException {
        Path file = Corpora.find("arc/valimail/arc-draft-validation-tests.yml").orElse(null);
        if (file == null) {
            return;
        }
        List<String> wrong = new ArrayList<>();
        int count = 0;
        for (Map<String, Object> document : documents(file)) {
            ArcVerifier verifier = new ArcVerifier(resolver(document), InstantSource.system());
            for (Map.Entry<String, Map<String, Object>> test : tests(document).entrySet()) {
                ArcResult result = verifier.verify(message(test.getValue()));
                // Empty: the sealer has said cv=fail, and the chain has ended. RFC 8617 section 5.2
                // step 2 calls that "fail".
                String expected = String.valueOf(test.getValue().get("cv"));
                String status = expected.isEmpty() ? "fail" : expected.toLowerCase(Locale.ROOT);
                if (!result.code().text().equals(status)) {
                    wrong.add(test.getKey() + ": " + result + ", expected " + expected);
                }
                count++;
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(count).isEqualTo(171);
    }

    @Test
    void allSigningCasesGiveTheSameOctets() throws Exception {
        Path file = Corpora.find("arc/valimail/arc-draft-sign-tests.yml").orElse(null);
        if (file == null) {
            return;
        }
        int count = 0;
        for (Map<String, Object> document : documents(file)) {
            DkimKeys.Read key = DkimKeys.readPem(String.valueOf(document.get("privatekey")));
            DkimKeyPair pair =
                    new DkimKeyPair(
                            DomainName.of(String.valueOf(document.get("domain"))),
                            String.valueOf(document.get("sel")),
                            key.algorithm(),
                            key.key());
            for (Map.Entry<String, Map<String, Object>> test : tests(document).entrySet()) {
                check(test.getKey(), test.getValue(), pair);
                count++;
            }
        }
        assertThat(count).isEqualTo(17);
    }

    private static void check(String name, Map<String, Object> test, DkimKeyPair pair)
            throws Exception {
        byte[] message = message(test);
        AuthenticationResults results = merged(message, String.valueOf(test.get("srv-id")));
        ArcSealing options =
                new ArcSealing(
                        pair,
                        List.of(String.valueOf(test.get("sig-headers")).split(":")),
                        ArcSealing.TagOrder.ALPHABETICAL);
        Instant time = Instant.ofEpochSecond(Long.parseLong(String.valueOf(test.get("t"))));
        ArcSealRun run = new ArcSealer(options, () -> time).begin(results, status(results));
        MessageScanner scanner = new MessageScanner(List.of(run));
        scanner.feed(message, 0, message.length);
        scanner.end();
        List<HeaderField> fields = run.fields();
        String seal = String.valueOf(test.get("AS")).strip();
        if (seal.isEmpty()) {
            assertThat(fields).as(name).isEmpty();
            return;
        }
        assertThat(tags(fields.get(1)))
                .as(name)
                .isEqualTo(tags(field("ARC-Message-Signature", String.valueOf(test.get("AMS")))));
        assertThat(fields.get(2).value().replaceAll("\\s+", " "))
                .as(name)
                .isEqualTo(String.valueOf(test.get("AAR")).strip().replaceAll("\\s+", " "));
        assertThat(tags(fields.get(0))).as(name).isEqualTo(tags(field("ARC-Seal", seal)));
    }

    private static HeaderField field(String name, String value) {
        return HeaderField.of(name, value.strip().replace("\n", "\r\n "));
    }

    private static Map<String, String> tags(HeaderField field) {
        Map<String, String> tags = new TreeMap<>();
        for (String tag : field.value().split(";", 0)) {
            int equals = tag.indexOf('=');
            tags.put(
                    tag.substring(0, equals).strip(),
                    tag.substring(equals + 1).replaceAll("\\s", ""));
        }
        return tags;
    }

    /** All results of one server, in the order in which they stand, as the suite asks for. */
    private static AuthenticationResults merged(byte[] message, String server) throws Exception {
        List<AuthenticationResults.Result> all = new ArrayList<>();
        HeaderBlock header = HeaderBlock.parse(message, 0, message.length);
        for (HeaderField field : header.all("authentication-results")) {
            AuthenticationResults one = AuthenticationResultsParser.parse(field.value());
            if (one.authservId().equals(server)) {
                all.addAll(one.results());
            }
        }
        return new AuthenticationResults(server, 1, all);
    }

    private static ArcResult.Code status(AuthenticationResults results) {
        return results.results().stream()
                .filter(result -> result.method().equals("arc"))
                .map(result -> ArcResult.Code.valueOf(result.value().toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElse(ArcResult.Code.NONE);
    }
}
