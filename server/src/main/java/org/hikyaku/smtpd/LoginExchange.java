package org.hikyaku.smtpd;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.hikyaku.name.MailAddress;
import org.hikyaku.net.Connection;
import org.hikyaku.smtp.Command;
import org.hikyaku.smtp.Reply;
import org.hikyaku.smtp.ReplyException;
import org.hikyaku.wire.MalformedLineException;
import org.jspecify.annotations.Nullable;

/** Challenges and responses of one AUTH (RFC 4954 section 4). */
final class LoginExchange {

    /** SCRAM takes three; a login that goes on for ever is none. */
    private static final int MAX_STEPS = 8;

    private final SmtpWire wire;
    private final Connection connection;
    private final SmtpLimits limits;

    LoginExchange(SmtpWire wire, Connection connection, SmtpLimits limits) {
        this.wire = wire;
        this.connection = connection;
        this.limits = limits;
    }

    MailAddress run(Command.Auth auth, SessionInfo session, Logins logins)
            throws ReplyException, IOException {
        if (!logins.mechanisms(session).contains(auth.mechanism())) {
            if (session.tls() == null) {
                // RFC 4954 section 6
                throw Refusals.refusal(538, "5.7.11", "Encryption comes first: STARTTLS");
            }
            throw Refusals.refusal(504, "5.5.4", "That mechanism is not offered");
        }
        Logins.Login login = logins.begin(auth.mechanism(), session);
        byte[] response = auth.initial() == null ? new byte[0] : initial(auth.initial());
        for (int steps = 0; steps < MAX_STEPS; steps++) {
            Logins.Step step = login.step(response);
            switch (step) {
                case Logins.Step.Success success -> {
                    return success.account();
                }
                case Logins.Step.Challenge challenge -> response = ask(challenge.octets());
            }
        }
        throw Refusals.refusal(535, "5.7.8", "The login has too many steps");
    }

    /** RFC 4954 section 4: {@code =} is an empty initial response. */
    private static byte[] initial(String text) throws ReplyException {
        return text.equals("=") ? new byte[0] : decoded(text);
    }

    private static byte[] decoded(String text) throws ReplyException {
        try {
            return Base64.getDecoder().decode(text.getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException _) {
            throw Refusals.refusal(501, "5.5.2", "The response is not base64");
        }
    }

    private byte[] ask(byte[] challenge) throws ReplyException, IOException {
        wire.send(Reply.plain(334, Base64.getEncoder().encodeToString(challenge)));
        connection.deadline(limits.commandTime());
        @Nullable String line;
        try {
            line = wire.line();
        } catch (MalformedLineException e) {
            throw Refusals.badLine(e.problem());
        }
        if (line == null) {
            throw new EOFException("the connection ended within AUTH");
        }
        if (line.equals("*")) {
            throw Refusals.refusal(501, "5.7.0", "The login was given up");
        }
        return decoded(line);
    }
}
