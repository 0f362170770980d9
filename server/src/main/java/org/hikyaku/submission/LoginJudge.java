package org.hikyaku.submission;

import org.hikyaku.credentials.LoginGuard;
import org.hikyaku.ops.Event;
import org.hikyaku.ops.EventLog;
import org.hikyaku.smtp.Reply;
import org.hikyaku.smtp.ReplyException;
import org.hikyaku.smtpd.SessionInfo;

/** What logins lead to, whoever knows the passwords: counted, told, and answered alike. */
record LoginJudge(LoginGuard guard, EventLog events) {

    /** One login of one session. */
    record Case(SessionInfo session, String mechanism) {}

    void welcome(Case which, String login) {
        guard.succeeded(which.session().client(), login);
        tell(which, login, "");
    }

    /** The client may not try: nobody has looked. */
    ReplyException barred(Case which, String login) {
        String cause = "too many failed logins: not looked at";
        tell(which, login, cause);
        return new ReplyException(
                Reply.of(454, "4.7.0", "Too many failed logins, wait ten minutes"), cause);
    }

    ReplyException failed(Case which, String login, String cause) {
        guard.failed(which.session().client(), login);
        tell(which, login, cause);
        // RFC 4954 section 6: the same words whatever was wrong
        return new ReplyException(Reply.of(535, "5.7.8", "Wrong user name or password"), cause);
    }

    /** Nobody can say. */
    ReplyException unavailable(String what, Exception cause) {
        events.emit(new Event.Trouble("submission", what, cause));
        return new ReplyException(
                Reply.of(454, "4.7.0", "Logins are not possible now, try later"), what);
    }

    private void tell(Case which, String login, String cause) {
        SessionInfo session = which.session();
        events.emit(
                new Event.Login(
                        session.service(),
                        session.id(),
                        session.clientText(),
                        login,
                        which.mechanism(),
                        cause.isEmpty(),
                        cause));
    }
}
