package org.hikyaku.certs;

import java.io.IOException;
import java.net.ConnectException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpTimeoutException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.hikyaku.wire.Printable;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Certificate;
import org.shredzone.acme4j.Identifier;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Metadata;
import org.shredzone.acme4j.OrderBuilder;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.RenewalInfo;
import org.shredzone.acme4j.RevocationReason;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.challenge.TokenChallenge;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;
import org.shredzone.acme4j.exception.AcmeServerException;
import org.shredzone.acme4j.toolbox.JSON;

/** A session over the network. One thread at a time. */
final class AcmeConnection implements CaSession {

    private static final Duration REQUEST_TIME = Duration.ofSeconds(30);

    private static final int MAX_PROBLEM_CHARS = 400;

    /** RFC 8555 section 6.7. */
    private static final String ERRORS = "urn:ietf:params:acme:error:";

    private static final Set<String> OF_THE_SERVER = Set.of("serverInternal", "badNonce");
    private static final Set<String> OF_THE_NAMES =
            Set.of("caa", "connection", "dns", "incorrectResponse", "tls", "unauthorized");

    private final Session session;
    private final Login login;

    private AcmeConnection(Session session, Login login) {
        this.session = session;
        this.login = login;
    }

    private interface Work<T> {
        T get() throws AcmeException;
    }

    /** Opens it with the account of {@code key}, which is made where it is new. */
    static AcmeConnection open(Authority authority, AcmeAccount account) throws CaException {
        Session session =
                new Session(authority.directory(), new TrustingProvider(authority.caBundle()));
        session.networkSettings().setTimeout(REQUEST_TIME);
        KeyPair key = account.key(authority);
        AccountBuilder builder = new AccountBuilder().agreeToTermsOfService().useKeyPair(key);
        account.contact().forEach(builder::addEmail);
        Authority.Binding binding = authority.binding();
        if (binding != null) {
            builder.withKeyIdentifier(binding.keyId(), account.macKey(binding));
        }
        Login login =
                told(
                        authority.directory().getHost() + " gives no account",
                        () -> builder.createLogin(session));
        return new AcmeConnection(session, login);
    }

    @Override
    public Offer offer() throws CaException {
        Metadata data = told("its directory cannot be read", session::getMetadata);
        Set<String> profiles = data.isProfileAllowed() ? data.getProfiles() : Set.of();
        return new Offer(profiles, new HashSet<>(data.getCaaIdentities()));
    }

    @Override
    public URI order(CertificatePlan plan, @Nullable X509Certificate replaced) throws CaException {
        Identifier[] names =
                plan.names().stream().map(AcmeConnection::identifier).toArray(Identifier[]::new);
        return told(
                "it takes no order",
                () -> {
                    OrderBuilder builder = login.newOrder().identifiers(List.of(names));
                    if (!plan.profile().isEmpty()) {
                        builder.profile(plan.profile());
                    }
                    if (replaced != null && offersRenewalInfo()) {
                        builder.replaces(replaced);
                    }
                    return URI.create(builder.create().getLocation().toString());
                });
    }

    private boolean offersRenewalInfo() throws AcmeException {
        return session.resourceUrlOptional(org.shredzone.acme4j.connector.Resource.RENEWAL_INFO)
                .isPresent();
    }

    private static Identifier identifier(CertName name) {
        return switch (name) {
            case CertName.Host host -> Identifier.dns(host.text());
            case CertName.Address(var address) -> Identifier.ip(address);
        };
    }

    @Override
    public Order look(URI order) throws CaException {
        URL url = url(order);
        return told(
                "the order cannot be looked at",
                () -> {
                    org.shredzone.acme4j.Order seen = login.bindOrder(url);
                    seen.fetch();
                    Status status = status(seen.getStatus());
                    List<Authorization> all = new ArrayList<>();
                    // Authorizations of an order that went through need not be kept for us.
                    if (status == Status.PENDING || status == Status.INVALID) {
                        for (org.shredzone.acme4j.Authorization one : seen.getAuthorizations()) {
                            one.fetch();
                            all.add(authorization(one));
                        }
                    }
                    return new Order(status, all, text(seen.getError()));
                });
    }

    private static Authorization authorization(org.shredzone.acme4j.Authorization seen) {
        List<Challenge> challenges = new ArrayList<>();
        seen.getChallenges().forEach(one -> challenges.add(challenge(one)));
        Identifier id = seen.getIdentifier();
        CertName name =
                CertName.parse(id.getValue())
                        .orElseThrow(() -> new IllegalStateException("no name: " + id));
        return new Authorization(name, status(seen.getStatus()), challenges);
    }

    private static Challenge challenge(org.shredzone.acme4j.challenge.Challenge seen) {
        JSON json = seen.getJSON();
        List<String> issuers = new ArrayList<>();
        json.get("issuer-domain-names")
                .optional()
                .ifPresent(v -> v.asArray().forEach(i -> issuers.add(i.asString())));
        String account = json.get("accounturi").map(JSON.Value::asString).orElse("");
        boolean token = seen instanceof TokenChallenge;
        return new Challenge(
                URI.create(seen.getLocation().toString()),
                seen.getType(),
                status(seen.getStatus()),
                json.get("token").map(JSON.Value::asString).orElse(""),
                token ? ((TokenChallenge) seen).getAuthorization() : "",
                issuers,
                account,
                text(seen.getError()));
    }

