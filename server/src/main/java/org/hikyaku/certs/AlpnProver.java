package org.hikyaku.certs;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.hikyaku.name.IpNet;
import org.hikyaku.net.Connection;
import org.hikyaku.net.ConnectionHandler;
import org.hikyaku.net.ListenException;
import org.hikyaku.net.Listener;
import org.hikyaku.net.ListenerSettings;
import org.hikyaku.net.TlsContext;
import org.hikyaku.net.TlsKey;
import org.hikyaku.net.TlsKeys;
import org.hikyaku.ops.EventLog;
import org.jspecify.annotations.Nullable;

/**
 * Answers within a TLS handshake (RFC 8737); listens only while there is something to answer, and
 * speaks nothing but {@code acme-tls/1}.
 */
public final class AlpnProver implements Prover {

    private static final String PROTOCOL = "acme-tls/1";

    /** RFC 8737 section 6.1. */
    private static final ASN1ObjectIdentifier ACME_IDENTIFIER =
            new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.31");

    private static final Duration VALID = Duration.ofDays(2);
    private static final Duration HANDSHAKE_TIME = Duration.ofSeconds(10);

    private final InetSocketAddress address;
    private final InstantSource clock;
    private final EventLog events;
    private final ReentrantLock lock = new ReentrantLock();
    // All by whoever holds the lock.
    private final Map<String, TlsKey> answers = new LinkedHashMap<>();
    private @Nullable TlsKeys keys;
    private @Nullable Listener listener;

    /** At {@code address}, which authorities reach as port 443. */
    public AlpnProver(InetSocketAddress address, InstantSource clock, EventLog events) {
        this.address = address;
        this.clock = clock;
        this.events = events;
    }

    @Override
    public ProofKind kind() {
        return ProofKind.TLS_ALPN_01;
    }

    @Override
    public Proof prove(CaSession.Authorization authorization, CaSession.Challenge challenge)
            throws CaException {
        TlsKey shown = certificate(authorization.name(), challenge.keyAuthorization());
        lock.lock();
        try {
            answers.put(challenge.token(), shown);
            show();
            return () -> remove(challenge.token());
        } catch (ListenException e) {
            answers.remove(challenge.token());
            throw new CaException(
                    CaException.Reason.SETTINGS,
                    "port "
                            + address.getPort()
                            + " cannot be listened on for tls-alpn-01: "
                            + e.getMessage(),
                    null,
                    e);
        } finally {
            lock.unlock();
        }
    }

    private void show() throws ListenException {
        List<TlsKey> all = new ArrayList<>(answers.values());
        if (keys == null) {
            TlsKeys made = new TlsKeys(all);
            TlsContext tls = new TlsContext(made, List.of(PROTOCOL));
            listener = Listener.start(ListenerSettings.of("acme", address), new Shown(tls), events);
            keys = made;
        } else {
            keys.replace(all);
        }
    }

    private void remove(String token) {
        lock.lock();
        try {
            answers.remove(token);
            if (answers.isEmpty() && listener != null) {
                listener.close();
                listener = null;
                keys = null;
            } else if (keys != null) {
                keys.replace(new ArrayList<>(answers.values()));
            }
        } finally {
            lock.unlock();
        }
    }

    /** RFC 8737 section 3: after the handshake nothing more is said. */
    private record Shown(TlsContext tls) implements ConnectionHandler {
        @Override
        public void serve(Connection connection) throws IOException {
            connection.deadline(HANDSHAKE_TIME);
            connection.startTls(tls);
        }

        @Override
        public byte[] busy() {
            return new byte[0];
        }
    }

    /** RFC 8737 section 3: self-signed, for exactly this name, with the digest, critical. */
    private TlsKey certificate(CertName name, String keyAuthorization) {
        KeyPair pair = KeyKind.ECDSA_P256.make();
        Instant now = clock.instant();
        X500Name subject = new X500Name("CN=acme.invalid");
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(keyAuthorization.getBytes(StandardCharsets.US_ASCII));
            JcaX509v3CertificateBuilder builder =
                    new JcaX509v3CertificateBuilder(
                            subject,
                            BigInteger.valueOf(now.toEpochMilli()),
                            Date.from(now.minus(VALID)),
                            Date.from(now.plus(VALID)),
                            subject,
                            pair.getPublic());
            builder.addExtension(
                    Extension.subjectAlternativeName, false, new GeneralNames(general(name)));
            builder.addExtension(ACME_IDENTIFIER, true, new DEROctetString(digest));
            X509Certificate made =
                    new JcaX509CertificateConverter()
                            .getCertificate(
                                    builder.build(
                                            new JcaContentSignerBuilder("SHA256withECDSA")
                                                    .build(pair.getPrivate())));
            return new TlsKey(pair.getPrivate(), List.of(made), asked(name));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("a certificate cannot be made", e);
        }
    }

    private static GeneralName general(CertName name) {
        return switch (name) {
            case CertName.Host host -> new GeneralName(GeneralName.dNSName, host.name().ascii());
            case CertName.Address ip -> new GeneralName(GeneralName.iPAddress, ip.text());
        };
    }

    /** RFC 8738 section 6: an address is asked for by its name in the reverse tree. */
    private static String asked(CertName name) {
        return switch (name) {
            case CertName.Host host -> host.name().ascii();
            case CertName.Address(var ip) -> IpNet.reverseName(ip).ascii();
        };
    }
}
