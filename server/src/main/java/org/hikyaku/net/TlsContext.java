package org.hikyaku.net;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** TLS as a server, with the keys that {@link TlsKeys} hold at the moment. */
public final class TlsContext {

    /** RFC 9325 section 3.1.1: nothing below 1.2. */
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    /** RFC 9325 section 4.2: forward secrecy and authenticated encryption only. */
    private static final List<String> CIPHERS =
            List.of(
                    "TLS_AES_128_GCM_SHA256",
                    "TLS_AES_256_GCM_SHA384",
                    "TLS_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    private final SSLSocketFactory factory;
    private final SSLParameters parameters;

    /** TLS with {@code keys}, whatever they are when a peer comes. */
    public TlsContext(TlsKeys keys) {
        this(keys, List.of());
    }

    /**
     * TLS for these protocols alone (RFC 7301): whoever wants another has no handshake.
     *
     * @param protocols none: whatever the peer asks for
     */
    public TlsContext(TlsKeys keys, List<String> protocols) {
        SSLContext context = contextOf(keys);
        factory = context.getSocketFactory();
        parameters = context.getDefaultSSLParameters();
        parameters.setProtocols(VERSIONS);
        List<String> known = Arrays.asList(context.getSupportedSSLParameters().getCipherSuites());
        parameters.setCipherSuites(CIPHERS.stream().filter(known::contains).toArray(String[]::new));
        parameters.setUseCipherSuitesOrder(true);
        parameters.setApplicationProtocols(protocols.toArray(String[]::new));
    }

    private static SSLContext contextOf(TlsKeys keys) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {keys.keyManager()}, null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no TLS", e);
        }
    }

    /** A TLS socket over {@code raw}, before the handshake; closing it closes {@code raw}. */
    SSLSocket wrap(Socket raw) throws IOException {
        SSLSocket socket = (SSLSocket) factory.createSocket(raw, null, true);
        socket.setUseClientMode(false);
        socket.setSSLParameters(parameters);
        return socket;
    }
}
