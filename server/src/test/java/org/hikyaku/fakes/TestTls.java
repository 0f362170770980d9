package org.hikyaku.fakes;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.hikyaku.net.TlsContext;
import org.hikyaku.net.TlsKey;
import org.hikyaku.net.TlsKeyException;
import org.hikyaku.net.TlsKeys;

/** Keys that exist for tests only, and a client that trusts everybody. */
public final class TestTls {

    private TestTls() {}

    /** A file beside the tests of {@code net}. */
    public static Path file(String name) {
        try {
            return Path.of(
                    Objects.requireNonNull(TestTls.class.getResource("/org/hikyaku/net/" + name))
                            .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** {@code rsa} for mx.example.com or {@code ec} for mail.example.org. */
    public static TlsKey key(String kind) {
        try {
            return TlsKey.ofPem(file(kind + ".cert.pem"), file(kind + ".key.pem"));
        } catch (TlsKeyException e) {
            throw new AssertionError(e);
        }
    }

    /** A server's TLS with the RSA key. */
    public static TlsContext server() {
        return new TlsContext(new TlsKeys(List.of(key("rsa"))));
    }

    /** A client's. */
    public static SSLContext client() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustAll()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static final class TrustAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
