package org.hikyaku.dane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hikyaku.Corpora;
import org.hikyaku.dns.DnsRecord.Tlsa;
import org.hikyaku.name.DomainName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

final class DaneVerifierTest {

    /** Within the validity of the corpus' certificates. */
    private static final Instant NOW = Instant.parse("2026-11-25T00:00:00Z");

    @Test
    void theCorpusIsJudgedAsItSays() throws IOException, CertificateException {
        Optional<Path> file = Corpora.find("dane/tlsa-cases.json");
        if (file.isEmpty()) {
            return;
        }
        int cases = 0;
        for (JsonNode each : new ObjectMapper().readTree(file.get().toFile()).get("cases")) {
            List<Tlsa> records = new ArrayList<>();
            each.get("tlsa").forEach(text -> records.add(tlsa(text.asString())));
            List<X509Certificate> chain = new ArrayList<>();
            for (JsonNode name : each.get("server_chain")) {
                chain.add(certificate(file.get().resolveSibling(name.asString())));
            }
            Set<DomainName> names = new HashSet<>();
            each.get("reference_names").forEach(n -> names.add(DomainName.of(n.asString())));
            DaneResult result = DaneVerifier.verify(records, chain, names, NOW);
            assertThat(word(result)).as(each.toString()).isEqualTo(each.get("expect").asString());
            cases++;
        }
        assertThat(cases).isEqualTo(25);
    }

    private static String word(DaneResult result) {
        return switch (result) {
            case DaneResult.Match _ -> "match";
            case DaneResult.NoMatch _ -> "no-match";
            case DaneResult.NoneUsable _ -> "unusable";
            case DaneResult.NoRecords _ -> "none";
        };
    }

    static Tlsa tlsa(String text) {
        String[] parts = text.split(" ");
        return new Tlsa(
                Integer.parseInt(parts[0]),
                Integer.parseInt(parts[1]),
                Integer.parseInt(parts[2]),
                parts[3]);
    }

    private static X509Certificate certificate(Path pem) throws IOException, CertificateException {
        try (InputStream in = Files.newInputStream(pem)) {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0 1 1 00, usage 0",
        "4 1 1 00, usage 4",
        "3 2 1 00, selector 2",
        "3 1 3 00, matching type 3",
        "3 1 1 00, not 1",
        "3 1 2 00, not 1",
        "2 0 0 00, no certificate",
        "2 0 0 zz, no certificate"
    })
    void whyARecordCannotBeUsed(String record, String expected) {
        assertThat(DaneVerifier.problemOf(tlsa(record)).orElseThrow()).contains(expected);
    }

    @Test
    void aHostWithoutCertificateMatchesNothing() {
        Tlsa record = tlsa("3 1 1 " + "00".repeat(32));
        assertThat(DaneVerifier.verify(List.of(record), List.of(), Set.of(), NOW))
                .isInstanceOf(DaneResult.NoMatch.class);
    }
}
