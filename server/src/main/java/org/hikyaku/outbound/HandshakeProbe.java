package org.hikyaku.outbound;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Says hello to a host as a delivery would, and goes again. */
public final class HandshakeProbe {

    /** What came of it. */
    public sealed interface Seen {
        /**
         * The host talks to us.
         *
         * @param chain its certificates, its own first; null where it does not encrypt
         * @param requireTls whether it offers REQUIRETLS
         * @param tls version and cipher, or {@code none}
         */
        record Talks(@Nullable List<X509Certificate> chain, boolean requireTls, String tls)
                implements Seen {}

        /** It offers TLS and then cannot do it. */
        record Broken(String detail) implements Seen {}

        /** It was not reached, or does not want us. */
        record Away(String detail) implements Seen {}
    }

    private final OutboundSettings settings;
    private final SSLContext tls;
    private final CertificateCheck check = new CertificateCheck(null);

    /** Probes that say hello as {@code settings} has it, encrypted with {@code tls}. */
    public HandshakeProbe(OutboundSettings settings, SSLContext tls) {
        this.settings = settings;
        this.tls = tls;
    }

    /** Looks; each step of it has the times of the settings. */
    public Seen look(String host, InetSocketAddress address) {
        try (SmtpClient client = SmtpClient.connect(host, Dialect.SMTP, address, settings)) {
            client.greet(tls, check);
            return new Seen.Talks(client.chain(), client.offers("REQUIRETLS"), client.tls());
        } catch (SmtpClient.TlsFailedException e) {
            return new Seen.Broken(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return new Seen.Away(String.valueOf(e.getMessage()));
        }
    }
}
