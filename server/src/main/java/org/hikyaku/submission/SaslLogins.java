package org.hikyaku.submission;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.hikyaku.credentials.GuardedVerifier;
import org.hikyaku.credentials.LoginGuard;
import org.hikyaku.name.MailAddress;
import org.hikyaku.net.TlsDetails;
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
    private final LoginJudge judge;
    private final RandomGenerator random;

    /**
     * Logins.
     *
     * @param random for nonces: cryptographically strong and safe for many threads
     */
    public SaslLogins(
            Verifier verifier, LoginGuard guard, EventLog events, RandomGenerator random) {
        this.verifier = verifier;
        this.judge = new LoginJudge(guard, events);
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
        GuardedVerifier guarded = new GuardedVerifier(verifier, judge.guard(), session.client());
        SaslServer server =
                switch (mechanism) {
                    case SCRAM_PLUS, SCRAM ->
                            new ScramSha256(
                                    guarded,
                                    bindings(session),
                                    mechanism.equals(SCRAM_PLUS),
                                    nonce());
                    case "PLAIN" -> new Plain(guarded);
                    case "LOGIN" -> new org.hikyaku.sasl.Login(guarded);
                    default ->
                            throw new ReplyException(
                                    Reply.of(504, "5.5.4", "That mechanism is not offered"),
                                    "mechanism " + mechanism);
                };
        return new Attempt(server, guarded, new LoginJudge.Case(session, mechanism));
    }

    /** One login; belongs to the session's thread. */
    private final class Attempt implements Logins.Login {
        private final SaslServer server;
        private final GuardedVerifier guarded;
        private final LoginJudge.Case which;

        Attempt(SaslServer server, GuardedVerifier guarded, LoginJudge.Case which) {
            this.server = server;
            this.guarded = guarded;
            this.which = which;
        }

        @Override
        public Step step(byte[] response) throws ReplyException {
            try {
                return switch (server.step(response)) {
                    case SaslStep.Challenge challenge -> new Step.Challenge(challenge.octets());
                    case SaslStep.Success success -> welcome(success);
                    case SaslStep.Failure failure -> throw failed(failure);
                };
            } catch (StoreException e) {
                throw judge.unavailable("accounts cannot be looked up", e);
            }
        }

        private Step welcome(SaslStep.Success success) {
            judge.welcome(which, success.login());
            return new Step.Success(MailAddress.of(success.login()).folded());
        }

        private ReplyException failed(SaslStep.Failure failure) {
            return guarded.hasBarred()
                    ? judge.barred(which, failure.login())
                    : judge.failed(which, failure.login(), failure.causeForLog());
        }
    }

    private String nonce() {
        byte[] octets = new byte[NONCE_OCTETS];
        random.nextBytes(octets);
        return Base64.getEncoder().encodeToString(octets);
    }
}
