package org.hikyaku.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import org.hikyaku.certs.Authority;
import org.hikyaku.certs.CertHooks;
import org.hikyaku.certs.CertificatePlan;
import org.hikyaku.certs.KeyKind;
import org.hikyaku.certs.ProofKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CertificateReaderTest {

    private static final Path FILE = Path.of("/etc/x/hikyaku.toml");

    private static CertificateSettings read(String text) throws SettingsException {
        return SettingsReader.parse(FILE, "hostname = 'mail.example.com'\n" + text).certificates();
    }

    @Test
    void oneNameIsEnough() throws Exception {
        CertificateSettings read =
                read("[certificates]\nnames = ['mail.example.com']\nterms-agreed = true\n");
        assertThat(read.plans())
                .singleElement()
                .satisfies(
                        plan -> {
                            assertThat(plan.name()).isEqualTo("mail.example.com");
                            assertThat(plan.proof()).isEqualTo(ProofKind.HTTP_01);
                            assertThat(plan.key()).isEqualTo(KeyKind.ECDSA_P256);
                            assertThat(plan.authorities())
                                    .containsExactly(Authority.known("letsencrypt").orElseThrow());
                        });
        assertThat(read.folder(Path.of("/data"))).isEqualTo(Path.of("/data/certificates"));
    }

    @Test
    void moreCertificatesAndAuthorities() throws Exception {
        CertificateSettings read =
                read(
                        """
                        [certificates]
                        names = ["*.example.com", "example.com", "192.0.2.1"]
                        terms-agreed = true
                        challenge = "dns-01"
                        authorities = ["company", "letsencrypt"]
                        group = "ssl-cert"
                        group-reads-key = true
                        deploy-hook = ["/bin/true", "a b"]
                        reload = ["nginx"]
                        [certificate."www.example.org"]
                        names = ["www.example.org"]
                        challenge = "http-01"
                        webroot = "www"
                        key = "rsa"
                        reuse-key = true
                        acme-profile = "shortlived"
                        [authority.company]
                        directory = "https://acme.example.com/dir"
                        key-id = "kid"
                        key-file = "eab.key"
                        ca-bundle = "ca.pem"
                        """);
        CertificatePlan first = read.plans().get(0);
        CertificatePlan other = read.plans().get(1);
        assertThat(first.name()).isEqualTo("example.com");
        assertThat(first.texts()).containsExactly("*.example.com", "example.com", "192.0.2.1");
        Authority company = first.authorities().getFirst();
        assertThat(company.binding())
                .isEqualTo(new Authority.Binding("kid", Path.of("/etc/x/eab.key")));
        assertThat(company.caBundle()).isEqualTo(Path.of("/etc/x/ca.pem"));
        assertThat(other.name()).isEqualTo("www.example.org");
        assertThat(other.authorities()).isEqualTo(first.authorities());
        assertThat(other.key()).isEqualTo(KeyKind.RSA_2048);
        assertThat(other.reuseKey()).isTrue();
        assertThat(other.profile()).isEqualTo("shortlived");
        assertThat(read.webroots()).containsEntry("www.example.org", Path.of("/etc/x/www"));
        assertThat(read.access().groupReads()).isTrue();
        assertThat(read.hooks().deploy()).isEqualTo(List.of("/bin/true", "a b"));
        assertThat(read.hooks().reloads()).containsExactly(CertHooks.Reload.NGINX);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "names = ['mail.example.com'] | terms-agreed: must be true",
                "names = ['mail'] | names: \"mail\" is not allowed",
                "names = ['*.example.com'];terms-agreed = true | must be \"dns-01\" for names with *",
                "challenge = 'http' | \"http-01\", \"tls-alpn-01\", \"dns-01\"",
                "authorities = ['nobody'] | those of an [authority.NAME]",
                "authorities = [] | must not be empty",
                "group-reads-key = true | needs certificates.group",
                "reload = ['exim'] | \"postfix\", \"dovecot\" or \"nginx\"",
                "key = 'dsa' | \"ecdsa\", \"ecdsa-p384\"",
                "http = '80' | an address such as \"*:80\"",
                "[authority.a];directory = 'http://acme.example/dir' | https URL",
                "[authority.a];ca-bundle = 'x' | needs directory",
                "[authority.google];key-id = 'x' | key-id and key-file go together",
                "[certificate.'www.example.com'];key = 'rsa' | needs names",
                "[certificate.'../x'];names = ['www.example.com'] | must be a name of its own"
            })
    void mistakesAreToldWithTheirKey(String lines, String expected) {
        SettingsException e =
                catchThrowableOfType(
                        SettingsException.class,
                        () -> read("[certificates]\n" + lines.replace(";", "\n") + "\n"));
        assertThat(e).hasMessageContaining(expected);
        assertThat(String.valueOf(e.getMessage()).lines()).hasSize(1);
    }
}
