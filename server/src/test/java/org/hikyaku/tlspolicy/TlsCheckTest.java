package org.hikyaku.tlspolicy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.hikyaku.Corpora;
import org.hikyaku.dns.DnsRecord.Tlsa;
import org.hikyaku.mtasts.MtaStsPolicy;
import org.hikyaku.name.DomainName;
import org.hikyaku.tlspolicy.TlsDecision.Wish;
import org.hikyaku.tlspolicy.TlsRequirement.Fault;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The chains of the corpus against what is required of them. */
final class TlsCheckTest {

    /** Within the validity of the corpus' certificates. */
    private static final Instant NOW = Instant.parse("2026-11-25T00:00:00Z");

    private static final DomainName HOST = DomainName.of("mx1.example.com");

    private static X509Certificate certificate(Path pem) throws IOException, CertificateException {
        try (InputStream in = Files.newInputStream(pem)) {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private static List<X509Certificate> chain(Path beside, String... names)
            throws IOException, CertificateException {
        List<X509Certificate> chain = new ArrayList<>();
        for (String name : names) {
            chain.add(certificate(beside.resolveSibling(name)));
        }
        return chain;
    }

    @Test
    void theCorpusOfDaneIsDecidedAsItSays() throws Exception {
        Optional<Path> file = Corpora.find("dane/tlsa-cases.json");
        if (file.isEmpty()) {
            return;
        }
        TlsCheck check = new TlsCheck(null);
        int cases = 0;
        for (JsonNode each : new ObjectMapper().readTree(file.get().toFile()).get("cases")) {
            List<Tlsa> records = new ArrayList<>();
            each.get("tlsa").forEach(t -> records.add(tlsa(t.asString())));
            Set<DomainName> names =
                    StreamSupport.stream(each.get("reference_names").spliterator(), false)
                            .map(n -> DomainName.of(n.asString()))
                            .collect(Collectors.toSet());
            TlsaState state =
                    records.isEmpty()
                            ? new TlsaState.Absent()
                            : new TlsaState.Found(HOST, records, names);
            TlsRequirement requirement =
                    TlsDecision.of(HOST, true, state, new StsState.None(), Wish.NONE);
            String[] shown =
                    StreamSupport.stream(each.get("server_chain").spliterator(), false)
                            .map(JsonNode::asString)
                            .toArray(String[]::new);
            TlsCheck.Shown seen = new TlsCheck.Shown(chain(file.get(), shown), false);
            Optional<TlsCheck.Finding> found = check.of(requirement, HOST, seen, NOW);
            Optional<TlsCheck.Finding> clear =
                    check.of(requirement, HOST, new TlsCheck.Shown(null, false), NOW);
            String expect = each.get("expect").asString();
            assertThat(found.isEmpty()).as(each.toString()).isEqualTo(!expect.equals("no-match"));
            assertThat(clear.isEmpty()).as(each.toString()).isEqualTo(expect.equals("none"));
            found.ifPresent(f -> assertThat(f.detail()).startsWith("no TLSA record at "));
            cases++;
        }
        assertThat(cases).isEqualTo(25);
    }

    private static Tlsa tlsa(String text) {
        String[] parts = text.split(" ");
        return new Tlsa(
                Integer.parseInt(parts[0]),
                Integer.parseInt(parts[1]),
                Integer.parseInt(parts[2]),
                parts[3]);
    }

    @Test
    void whatIsWrongWithACertificateHasItsWord() throws Exception {
        Optional<Path> root = Corpora.find("dane/root.pem");
        if (root.isEmpty()) {
            return;
        }
        Path beside = root.get();
        TlsCheck check = new TlsCheck(trusting(certificate(root.get())));
        TlsRequirement sts =
                new TlsRequirement.MtaSts(
                        new MtaStsPolicy(MtaStsPolicy.Mode.ENFORCE, 1, List.of("mx1.example.com")),
                        true);
        expect(check, sts, null, chain(beside, "leaf.pem", "inter.pem"));
        expect(
                check,
                sts,
                Fault.CERTIFICATE_EXPIRED,
                chain(beside, "leaf-expired.pem", "inter.pem"));
        expect(
                check,
                sts,
                Fault.CERTIFICATE_HOST_MISMATCH,
                chain(beside, "leaf-wrongname.pem", "inter.pem"));
        expect(check, sts, Fault.CERTIFICATE_NOT_TRUSTED, chain(beside, "leaf-selfsigned.pem"));
        expect(check, sts, Fault.CERTIFICATE_NOT_TRUSTED, chain(beside, "leaf.pem"));
        expect(
                check,
                new TlsRequirement.RequireTls(sts),
                Fault.REQUIRETLS_NOT_OFFERED,
                chain(beside, "leaf.pem", "inter.pem"));
        assertThat(
                        check.of(
                                        sts,
                                        DomainName.of("mx2.example.com"),
                                        new TlsCheck.Shown(chain(beside, "leaf.pem"), true),
                                        NOW)
                                .map(TlsCheck.Finding::fault))
                .contains(Fault.STS_HOST_NOT_NAMED);
    }

    private static void expect(
            TlsCheck check,
            TlsRequirement requirement,
            @org.jspecify.annotations.Nullable Fault fault,
            List<X509Certificate> chain) {
        Optional<TlsCheck.Finding> found =
                check.of(requirement, HOST, new TlsCheck.Shown(chain, false), NOW);
        assertThat(found.map(TlsCheck.Finding::fault)).isEqualTo(Optional.ofNullable(fault));
    }

    private static KeyStore trusting(X509Certificate root)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("root", root);
        return store;
    }

    @Test
    void theWordsAreThoseOfReports() {
        assertThat(List.of(Fault.values()))
                .allSatisfy(f -> assertThat(f.word()).matches("[a-z]+(-[a-z]+)+"));
        assertThat(Fault.STARTTLS_NOT_SUPPORTED.word()).isEqualTo("starttls-not-supported");
    }
}