    private static Status status(org.shredzone.acme4j.Status seen) {
        return switch (seen) {
            case PENDING, UNKNOWN -> Status.PENDING;
            case READY -> Status.READY;
            case PROCESSING -> Status.PROCESSING;
            case VALID -> Status.VALID;
            case INVALID, REVOKED, DEACTIVATED, EXPIRED, CANCELED -> Status.INVALID;
        };
    }

    private static String text(Optional<Problem> problem) {
        return problem.map(p -> Printable.of(p.toString(), MAX_PROBLEM_CHARS)).orElse("");
    }

    @Override
    public void answer(URI challenge) throws CaException {
        URL url = url(challenge);
        told(
                "the proof cannot be handed in",
                () -> {
                    login.bindChallenge(url).trigger();
                    return url;
                });
    }

    @Override
    public void finish(URI order, byte[] request) throws CaException {
        URL url = url(order);
        told(
                "the request is refused",
                () -> {
                    login.bindOrder(url).execute(request);
                    return url;
                });
    }

    @Override
    public List<X509Certificate> certificate(URI order) throws CaException {
        URL url = url(order);
        return told(
                "the certificate cannot be fetched",
                () -> {
                    Certificate certificate = login.bindOrder(url).getCertificate();
                    certificate.download();
                    return certificate.getCertificateChain();
                });
    }

    @Override
    public Optional<Window> window(X509Certificate certificate) throws CaException {
        return told(
                "it does not say when to renew",
                () -> {
                    if (!offersRenewalInfo()) {
                        return Optional.empty();
                    }
                    RenewalInfo info = login.bindRenewalInfo(certificate);
                    Instant again = info.fetch().orElse(null);
                    return Optional.of(
                            new Window(
                                    info.getSuggestedWindowStart(),
                                    info.getSuggestedWindowEnd(),
                                    again));
                });
    }

    @Override
    public void revoke(X509Certificate certificate, int reason) throws CaException {
        told(
                "it does not revoke the certificate",
                () -> {
                    Certificate.revoke(login, certificate, RevocationReason.code(reason));
                    return certificate;
                });
    }

    private static URL url(URI uri) throws CaException {
        try {
            return uri.toURL();
        } catch (MalformedURLException | IllegalArgumentException e) {
            throw new CaException(
                    CaException.Reason.ORDER_LOST, uri + " is no address of an order", null, e);
        }
    }

    private static <T> T told(String what, Work<T> work) throws CaException {
        try {
            return work.get();
        } catch (AcmeRateLimitedException e) {
            throw failure(CaException.Reason.RATE_LIMITED, what, e.getRetryAfter(), e);
        } catch (AcmeServerException e) {
            throw failure(reason(e), what, Optional.empty(), e);
        } catch (AcmeNetworkException e) {
            throw failure(CaException.Reason.UNAVAILABLE, what, Optional.empty(), e);
        } catch (AcmeException e) {
            throw failure(CaException.Reason.UNAVAILABLE, what, Optional.empty(), e);
        } catch (RuntimeException e) {
            // The library's own: a resource that it loads when it is asked for a field.
            if (e.getCause() instanceof AcmeException || e.getCause() instanceof IOException) {
                throw failure(CaException.Reason.UNAVAILABLE, what, Optional.empty(), e.getCause());
            }
            throw e;
        }
    }

    private static CaException failure(
            CaException.Reason reason, String what, Optional<Instant> after, Throwable e) {
        String why = why(e.getCause() instanceof IOException io ? io : e);
        return new CaException(
                reason, what + ": " + Printable.of(why, MAX_PROBLEM_CHARS), after.orElse(null), e);
    }

    private static String why(Throwable cause) {
        return switch (cause) {
            case ConnectException _ -> "it cannot be reached";
            case HttpTimeoutException _ -> "it does not answer in time";
            case SSLException ssl -> "its own certificate is not trusted: " + ssl.getMessage();
            default -> cause.getMessage() == null ? cause.toString() : cause.getMessage();
        };
    }

    private static CaException.Reason reason(AcmeServerException e) {
        String type = e.getType().toString().toLowerCase(Locale.ROOT);
        String word = e.getType().toString().replace(ERRORS, "");
        if (OF_THE_SERVER.contains(word)) {
            return CaException.Reason.UNAVAILABLE;
        }
        if (OF_THE_NAMES.contains(word) && !word.equals("unauthorized")) {
            return CaException.Reason.NOT_PROVEN;
        }
        boolean gone = type.endsWith("malformed") && isGone(e);
        return gone ? CaException.Reason.ORDER_LOST : CaException.Reason.REFUSED;
    }

    /** Authorities answer 404 with their own words for an order that they have forgotten. */
    private static boolean isGone(AcmeServerException e) {
        String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return text.contains("not found") || text.contains("no order") || text.contains("expired");
    }
}
