package org.hikyaku.certs;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.jspecify.annotations.Nullable;

/** An authority that does what a test says. */
final class ScriptedCa implements CaSession {

    private static final class Kept {
        private final CertificatePlan plan;
        private final Set<String> answered = new HashSet<>();
        private boolean processing;
        private List<X509Certificate> chain = List.of();

        Kept(CertificatePlan plan) {
            this.plan = plan;
        }
    }

    private final InstantSource clock;
    private final KeyPair key = KeyKind.ECDSA_P256.make();
    private final Map<URI, Kept> orders = new HashMap<>();
    private final AtomicInteger number = new AtomicInteger();

    final List<BigInteger> revoked = new ArrayList<>();
    final List<X509Certificate> replaced = new ArrayList<>();
    Duration lifetime = Duration.ofDays(45);
    Set<String> caaNames = Set.of();
    Set<String> profiles = Set.of();
    Set<String> refusedNames = Set.of();
    Set<String> types = Set.of("http-01", "dns-01");
    @Nullable CaException down;
    @Nullable Window window;

    ScriptedCa(InstantSource clock) {
        this.clock = clock;
    }

    int ordersTaken() {
        return number.get();
    }

    private synchronized void requireUp() throws CaException {
        CaException now = down;
        if (now != null) {
            throw now;
        }
    }

    @Override
    public Offer offer() throws CaException {
        requireUp();
        return new Offer(profiles, caaNames);
    }

    @Override
    public synchronized URI order(CertificatePlan plan, @Nullable X509Certificate before)
            throws CaException {
        requireUp();
        URI url = URI.create("https://ca.example/order/" + number.incrementAndGet());
        orders.put(url, new Kept(plan));
        if (before != null) {
            replaced.add(before);
        }
        return url;
    }

    private Kept kept(URI url) throws CaException {
        Kept kept = orders.get(url);
        if (kept == null) {
            throw new CaException(CaException.Reason.ORDER_LOST, "no order " + url);
        }
        return kept;
    }

    @Override
    public synchronized Order look(URI url) throws CaException {
        requireUp();
        Kept kept = kept(url);
        if (kept.processing) {
            kept.processing = false;
            return new Order(Status.PROCESSING, List.of(), "");
        }
        if (!kept.chain.isEmpty()) {
            return new Order(Status.VALID, List.of(), "");
        }
        List<Authorization> all = new ArrayList<>();
        boolean failed = false;
        for (CertName name : kept.plan.names()) {
            all.add(authorization(url, kept, name));
            failed |= all.getLast().status() == Status.INVALID;
        }
        boolean done = kept.answered.size() == kept.plan.names().size();
        Status status = failed ? Status.INVALID : done ? Status.READY : Status.PENDING;
        return new Order(status, all, "");
    }

    private Authorization authorization(URI url, Kept kept, CertName name) {
        boolean answered = kept.answered.contains(name.text());
        boolean wrong = answered && refusedNames.contains(name.text());
        Status status = wrong ? Status.INVALID : answered ? Status.VALID : Status.PENDING;
        List<Challenge> challenges = new ArrayList<>();
        for (String type : types) {
            challenges.add(
                    new Challenge(
                            URI.create(url + "/" + type + "/" + name.text().replace("*", "star")),
                            type,
                            status,
                            "token-" + name.text(),
                            "token.thumb",
                            List.of("ca.example"),
                            "https://ca.example/acct/1",
                            wrong ? "404" : ""));
        }
        return new Authorization(name, status, challenges);
    }

    @Override
    public synchronized void answer(URI challenge) throws CaException {
        requireUp();
        String text = challenge.toString();
        String name = text.substring(text.lastIndexOf('/') + 1).replace("star", "*");
        String order = text.substring(0, text.lastIndexOf('/'));
        kept(URI.create(order.substring(0, order.lastIndexOf('/')))).answered.add(name);
    }

    @Override
    public synchronized void finish(URI url, byte[] request) throws CaException {
        requireUp();
        Kept kept = kept(url);
        kept.processing = true;
        kept.chain = List.of(issue(kept.plan, request));
    }

    private X509Certificate issue(CertificatePlan plan, byte[] request) {
        try {
            Instant now = clock.instant();
            X500Name issuer = new X500Name("CN=scripted");
            JcaX509v3CertificateBuilder builder =
                    new JcaX509v3CertificateBuilder(
                            issuer,
                            BigInteger.valueOf(1000 + number.get()),
                            Date.from(now),
                            Date.from(now.plus(lifetime)),
                            new X500Name("CN=leaf"),
                            new JcaPKCS10CertificationRequest(request).getPublicKey());
            GeneralName[] names =
                    plan.texts().stream()
                            .map(t -> new GeneralName(GeneralName.dNSName, t))
                            .toArray(GeneralName[]::new);
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(
                                    new JcaContentSignerBuilder("SHA256withECDSA")
                                            .build(key.getPrivate())));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public synchronized List<X509Certificate> certificate(URI url) throws CaException {
        requireUp();
        return kept(url).chain;
    }

    @Override
    public Optional<Window> window(X509Certificate certificate) throws CaException {
        requireUp();
        return Optional.ofNullable(window);
    }

    @Override
    public void revoke(X509Certificate certificate, int reason) throws CaException {
        requireUp();
        revoked.add(certificate.getSerialNumber());
    }
}
