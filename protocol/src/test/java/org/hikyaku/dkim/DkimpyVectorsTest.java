package org.hikyaku.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hikyaku.Corpora;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.name.DomainName;
import org.junit.jupiter.api.Test;

/** The messages and keys with which dkimpy tests itself. */
class DkimpyVectorsTest {

    private static String file(Path root, String name) throws IOException {
        return Files.readString(root.resolve(name), StandardCharsets.ISO_8859_1).strip();
    }

    private static List<DkimResult> verify(Path root, String name, FakeResolver zone)
            throws IOException {
        byte[] message =
                Mail.crlf(Files.readString(root.resolve(name), StandardCharsets.ISO_8859_1));
        return new DkimVerifier(zone, Mail.CLOCK).verify(message);
    }

    @Test
    void signedMessagesVerify() throws IOException {
        Path root = Corpora.find("dkim/dkimpy").orElse(null);
        if (root == null) {
            return;
        }
        FakeResolver zone =
                FakeResolver.builder()
                        .txt(
                                "brisbane._domainkey.football.example.com",
                                "v=DKIM1; k=ed25519; "
                                        + "p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")
                        .txt("test._domainkey.football.example.com", file(root, "test.txt"))
                        .txt("sed._domainkey.test.ex", file(root, "eximtest.dns"))
                        .build();
        assertThat(verify(root, "rfc6376.signed.msg", zone))
                .hasSize(2)
                .allMatch(DkimResult::passed);
        assertThat(verify(root, "rfc6376.signed.rsa.msg", zone))
                .hasSize(1)
                .allMatch(DkimResult::passed);
        assertThat(verify(root, "ed25519test2.msg", zone))
                .singleElement()
                .extracting(DkimResult::code)
                .isEqualTo(DkimResult.Code.PASS);
    }

    @Test
    void aDomainThatIsTwoDomainsIsRefused() throws IOException {
        Path root = Corpora.find("dkim/dkimpy").orElse(null);
        if (root == null) {
            return;
        }
        FakeResolver any = FakeResolver.of("example.com A 192.0.2.1");
        assertThat(verify(root, "test.message.baddomain", any))
                .singleElement()
                .satisfies(
                        r -> {
                            assertThat(r.code()).isEqualTo(DkimResult.Code.NEUTRAL);
                            assertThat(r.domain()).isNull();
                        });
    }

    @Test
    void brokenRecordsHaveTheirReasons() throws IOException {
        Path root = Corpora.find("dkim/dkimpy").orElse(null);
        if (root == null) {
            return;
        }
        assertThat(reason(file(root, "badk.txt"))).contains("ed25519-sha256 is not supported");
        assertThat(reason(file(root, "badversion.txt"))).contains("is not DKIM1");
        assertThat(reason(file(root, "test_bad.txt"))).contains("not an RSA public key");
        assertThat(reason(file(root, "test_tlsrpt.txt"))).contains("not for mail (s=tlsrpt)");
    }

    private static String reason(String record) {
        DkimKeyLookup keys =
                new DkimKeyLookup(
                        FakeResolver.builder().txt("s._domainkey.d.example", record).build(),
                        DkimLimits.STANDARD);
        return switch (keys.find(DomainName.of("d.example"), "s")) {
            case DkimKeyLookup.Outcome.Found found -> found.problemFor("rsa-sha256").orElse("");
            case DkimKeyLookup.Outcome.NotFound none -> none.reason();
        };
    }

    @Test
    void allKeyFilesCanSign() throws Exception {
        Path root = Corpora.find("dkim/dkimpy").orElse(null);
        if (root == null) {
            return;
        }
        List<String> names =
                List.of(
                        "1024_testkey.key",
                        "2048_testkey.key",
                        "2048_testkey_PKCS8.key",
                        "test.private",
                        "test2.private",
                        "ed25519test.key",
                        "rfc8032_7_1.key");
        for (String name : names) {
            DkimKeys.Read key = DkimKeys.readPem(Files.readString(root.resolve(name)));
            DkimKeyPair pair =
                    new DkimKeyPair(DomainName.of("example.com"), "k", key.algorithm(), key.key());
            FakeResolver zone =
                    FakeResolver.builder()
                            .txt("k._domainkey.example.com", DkimKeys.publishedRecord(pair))
                            .build();
            byte[] signed = Mail.signed(DkimSigning.of(List.of(pair)), Mail.crlf(Mail.TEXT));
            assertThat(new DkimVerifier(zone, Mail.CLOCK).verify(signed))
                    .as(name)
                    .singleElement()
                    .matches(DkimResult::passed);
        }
    }
}
