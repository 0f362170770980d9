package org.hikyaku.submission;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.hikyaku.credentials.LoginGuard;
import org.hikyaku.dovecot.AuthReply;
import org.hikyaku.dovecot.AuthRequest;
import org.hikyaku.dovecot.DovecotAuth;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.hikyaku.net.StreamAddress;
import org.hikyaku.ops.EventLog;
import org.hikyaku.smtp.Reply;
import org.hikyaku.smtp.ReplyException;
import org.hikyaku.smtpd.Logins;
import org.hikyaku.smtpd.SessionInfo;
import org.jspecify.annotations.Nullable;

/**
 * Logins that Dovecot decides about, with its own users and passwords. Who fails too often is not
 * passed on for a while, as with accounts of this server.
 */
public final class DovecotLogins implements Logins {

    /**
     * What is passed through, strongest first. Not the PLUS mechanisms: Dovecot 2.3 cannot be told
     * of the channel.
     */
    private static final List<String> KNOWN =
            List.of("SCRAM-SHA-256", "SCRAM-SHA-1", "OAUTHBEARER", "XOAUTH2", "PLAIN", "LOGIN");

    /** What every Dovecot offers, while it has not been asked. */
    private static final List<String> USUAL = List.of("PLAIN", "LOGIN");

    /** Asked anew after this. */
    private static final Duration REMEMBERED = Duration.ofMinutes(5);

    /** Logins at the same time: each has a connection. */
    private static final int MAX_AT_ONCE = 100;

    /** A login waits so long for room. */
    private static final Duration ROOM_TIME = Duration.ofSeconds(20);

    private record Offer(List<String> mechanisms, Instant until) {}

    private final StreamAddress where;
    private final @Nullable DomainName domain;
    private final LoginJudge judge;
    private final InstantSource clock;
    private final Semaphore room = new Semaphore(MAX_AT_ONCE);
    private volatile Offer offer = new Offer(List.of(), Instant.EPOCH);

    /**
     * Logins by {@code where}.
     *
     * @param domain of names that have none, or null to refuse them
     */
    public DovecotLogins(
            StreamAddress where,
            @Nullable DomainName domain,
            LoginGuard guard,
            EventLog events,
            InstantSource clock) {
        this.where = where;
        this.domain = domain;
        this.judge = new LoginJudge(guard, events);
        this.clock = clock;
    }

    @Override
    public List<String> mechanisms(SessionInfo session) {
        if (session.tls() == null) {
            return List.of(); // RFC 4954 section 4: no password in clear, whatever the mechanism
        }
        Offer known = offer;
        if (clock.instant().isBefore(known.until())) {
            return known.mechanisms();
        }
        try (DovecotAuth auth = DovecotAuth.connect(where)) {
            return remembered(auth);
        } catch (IOException _) {
            // Told when somebody logs in; a client that sees no AUTH at all would give up for good.
            return known.mechanisms().isEmpty() ? USUAL : known.mechanisms();
        }
    }

    private List<String> remembered(DovecotAuth auth) {
        var offered = auth.mechanisms().keySet();
        List<String> both = KNOWN.stream().filter(offered::contains).toList();
        offer = new Offer(both, clock.instant().plus(REMEMBERED));
        return both;
    }

    @Override
    public Logins.Login begin(String mechanism, SessionInfo session) throws ReplyException {
        if (!mechanisms(session).contains(mechanism)) {
            throw new ReplyException(
                    Reply.of(504, "5.5.4", "That mechanism is not offered"),
                    "mechanism " + mechanism);
        }
        return new Passed(new LoginJudge.Case(session, mechanism));
    }

    /** One login; belongs to the session's thread. */
    private final class Passed implements Logins.Login {
        private final LoginJudge.Case which;
        private String name = "";
        private @Nullable DovecotAuth auth;

        Passed(LoginJudge.Case which) {
            this.which = which;
        }

        @Override
        public Step step(byte[] response) throws ReplyException {
            if (name.isEmpty()) {
                name = LoginName.of(which.mechanism(), response);
                if (judge.guard().isBarred(which.session().client(), name)) {
                    end();
                    throw judge.barred(which, name);
                }
            }
            boolean goesOn = false;
            try {
                Step step = judged(asked(response));
                goesOn = step instanceof Step.Challenge;
                return step;
            } catch (IOException e) {
                throw judge.unavailable(where + " does not tell who may log in", e);
            } finally {
                if (!goesOn) {
                    end();
                }
            }
        }

        private AuthReply asked(byte[] response) throws IOException {
            DovecotAuth open = auth;
            if (open != null) {
                return open.next(response);
            }
            acquire();
            open = DovecotAuth.connect(where);
            auth = open;
            var session = which.session();
            return open.begin(
                    new AuthRequest(
                            which.mechanism(),
                            session.local(),
                            session.client(),
                            session.tls() != null,
                            response.length == 0 ? null : response));
        }

        private boolean held;

        private void acquire() throws IOException {
            try {
                held = held || room.tryAcquire(ROOM_TIME.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            if (!held) {
                throw new IOException("more than " + MAX_AT_ONCE + " logins at the same time");
            }
        }

        private Step judged(AuthReply reply) throws ReplyException {
            return switch (reply) {
                case AuthReply.Continue(_, byte[] challenge) -> new Step.Challenge(challenge);
                case AuthReply.Success(_, String user) -> welcome(user.isEmpty() ? name : user);
                case AuthReply.Failure failure -> throw failed(failure);
                case AuthReply.Version _,
                        AuthReply.Mechanism _,
                        AuthReply.Done _,
                        AuthReply.Other _ ->
                        throw new IllegalStateException("no answer: " + reply);
            };
        }

        private ReplyException failed(AuthReply.Failure failure) {
            if (failure.temporary()) {
                return judge.unavailable(
                        where + " cannot tell who may log in", new IOException(failure.reason()));
            }
            String cause = "Dovecot refuses the login";
            String reason = failure.reason();
            return judge.failed(
                    which,
                    name.isEmpty() ? failure.user() : name,
                    reason.isEmpty() ? cause : cause + ": " + reason);
        }

        private Step welcome(String user) throws ReplyException {
            Optional<MailAddress> address = address(user);
            if (address.isEmpty()) {
                throw judge.failed(
                        which, user, "the login is no mail address; see submission.dovecot-domain");
            }
            judge.welcome(which, name.isEmpty() ? user : name);
            return new Step.Success(address.get().folded());
        }

        private Optional<MailAddress> address(String user) {
            boolean whole = user.indexOf('@') >= 0 || domain == null;
            return MailAddress.parse(whole ? user : user + "@" + domain);
        }

        private void end() {
            DovecotAuth open = auth;
            auth = null;
            if (open != null) {
                open.close();
            }
            if (held) {
                held = false;
                room.release();
            }
        }
    }
}
