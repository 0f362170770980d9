package org.hikyaku.authres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hikyaku.Corpora;
import org.hikyaku.authres.AuthenticationResults.Property;
import org.hikyaku.authres.AuthenticationResults.Result;
import org.hikyaku.authres.AuthenticationResultsParser.Malformed;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The parser cases of two other implementations, and fields as they were found in the wild. */
final class AuthenticationResultsCorpusTest {

    private static final Pattern EQUAL =
            Pattern.compile("^res\\.([^)]*)\\)\\.?\\s*to\\.be\\.equal\\(\"?([^\"]*)\"?$");
    private static final Pattern INDEX = Pattern.compile("resinfo\\[\\d+]\\?\\.");

    /** Where the corpus cut the header after its first line; the rest of the field is missing. */
    private static final Set<String> CUT =
            Set.of(
                    "B.6.  Service Provided, Multi-tiered Authentication Done: example.com;",
                    "quoted SDID and AUID: example.net;");

    /** What is refused there and read here, and the reverse. */
    private static final Set<String> REFUSED =
            Set.of("Comments with mismatching number of brackets");

    @Test
    void parserCasesAgree() {
        Optional<Path> file = Corpora.find("authres/ar-parser-cases.json");
        if (file.isEmpty()) {
            return;
        }
        JsonNode cases = new ObjectMapper().readTree(file.get().toFile());
        assertThat(cases.size()).isEqualTo(65);
        List<String> differences = new ArrayList<>();
        for (JsonNode test : cases) {
            check(test, differences);
        }
        assertThat(differences).isEmpty();
    }

    private static void check(JsonNode test, List<String> differences) {
        String header = test.get("header").asString();
        String value = header.substring(header.indexOf(':') + 1).strip();
        String name = test.get("name").asString();
        try {
            AuthenticationResults field = AuthenticationResultsParser.parse(value);
            if (REFUSED.contains(name)) {
                differences.add("read, not refused: " + value);
            }
            if (!CUT.contains(name + ": " + value)) {
                compare(expected(test), field).forEach(d -> differences.add(name + ": " + d));
            }
        } catch (Malformed e) {
            if (!REFUSED.contains(name)) {
                differences.add(name + ": " + value + ": " + e.getMessage());
            }
        }
    }

    /** Path to all values that the case allows; a case of several fields has their union. */
    private static Map<String, Set<String>> expected(JsonNode test) {
        Map<String, Set<String>> expected = new TreeMap<>();
        for (JsonNode line : test.get("expect")) {
            Matcher m = EQUAL.matcher(line.asString());
            if (m.matches()) {
                String path = INDEX.matcher(m.group(1)).replaceAll("");
                path = path.replace("[\"", ".").replace("\"]", "");
                expected.computeIfAbsent(path, _ -> new TreeSet<>()).add(m.group(2));
            }
        }
        return expected;
    }

    private static List<String> compare(
            Map<String, Set<String>> expected, AuthenticationResults field) {
        Map<String, Set<String>> actual = new LinkedHashMap<>();
        actual.put("authserv_id", Set.of(field.authservId()));
        actual.put("authres_version", Set.of(Integer.toString(field.version())));
        actual.put("resinfo.length", Set.of(Integer.toString(field.results().size())));
        for (Result result : field.results()) {
            put(actual, "method", result.method());
            put(actual, "method_version", Integer.toString(result.methodVersion()));
            put(actual, "result", result.value());
            if (result.reason() != null) {
                put(actual, "reason", result.reason());
            }
            for (Property property : result.properties()) {
                String path = "properties." + property.type() + "." + property.name();
                put(actual, path, property.value());
            }
        }
        List<String> differences = new ArrayList<>();
        actual.forEach(
                (path, values) -> {
                    if (expected.containsKey(path)) {
                        boolean some = values.stream().anyMatch(expected.get(path)::contains);
                        if (!some) {
                            differences.add(path + " is " + values + ", not " + expected.get(path));
                        }
                    }
                });
        return differences;
    }

    private static void put(Map<String, Set<String>> map, String path, String value) {
        map.computeIfAbsent(path, _ -> new TreeSet<>()).add(value);
    }

    @Test
    void fieldsOfTheWildAreReadOrRefusedWithAReason() throws IOException {
        Optional<Path> file = Corpora.find("authres/header-corpus.tsv");
        if (file.isEmpty()) {
            return;
        }
        int fields = 0;
        int received = 0;
        Map<String, String> refused = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file.get())) {
            String[] columns = line.split("\t");
            if (line.startsWith("#")) {
                continue;
            }
            fields++;
            // the value may hold tabs itself: the last column is the file
            int end = line.lastIndexOf('\t');
            String value =
                    line.substring(line.indexOf('\t') + 1, end)
                            .replace("\\n", "\r\n")
                            .replace("\\t", "\t");
            // RFC 8617 section 4.1.1: an ARC field begins with its instance
            value = value.replaceFirst("^\\s*i=\\d+\\s*;", "");
            try {
                roundTrip(AuthenticationResultsParser.parse(value));
            } catch (Malformed e) {
                assertThat(e.getMessage()).isNotBlank();
                if (columns[0].equalsIgnoreCase("Received-SPF")) {
                    received++;
                } else {
                    refused.put(value, e.getMessage());
                }
            }
        }
        assertThat(fields).isEqualTo(588);
        assertThat(received).isGreaterThan(100); // another grammar (RFC 7208 section 9.1)
        assertThat(refused.entrySet()).allMatch(AuthenticationResultsCorpusTest::isHopeless);
        assertThat(refused).hasSizeLessThan(40);
    }

    /**
     * What is refused: Yahoo's form before RFC 5451 ({@code id from=…;}), Received-SPF's pairs
     * within a result, bodies of MIME parts with their encoding left in, empty fields, prose.
     */
    private static boolean isHopeless(Map.Entry<String, String> field) {
        String value = field.getKey();
        return value.isEmpty()
                || value.startsWith("authentication result string is not available")
                || value.matches("(?s)\\S+\\s+from=.*domainkeys=.*")
                || value.contains("=3D")
                || value.contains("client-ip=");
    }

    private static void roundTrip(AuthenticationResults field) throws Malformed {
        AuthenticationResults again = AuthenticationResultsParser.parse(field.fieldValue());
        assertThat(again.fieldValue()).isEqualTo(field.fieldValue());
    }
}
