package org.hikyaku.certs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.hikyaku.name.DomainName;

/** Asks a service over the network which certificate it shows: the file on disk proves nothing. */
public final class ServedCheck {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** RFC 5321 section 4.5.3.1.5. */
    private static final int MAX_LINE_CHARS = 512;

    private static final int MAX_LINES = 100;

    private ServedCheck() {}

    /**
     * The certificate that is shown.
     *
     * @param startTls whether SMTP comes before TLS (RFC 3207)
     * @param name which is asked for (RFC 6066 section 3)
     * @throws IOException where none is shown
     */
    public static X509Certificate shown(
            InetSocketAddress address, boolean startTls, DomainName name) throws IOException {
        try (Socket raw = new Socket()) {
            raw.setSoTimeout((int) LIMIT.toMillis());
            raw.connect(address, (int) LIMIT.toMillis());
            if (startTls) {
                upgrade(raw);
            }
            try (SSLSocket tls =
                    (SSLSocket)
                            context()
                                    .getSocketFactory()
                                    .createSocket(raw, name.ascii(), address.getPort(), true)) {
                SSLParameters parameters = tls.getSSLParameters();
                parameters.setServerNames(List.of(new SNIHostName(name.ascii())));
                tls.setSSLParameters(parameters);
                tls.startHandshake();
                Certificate[] chain = tls.getSession().getPeerCertificates();
                if (chain.length > 0 && chain[0] instanceof X509Certificate shown) {
                    return shown;
                }
                throw new IOException("it shows no certificate");
            }
        }
    }

    private static void upgrade(Socket raw) throws IOException {
        BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(raw.getInputStream(), StandardCharsets.ISO_8859_1),
                        1);
        reply(in, "220");
        say(raw.getOutputStream(), "EHLO localhost");
        reply(in, "250");
        say(raw.getOutputStream(), "STARTTLS");
        reply(in, "220");
    }

    private static void say(OutputStream out, String command) throws IOException {
        out.write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** Read octet by octet: what comes after the reply belongs to TLS. */
    private static void reply(BufferedReader in, String code) throws IOException {
        for (int line = 0; line < MAX_LINES; line++) {
            StringBuilder text = new StringBuilder();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0 || text.length() > MAX_LINE_CHARS) {
                    throw new IOException("it speaks no SMTP");
                }
                text.append((char) c);
            }
            if (!text.toString().startsWith(code)) {
                throw new IOException("it says no " + code);
            }
            if (text.length() < 4 || text.charAt(3) != '-') {
                return;
            }
        }
        throw new IOException("it speaks no SMTP");
    }

    private static SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Looking()}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no TLS", e);
        }
    }

    /** Only looks: what is shown is compared with what was issued; nothing secret is sent. */
    private static final class Looking extends X509ExtendedTrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
