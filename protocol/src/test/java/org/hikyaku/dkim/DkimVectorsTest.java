package org.hikyaku.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.name.DomainName;
import org.junit.jupiter.api.Test;

/**
 * The examples of the RFCs. That of RFC 6376 has been laid out anew for print: with one blank
 * between the sentences of its body and folds of six blanks, its hashes are right.
 */
class DkimVectorsTest {

    private static String resource(String name) throws java.io.IOException {
        try (var in = DkimVectorsTest.class.getResourceAsStream(name)) {
            return new String(
                    java.util.Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** RFC 6376 appendix C. */
    private static final String RFC6376_KEY =
            "v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7"
                    + "/zYtIxN2SnFCjxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/N"
                    + "MqJ0fzfVjH4OuKhitdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB";

    /** RFC 8463 appendix A.2. */
    private static final String RFC8463_ED25519 =
            "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

    private static final String RFC8463_RSA =
            "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWR"
                    + "iGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutAC"
                    + "DfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3"
                    + "Ip3G+2kryOTIKT+l/K4w3QIDAQAB";

    @Test
    void rfc6376AppendixA2Verifies() throws Exception {
        FakeResolver zone =
                FakeResolver.builder().txt("brisbane._domainkey.example.com", RFC6376_KEY).build();
        List<DkimResult> results =
                new DkimVerifier(zone, Mail.CLOCK).verify(Mail.crlf(resource("rfc6376-a2.eml")));
        assertThat(results).hasSize(1);
        assertThat(results.getFirst().reason()).isEmpty();
        assertThat(results.getFirst().code()).isEqualTo(DkimResult.Code.PASS);
        assertThat(results.getFirst().agent()).isEqualTo("joe@football.example.com");
        assertThat(results.getFirst().signatureStart()).isEqualTo("AuUoFEfDxTDkHlLX");
    }

    @Test
    void rfc8463AppendixA3Verifies() throws Exception {
        FakeResolver zone =
                FakeResolver.builder()
                        .txt("brisbane._domainkey.football.example.com", RFC8463_ED25519)
                        .txt("test._domainkey.football.example.com", RFC8463_RSA)
                        .build();
        List<DkimResult> results =
                new DkimVerifier(zone, Mail.CLOCK).verify(Mail.crlf(resource("rfc8463-a3.eml")));
        assertThat(results).extracting(DkimResult::reason).containsExactly("", "");
        assertThat(results).allMatch(DkimResult::passed);
    }

    @Test
    void rfc8463KeysPublishWhatTheRfcPublishes() throws Exception {
        DkimKeys.Read seed = DkimKeys.readPem("nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=\n");
        DkimKeyPair ed =
                new DkimKeyPair(
                        DomainName.of("football.example.com"),
                        "brisbane",
                        seed.algorithm(),
                        seed.key());
        assertThat(DkimKeys.publishedRecord(ed)).isEqualTo(RFC8463_ED25519);
        DkimKeys.Read pem = DkimKeys.readPem(resource("rfc8463-rsa.pem"));
        DkimKeyPair rsa = new DkimKeyPair(ed.domain(), "test", pem.algorithm(), pem.key());
        assertThat(DkimKeys.publishedRecord(rsa)).isEqualTo(RFC8463_RSA);
    }
}
