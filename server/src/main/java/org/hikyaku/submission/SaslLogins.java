package org.hikyaku.submission;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.hikyaku.credentials.LoginGuard;
import org.hikyaku.name.MailAddress;
import org.hikyaku.net.TlsDetails;
import org.hikyaku.ops.Event;
import org.hikyaku.ops.EventLog;
import org.hikyaku.sasl.Plain;
import org.hikyaku.sasl.SaslServer;
import org.hikyaku.sasl.SaslStep;
import org.hikyaku.sasl.ScramSha256;
import org.hikyaku.sasl.Verifier;
import org.hikyaku.smtp.Reply;
import org.hikyaku.smtp.ReplyException;
import org.hikyaku.smtpd.Logins;
import org.hikyaku.smtpd.SessionInfo;
import org.hikyaku.store.StoreException;

/**
 * Logins with SASL over TLS, bound to the channel where the client can (RFC 5929, RFC 9266). Who
 * fails too often is sent away for a while.
 */
public final class SaslLogins implements Logins {

    private static final String SCRAM = "SCRAM-SHA-256";
    private static final String SCRAM_PLUS = "SCRAM-SHA-256-PLUS";

    /** RFC 5802 section 5.1 leaves the length to us; 144 bits are never guessed nor repeated. */
    private static final int NONCE_OCTETS = 18;

    private final Verifier verifier;
    private final LoginGuard guard;
    private final EventLog events;
    private final RandomGenerator random;

    /**
     * Logins.
     *
     * @param random for nonces: cryptographically strong and safe for many threads
     */
    public SaslLogins(
            Verifier verifier, LoginGuard guard, EventLog events, RandomGenerator random) {
        this.verifier = verifier;
        this.guard = guard;
        this.events = events;
        this.random = random;
    }

    @Override
    public List<String> mechanisms(SessionInfo session) {
        if (session.tls() == null) {
            return List.of(); // RFC 4954 section 4: no password in clear, whatever the mechanism
        }
        List<String> offered = new ArrayList<>(4);
        if (!bindings(session).isEmpty()) {
            offered.add(SCRAM_PLUS);
        }
        offered.add(SCRAM);
        offered.add("PLAIN");
        offered.add("LOGIN");
        return offered;
    }

    private static Map<String, byte[]> bindings(SessionInfo session) {
        Map<String, byte[]> bindings = new LinkedHashMap<>();
        session.channel()
                .flatMap(TlsDetails::exporter)
                .ifPresent(octets -> bindings.put("tls-exporter", octets));
        session.channel()
                .flatMap(TlsDetails::serverEndPoint)
                .ifPresent(octets -> bindings.put("tls-server-end-point", octets));
        return bindings;
    }

    @Override
    public Logins.Login begin(String mechanism, SessionInfo session) throws ReplyException {
        if (guard.isBarred(session.client())) {
            throw tooMany(session.clientText());
        }
        SaslServer server =
                switch (mechanism) {
                    case SCRAM_PLUS, SCRAM ->
                            new ScramSha256(
                                    verifier,
                                    bindings(session),
                                    mechanism.equals(SCRAM_PLUS),
                                    nonce());
                    case "PLAIN" -> new Plain(verifier);
                    case "LOGIN" -> new org.hikyaku.sasl.Login(verifier);
                    default ->
                            throw new ReplyException(
                                    Reply.of(504, "5.5.4", "That mechanism is not offered"),
                                    "mechanism " + mechanism);
                };
        return response -> step(server, response, mechanism, session);
    }

    private String nonce() {
        byte[] octets = new byte[NONCE_OCTETS];
        random.nextBytes(octets);
        return Base64.getEncoder().encodeToString(octets);
    }

    private static ReplyException tooMany(String who) {
        return new ReplyException(
                Reply.of(454, "4.7.0", "Too many failed logins, wait ten minutes"),
                "too many failed logins of " + who);
    }

    private Step step(SaslServer server, byte[] response, String mechanism, SessionInfo session)
            throws ReplyException {
        try {
            return switch (server.step(response)) {
                case SaslStep.Challenge challenge -> new Step.Challenge(challenge.octets());
                case SaslStep.Success success -> welcome(success, mechanism, session);
                case SaslStep.Failure failure -> throw failed(failure, mechanism, session);
            };
        } catch (StoreException e) {
            events.emit(new Event.Trouble("submission", "accounts cannot be looked up", e));
            throw new ReplyException(
                    Reply.of(454, "4.7.0", "Logins are not possible now, try later"),
                    "accounts cannot be looked up");
        }
    }

    private Step welcome(SaslStep.Success success, String mechanism, SessionInfo session)
            throws ReplyException {
        if (guard.isBarred(success.login())) {
            // Right at last, after somebody has tried very often: not let in on that account.
            throw tooMany(success.login());
        }
        guard.succeeded(session.client());
        tell(session, success.login(), mechanism, "");
        return new Step.Success(MailAddress.of(success.login()).folded());
    }

    private ReplyException failed(SaslStep.Failure failure, String mechanism, SessionInfo session) {
        guard.failed(session.client(), failure.login());
        tell(session, failure.login(), mechanism, failure.causeForLog());
        // RFC 4954 section 6: the same words whatever was wrong
        return new ReplyException(
                Reply.of(535, "5.7.8", "Wrong user name or password"), failure.causeForLog());
    }

    private void tell(SessionInfo session, String login, String mechanism, String cause) {
        events.emit(
                new Event.Login(
                        session.service(),
                        session.id(),
                        session.clientText(),
                        login,
                        mechanism,
                        cause.isEmpty(),
                        cause));
    }
}
