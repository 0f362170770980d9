package org.hikyaku.smtpd;

import java.util.Optional;
import org.hikyaku.name.MailAddress;
import org.hikyaku.smtp.Command;
import org.hikyaku.smtp.ReplyException;

/** What becomes of the mail that sessions bring. Safe for many threads. */
public interface SmtpService {

    /**
     * The client has said MAIL; parameters and order have been checked.
     *
     * @throws ReplyException to refuse
     */
    Transaction begin(SessionInfo session, Command.Mail mail) throws ReplyException;

    /** Who gets mail for {@code <Postmaster>} without a domain (RFC 5321 section 4.5.1). */
    MailAddress postmaster();

    /** How clients log in; empty where they do not. */
    default Optional<Logins> logins() {
        return Optional.empty();
    }
}
