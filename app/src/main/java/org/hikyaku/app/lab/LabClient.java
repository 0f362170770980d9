package org.hikyaku.app.lab;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.hikyaku.sasl.ScramClient;
import org.hikyaku.smtp.Reply;
import org.hikyaku.smtp.ReplyReader;
import org.hikyaku.wire.LineReader;

/**
 * A mail program: TLS from the start with the lab's authority, SCRAM-SHA-256, one message (RFC
 * 8314, RFC 7677).
 */
final class LabClient {

    private static final int TIMEOUT_MILLIS = 10_000;

    /** What came of it. */
    record Submitted(String tls, String reply) {}

    /** How many messages one session sends, and what its login is salted with. */
    record Rounds(int messages, String nonce) {}

    /** Who sends. */
    record Login(String address, String password) {
        @Override
        public String toString() {
            return address;
        }
    }

    private final SSLContext trust;
    private final String host;
    private final int port;

    LabClient(X509Certificate authority, String host, int port) {
        this.trust = trusting(authority);
        this.host = host;
        this.port = port;
    }

    private static SSLContext trusting(X509Certificate authority) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("lab", authority);
            TrustManagerFactory factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    /** Submits {@code message} {@code times} times in one session; what the last one came to. */
    Submitted submit(Login login, String to, String message, Rounds rounds) throws IOException {
        try (Socket plain = new Socket("127.0.0.1", port);
                SSLSocket tls =
                        (SSLSocket)
                                trust.getSocketFactory().createSocket(plain, host, port, true)) {
            plain.setSoTimeout(TIMEOUT_MILLIS);
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm(
                    "HTTPS"); // the certificate must be for the name
            tls.setSSLParameters(parameters);
            LineReader in = new LineReader(tls.getInputStream(), ReplyReader.MAX_LINE_OCTETS);
            require(ReplyReader.read(in), 220);
            require(say(tls, in, "EHLO client.sender.example"), 250);
            authenticate(tls, in, login, rounds.nonce());
            String accepted = "";
            for (int i = 0; i < rounds.messages(); i++) {
                require(say(tls, in, "MAIL FROM:<" + login.address() + ">"), 250);
                require(say(tls, in, "RCPT TO:<" + to + ">"), 250);
                require(say(tls, in, "DATA"), 354);
                accepted = require(say(tls, in, message + "\r\n."), 250).toString();
            }
            say(tls, in, "QUIT");
            return new Submitted(
                    tls.getSession().getProtocol() + " " + tls.getSession().getCipherSuite(),
                    accepted);
        }
    }

    private static void authenticate(SSLSocket tls, LineReader in, Login login, String nonce)
            throws IOException {
        ScramClient scram = new ScramClient(login.address(), login.password(), nonce);
        Base64.Encoder base64 = Base64.getEncoder();
        Reply first =
                require(
                        say(tls, in, "AUTH SCRAM-SHA-256 " + base64.encodeToString(scram.first())),
                        334);
        byte[] answer =
                scram.answer(Base64.getDecoder().decode(first.text()))
                        .orElseThrow(
                                () ->
                                        new IOException(
                                                "the server's SCRAM answer makes no sense: "
                                                        + first));
        Reply last = require(say(tls, in, base64.encodeToString(answer)), 334);
        if (!scram.isServerProved(Base64.getDecoder().decode(last.text()))) {
            throw new IOException("the server does not know the password itself");
        }
        require(say(tls, in, ""), 235);
    }

    private static Reply say(SSLSocket tls, LineReader in, String text) throws IOException {
        tls.getOutputStream().write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
        tls.getOutputStream().flush();
        return ReplyReader.read(in);
    }

    private static Reply require(Reply reply, int code) throws IOException {
        if (reply.code() != code) {
            throw new IOException("the server answered " + reply);
        }
        return reply;
    }
}
