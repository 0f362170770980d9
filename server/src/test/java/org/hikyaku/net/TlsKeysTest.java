package org.hikyaku.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.hikyaku.fakes.Events;
import org.hikyaku.fakes.TestTls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TlsKeysTest {

    private static final InetSocketAddress ANY_PORT =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private static Listener serve(TlsKeys keys) throws IOException {
        var context = new TlsContext(keys);
        return Listener.start(
                ListenerSettings.of("tls", ANY_PORT),
                connection -> {
                    connection.startTls(context);
                    connection.output().write('!');
                    connection.input().read();
                },
                new Events());
    }

    private static SSLSocket connect(Listener listener, String name) throws IOException {
        var socket =
                (SSLSocket)
                        TestTls.client()
                                .getSocketFactory()
                                .createSocket(InetAddress.getLoopbackAddress(), listener.port());
        var parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(name)));
        socket.setSSLParameters(parameters);
        return socket;
    }

    private static String shown(Listener listener, String name) throws IOException {
        try (SSLSocket socket = connect(listener, name)) {
            var own = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            assertThat(socket.getInputStream().read()).isEqualTo('!');
            return own.getSubjectX500Principal().getName();
        }
    }

    @Test
    void theNameThatIsAskedForIsShown() throws IOException {
        var keys = new TlsKeys(List.of(TestTls.key("rsa"), TestTls.key("ec")));
        try (var listener = serve(keys)) {
            assertThat(shown(listener, "mx.example.com")).isEqualTo("CN=mx.example.com");
            assertThat(shown(listener, "MAIL.example.org")).isEqualTo("CN=mail.example.org");
            assertThat(shown(listener, "any.wild.example.org")).isEqualTo("CN=mail.example.org");
        }
    }

    @Test
    void keysAreSwappedWhileConnectionsStayOpen() throws IOException {
        var keys = new TlsKeys(List.of(TestTls.key("rsa")));
        try (var listener = serve(keys);
                var open = connect(listener, "mx.example.com")) {
            assertThat(open.getInputStream().read()).isEqualTo('!');
            keys.replace(List.of(TestTls.key("ec")));
            assertThat(shown(listener, "mx.example.com")).isEqualTo("CN=mail.example.org");
            open.getOutputStream().write('x');
            assertThat(open.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void oldVersionsAreRefused() throws IOException {
        try (var listener = serve(new TlsKeys(List.of(TestTls.key("rsa"))));
                var socket = connect(listener, "mx.example.com")) {
            socket.setEnabledCipherSuites(new String[] {"TLS_RSA_WITH_AES_128_CBC_SHA"});
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "rsa.cert.pem,rsa.key.pem,RSA",
        "rsa.cert.pem,rsa.pkcs1.pem,RSA",
        "ec.cert.pem,ec.key.pem,EC",
        "ec.cert.pem,ec.sec1.pem,EC"
    })
    void keyForms(String certificate, String key, String algorithm) throws TlsKeyException {
        TlsKey read = TlsKey.ofPem(TestTls.file(certificate), TestTls.file(key));
        assertThat(read.key().getAlgorithm()).isEqualTo(algorithm);
        assertThat(read.toString()).startsWith("TlsKey[").contains("example");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rsa.cert.pem|ec.key.pem|does not belong to the key",
                "rsa.cert.pem|rsa.cert.pem|holds no private key",
                "rsa.key.pem|rsa.key.pem|holds no certificate",
                "rsa.cert.pem|rsa.encrypted.pem|is encrypted",
            })
    void wrongFiles(String certificate, String key, String problem) {
        assertThatThrownBy(() -> TlsKey.ofPem(TestTls.file(certificate), TestTls.file(key)))
                .isInstanceOf(TlsKeyException.class)
                .hasMessageContaining(problem)
                .hasMessageContaining(".pem");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-----BEGIN PRIVATE KEY-----|breaks off",
                "-----BEGIN PRIVATE KEY-----\\n!!!\\n-----END PRIVATE KEY-----|cannot be read",
                "-----BEGIN PRIVATE KEY-----\\nAAAA\\n-----END PRIVATE KEY-----|cannot be read",
                "-----BEGIN RSA PRIVATE KEY-----\\nMAA=\\n-----END RSA PRIVATE KEY-----|cannot be read",
                "-----BEGIN EC PRIVATE KEY-----\\nMAA=\\n-----END EC PRIVATE KEY-----|cannot be read",
                "nothing|holds no private key",
            })
    void damagedKeys(String text, String problem, @TempDir Path folder) throws IOException {
        Path key = folder.resolve("key.pem");
        Files.writeString(key, text.replace("\\n", "\n"));
        assertThatThrownBy(() -> TlsKey.ofPem(TestTls.file("rsa.cert.pem"), key))
                .isInstanceOf(TlsKeyException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void missingFile(@TempDir Path folder) {
        assertThatThrownBy(
                        () -> TlsKey.ofPem(folder.resolve("none.pem"), folder.resolve("none.pem")))
                .isInstanceOf(TlsKeyException.class)
                .hasMessageContaining("none.pem does not exist");
    }

    @Test
    void aServerNeedsAKey() {
        assertThatThrownBy(() -> new TlsKeys(List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
