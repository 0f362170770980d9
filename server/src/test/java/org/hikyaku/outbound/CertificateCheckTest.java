package org.hikyaku.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import org.hikyaku.fakes.ScriptedHost;
import org.hikyaku.fakes.TestTls;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether a certificate is one for the host, by authorities that are known. */
final class CertificateCheckTest {

    private static KeyStore authorities() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("ca", TestTls.key("rsa").chain().getFirst());
        return store;
    }

    @ParameterizedTest
    @CsvSource({
        "true, mx.example.com, true",
        "true, MX.example.com, true",
        "true, mail.example.com, false",
        "true, example.com, false",
        "false, mx.example.com, false",
    })
    void verifiedWhereNameAndAuthorityAreRight(boolean trusted, String name, boolean verified)
            throws IOException, GeneralSecurityException {
        CertificateCheck check = new CertificateCheck(trusted ? authorities() : null);
        try (ScriptedHost host = ScriptedHost.start().encrypting()) {
            for (int i = 0; i < 2; i++) { // the second time from memory
                InetSocketAddress address =
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), host.port());
                SmtpClient client =
                        SmtpClient.connect(
                                name, Dialect.SMTP, address, OutboundWorld.settings(25, null));
                client.greet(TestTls.client(), check);
                assertThat(client.tls().endsWith(" verified")).isEqualTo(verified);
                client.close();
            }
        }
    }
}
