package org.hikyaku.certs;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.connector.HttpConnector;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.provider.GenericAcmeProvider;

/** ACME over HTTPS with authorities of the settings' own choice, such as one within a company. */
final class TrustingProvider extends GenericAcmeProvider {

    private static final Duration CONNECT_TIME = Duration.ofSeconds(15);

    private final HttpClient client;

    /** Trusts the certificates in {@code bundle}, or the system's where it is null. */
    TrustingProvider(@Nullable Path bundle) throws CaException {
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .connectTimeout(CONNECT_TIME)
                        .followRedirects(HttpClient.Redirect.NEVER);
        if (bundle != null) {
            builder.sslContext(context(bundle));
        }
        client = builder.build();
    }

    private static SSLContext context(Path bundle) throws CaException {
        try (InputStream in = Files.newInputStream(bundle)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            int number = 0;
            for (Certificate one :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca" + number++, one);
            }
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new CaException(
                    CaException.Reason.SETTINGS,
                    "ca-bundle " + bundle + " cannot be used: " + e.getMessage(),
                    null,
                    e);
        }
    }

    @Override
    protected HttpConnector createHttpConnector(NetworkSettings settings, HttpClient unused) {
        return new HttpConnector(settings, client);
    }
}
