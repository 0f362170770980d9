package org.hikyaku.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hikyaku.Corpora;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.message.FromAuthor;
import org.hikyaku.message.HeaderBlock;
import org.hikyaku.name.DomainName;
import org.hikyaku.spf.SpfResult;
import org.junit.jupiter.api.Test;

/** The cases of the older implementation, with what RFC 9989 changes. */
final class OpenDmarcCasesTest {

    private static List<String[]> rows(String file) throws IOException {
        Optional<Path> path = Corpora.find("dmarc/opendmarc/" + file);
        if (path.isEmpty()) {
            return List.of();
        }
        return Files.readAllLines(path.get()).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t", -1))
                .toList();
    }

    /** There the whole record is an error; section 4.8: only the faulty tag is passed over. */
    private static final Map<String, String> RECORD_DIFFERENCES =
            Map.ofEntries(
                    // a policy is written in full, there a prefix will do
                    Map.entry("v=DMARC1; p=n;", "wrong policy"),
                    Map.entry("v=DMARC1; p=none; adkim=bob;", "ok, adkim=r"),
                    Map.entry("v=DMARC1; p=none; aspf=bob;", "ok, aspf=r"),
                    // rf, ri and pct are unknown tags now
                    Map.entry("v=DMARC1; p=none; rf=bob;", "ok"),
                    Map.entry("v=DMARC1; p=none; ri=bob;", "ok"),
                    Map.entry("v=DMARC1; p=none; pct=500;", "ok"),
                    Map.entry("v=DMARC1; p=none; rf=000000000000000000000000000000000", "ok"));

    @Test
    void recordsAreReadAlikeButForWhatChanged() throws IOException {
        List<String[]> rows = rows("record-parse.tsv");
        Map<String, String> differences = new LinkedHashMap<>();
        for (String[] row : rows) {
            String outcome = outcome(row[0]);
            if (outcome.startsWith("ok") != row[1].equals("OKAY")) {
                differences.put(row[0], outcome);
            }
        }
        assertThat(rows)
                .satisfiesAnyOf(r -> assertThat(r).isEmpty(), r -> assertThat(r).hasSize(19));
        if (!rows.isEmpty()) {
            assertThat(differences.keySet()).isEqualTo(RECORD_DIFFERENCES.keySet());
        }
    }

    private static String outcome(String text) {
        try {
            DmarcRecord record = DmarcParser.parse(text);
            if (record.wrongPolicy()) {
                return "wrong policy";
            }
            return record.applies() ? "ok" : "no policy";
        } catch (DmarcParser.Malformed e) {
            return "no record: " + e.getMessage();
        }
    }

    /** Names with empty labels are no names here, and never come out of the From parser. */
    private static final List<String> NO_NAMES = List.of(".mac.com.", "....mac.com....");

    @Test
    void alignmentIsTheSame() throws IOException {
        List<String[]> rows = rows("alignment.tsv");
        assertThat(rows)
                .satisfiesAnyOf(r -> assertThat(r).isEmpty(), r -> assertThat(r).hasSize(10));
        for (String[] row : rows) {
            Optional<DomainName> author = DomainName.parse(row[0]);
            Optional<DomainName> proved = DomainName.parse(row[1]);
            if (author.isEmpty() || proved.isEmpty()) {
                // mac...com is not aligned there either
                assertThat(NO_NAMES.contains(row[0]) || row[3].equals("-1")).as(row[0]).isTrue();
                continue;
            }
            // The organizational domain is what a list of suffixes gives there; here a record does.
            String organization = author.get().lastLabels(2).ascii();
            FakeResolver zone =
                    FakeResolver.of(
                            "_dmarc."
                                    + organization
                                    + " TXT v=DMARC1; p=none; aspf="
                                    + (row[2].equals("STRICT") ? "s" : "r"));
            DmarcVerdict verdict =
                    new DmarcVerifier(zone, DmarcMode.RFC9989)
                            .evaluate(
                                    new DmarcVerifier.Input(
                                            List.of(author.get()),
                                            1,
                                            Results.spf(SpfResult.Code.PASS, proved.get().ascii()),
                                            List.of()));
            assertThat(verdict.spfAligned())
                    .as(row[0] + " " + row[1])
                    .isEqualTo(row[3].equals("0"));
        }
    }

    /**
     * There the first address is the author; here all are told: with two domains DMARC looks at
     * both (RFC 9989 section 11.5).
     */
    private static final Map<String, List<String>> SEVERAL =
            Map.of(
                    "Joe Johnson <joe@joe.com>, ace@ace.com", List.of("joe.com", "ace.com"),
                    "joe@joe.com, ace@ace.com", List.of("joe.com", "ace.com"));

    @Test
    void theAuthorDomainIsTheSame() throws IOException {
        List<String[]> rows = rows("from-header-domain.tsv");
        assertThat(rows)
                .satisfiesAnyOf(r -> assertThat(r).isEmpty(), r -> assertThat(r).hasSize(15));
        for (String[] row : rows) {
            String value = row[0].replace("\\\\", "\\").replace("\\\"", "\"");
            FromAuthor author = FromAuthor.of(HeaderBlock.parse("From: " + value + "\r\n"));
            assertThat(author.domains().stream().map(DomainName::ascii).toList())
                    .as(value)
                    .isEqualTo(SEVERAL.getOrDefault(row[0], List.of(row[1])));
        }
    }
}
