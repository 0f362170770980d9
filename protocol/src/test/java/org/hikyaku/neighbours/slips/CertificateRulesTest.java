package org.hikyaku.neighbours.slips;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.hikyaku.neighbours.MapTree;
import org.hikyaku.neighbours.setup.CertificateFile;
import org.hikyaku.neighbours.setup.Setup;
import org.hikyaku.neighbours.text.Damage;
import org.junit.jupiter.api.Test;

/** Certificates that services show: their names and their time. */
final class CertificateRulesTest {

    private static final Instant NOW = Instant.parse("2026-11-24T18:00:00Z");

    /** For mail.example.com and *.example.org, to February 2027. */
    private static final String PEM =
            """
            -----BEGIN CERTIFICATE-----
            MIIBnTCCAUOgAwIBAgIUPoZGV93XMcXgtGkaRVGcZvemCO0wCgYIKoZIzj0EAwIw
            EjEQMA4GA1UEAwwHVGVzdCBDQTAeFw0yNjExMjQxNzAyNTRaFw0yNzAyMjIxNzAy
            NTRaMBsxGTAXBgNVBAMMEG1haWwuZXhhbXBsZS5jb20wWTATBgcqhkjOPQIBBggq
            hkjOPQMBBwNCAARlgqIuhUKcyKXto/JgYc+pniuECoCxS4H7ih+L04/R3k5xIEsz
            MqzvYYrxoJcv3D2Ep0mIEY0isFESOqQ7tHKZo24wbDAqBgNVHREEIzAhghBtYWls
            LmV4YW1wbGUuY29tgg0qLmV4YW1wbGUub3JnMB0GA1UdDgQWBBShOTQ8OSAXwg2r
            ckE/IdmBg7ZkKzAfBgNVHSMEGDAWgBSZ5Fb8qV/1DH7vCL5/tKzIUD0QFjAKBggq
            hkjOPQQDAgNIADBFAiEAqgsMjjP31aXsmiAEnlPRQOgjAECzXuDiP5uzaEC1hrAC
            IGA1n7mwTXmQgymL0l9r3OUUuGQQx8cOJxHWU9gmDNQz
            -----END CERTIFICATE-----
            """;

    private static final String PATH = "/etc/ssl/mail.pem";

    private static MapTree tree(String host, String mx) {
        return new MapTree()
                .with(PATH, PEM)
                .with(
                        "/etc/postfix/main.cf",
                        "myhostname = "
                                + host
                                + "\nsmtpd_tls_cert_file = "
                                + PATH
                                + "\nsmtpd_tls_security_level = may\n"
                                + "smtp_tls_security_level = may\n")
                .with("/etc/bind/named.conf", "zone example.com { type master; file \"/z\"; };\n")
                .with(
                        "/z",
                        "$TTL 60\n@ IN SOA ns x 2026112401 1 1 1 1\n@ NS ns\nns A 192.0.2.1\n"
                                + "@ MX 1 "
                                + mx
                                + "\nmail A 192.0.2.1\nmx A 192.0.2.1\nbackup A 192.0.2.9\n");
    }

    private static List<String> slips(MapTree tree, Instant now) {
        return Slips.of(Setup.read(tree), Slips.NO_DNS, now).stream()
                .map(s -> s.rule() + " " + s.at())
                .toList();
    }

    @Test
    void theNameOfTheMailHostIsInIt() {
        assertThat(slips(tree("mail.example.com", "mail"), NOW)).isEmpty();
        CertificateFile file =
                Setup.read(tree("mail.example.com", "mail")).certificates().getFirst();
        assertThat(file.names()).containsExactly("mail.example.com", "*.example.org");
        assertThat(file.covers("a.example.org")).isTrue();
        assertThat(file.covers("a.b.example.org")).isFalse();
        assertThat(file.covers("example.org")).isFalse();
    }

    @Test
    void aMailHostThatIsMissingIsTold() {
        assertThat(slips(tree("mx.example.com", "mx"), NOW))
                .containsExactly("CERTIFICATE_NAME_MISSING /etc/postfix/main.cf:2");
        // The same machine under another name.
        assertThat(slips(tree("mail.example.com", "mx"), NOW))
                .containsExactly("CERTIFICATE_NAME_MISSING /etc/postfix/main.cf:2");
    }

    @Test
    void anotherMachineHasACertificateOfItsOwn() {
        assertThat(slips(tree("mail.example.com", "backup"), NOW)).isEmpty();
    }

    @Test
    void itsTimeIsOver() {
        assertThat(slips(tree("mail.example.com", "mail"), Instant.parse("2027-06-01T00:00:00Z")))
                .containsExactly("CERTIFICATE_EXPIRED /etc/postfix/main.cf:2");
    }

    @Test
    void aSiteShowsOneForItsNames() {
        String nginx =
                "http { server { listen 443 ssl; server_name _ www.example.org shop.example.net;"
                        + "\nssl_certificate "
                        + PATH
                        + "; } }";
        MapTree tree = tree("mail.example.com", "mail").with("/etc/nginx/nginx.conf", nginx);
        assertThat(slips(tree, NOW))
                .containsExactly("CERTIFICATE_NAME_MISSING /etc/nginx/nginx.conf:2");
        tree.with("/etc/nginx/nginx.conf", nginx.replace(" shop.example.net", ""));
        assertThat(slips(tree, NOW)).isEmpty();
    }

    @Test
    void aFileThatIsNoneIsTold() {
        MapTree tree = tree("mail.example.com", "mail").with(PATH, "-----BEGIN CERTIFICATE-----\n");
        assertThat(Setup.read(tree).damages())
                .extracting(Damage::expected)
                .contains(Damage.Expected.CERTIFICATE);
    }
}
