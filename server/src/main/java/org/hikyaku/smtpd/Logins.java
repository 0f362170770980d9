package org.hikyaku.smtpd;

import java.util.List;
import org.hikyaku.name.MailAddress;
import org.hikyaku.smtp.ReplyException;

/** How clients log in (RFC 4954). Safe for many threads. */
public interface Logins {

    /** What EHLO offers to this session, strongest first; empty where it may not log in now. */
    List<String> mechanisms(SessionInfo session);

    /**
     * Starts a login with a mechanism that is offered.
     *
     * @param mechanism in upper case
     * @throws ReplyException to refuse, for instance after too many failures
     */
    Login begin(String mechanism, SessionInfo session) throws ReplyException;

    /** One login. Belongs to the session's thread. */
    interface Login {
        /**
         * What follows the client's {@code response}.
         *
         * @param response empty at the start where the client sent none
         * @throws ReplyException where the login has failed (535, 454)
         */
        Step step(byte[] response) throws ReplyException;
    }

    /** What follows a response. */
    sealed interface Step {
        /** The client must answer {@code octets}. */
        record Challenge(byte[] octets) implements Step {}

        /** The session belongs to {@code account}. */
        record Success(MailAddress account) implements Step {}
    }
}
