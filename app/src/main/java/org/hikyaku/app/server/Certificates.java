package org.hikyaku.app.server;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.hikyaku.name.DomainName;
import org.hikyaku.net.TlsKey;

/** Certificates that this program makes itself: for a server that has none yet, and for the lab. */
public final class Certificates {

    /** A certificate authority of the lab, or a certificate that vouches for itself. */
    public record Issued(KeyPair keys, X509Certificate certificate, List<X509Certificate> chain) {
        /** Copies the list. */
        public Issued {
            chain = List.copyOf(chain);
        }

        /** For serving. */
        public TlsKey tlsKey() {
            return new TlsKey(keys.getPrivate(), chain);
        }

        /** The certificates, PEM. */
        public String certificatePem() {
            return pem(chain);
        }

        /** The private key, PEM, PKCS#8. */
        public String keyPem() {
            try {
                return pem(List.of(new JcaPKCS8Generator(keys.getPrivate(), null).generate()));
            } catch (IOException e) {
                throw new IllegalStateException("a key cannot be written", e);
            }
        }

        @Override
        public String toString() {
            return certificate.getSubjectX500Principal().toString();
        }
    }

    private static final Duration SELF_SIGNED_FOR = Duration.ofDays(3650);
    private static final Duration ISSUED_FOR = Duration.ofDays(30);

    private Certificates() {}

    /** A certificate for {@code host} that only says so itself. */
    public static Issued selfSigned(DomainName host, Instant now) {
        KeyPair keys = keys();
        X509Certificate certificate =
                build(
                        new Plan(
                                name(host.ascii()),
                                name(host.ascii()),
                                now,
                                SELF_SIGNED_FOR,
                                List.of(new GeneralName(GeneralName.dNSName, host.ascii())),
                                false),
                        keys,
                        keys);
        return new Issued(keys, certificate, List.of(certificate));
    }

    /** An authority. */
    public static Issued authority(String called, Instant now) {
        KeyPair keys = keys();
        X509Certificate certificate =
                build(
                        new Plan(name(called), name(called), now, ISSUED_FOR, List.of(), true),
                        keys,
                        keys);
        return new Issued(keys, certificate, List.of(certificate));
    }

    /** A certificate of {@code authority} for {@code host} and for loopback. */
    public static Issued issue(Issued authority, DomainName host, Instant now) {
        KeyPair keys = keys();
        List<GeneralName> names = new ArrayList<>();
        names.add(new GeneralName(GeneralName.dNSName, host.ascii()));
        names.add(
                new GeneralName(
                        GeneralName.iPAddress,
                        InetAddress.ofLiteral("127.0.0.1").getHostAddress()));
        X500Name issuer =
                X500Name.getInstance(
                        authority.certificate().getSubjectX500Principal().getEncoded());
        X509Certificate certificate =
                build(
                        new Plan(name(host.ascii()), issuer, now, ISSUED_FOR, names, false),
                        keys,
                        authority.keys());
        return new Issued(keys, certificate, List.of(certificate, authority.certificate()));
    }

    private static X500Name name(String common) {
        return new X500Name("CN=" + common);
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no P-256", e);
        }
    }

    private record Plan(
            X500Name subject,
            X500Name issuer,
            Instant now,
            Duration validFor,
            List<GeneralName> names,
            boolean authority) {}

    private static X509Certificate build(Plan plan, KeyPair keys, KeyPair signer) {
        try {
            JcaX509v3CertificateBuilder builder =
                    new JcaX509v3CertificateBuilder(
                            plan.issuer(),
                            new BigInteger(120, new SecureRandom()).setBit(120),
                            Date.from(plan.now().minus(Duration.ofHours(1))),
                            Date.from(plan.now().plus(plan.validFor())),
                            plan.subject(),
                            keys.getPublic());
            builder.addExtension(
                    Extension.basicConstraints, true, new BasicConstraints(plan.authority()));
            if (!plan.names().isEmpty()) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(plan.names().toArray(GeneralName[]::new)));
            }
            ContentSigner with =
                    new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(with));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("a certificate cannot be made", e);
        }
    }

    private static String pem(List<?> objects) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            for (Object object : objects) {
                writer.writeObject(object);
            }
        } catch (IOException e) {
            throw new IllegalStateException("PEM cannot be written", e);
        }
        return text.toString();
    }
}
