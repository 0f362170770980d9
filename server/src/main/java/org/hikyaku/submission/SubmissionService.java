package org.hikyaku.submission;

import java.util.Optional;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.hikyaku.ops.Event;
import org.hikyaku.signing.DomainSigners;
import org.hikyaku.smtp.Command;
import org.hikyaku.smtp.Reply;
import org.hikyaku.smtp.ReplyException;
import org.hikyaku.smtpd.Logins;
import org.hikyaku.smtpd.SessionInfo;
import org.hikyaku.smtpd.SmtpService;
import org.hikyaku.smtpd.Transaction;
import org.hikyaku.store.StoreException;

/** Takes mail from our own accounts for everybody. */
public final class SubmissionService implements SmtpService {

    private final SubmissionSettings settings;
    private final SubmissionParts parts;
    private final DomainSigners keys;

    /** A service. */
    public SubmissionService(SubmissionSettings settings, SubmissionParts parts) {
        this.settings = settings;
        this.parts = parts;
        this.keys = new DomainSigners(parts.store().keys(), parts.clock());
    }

    @Override
    public Optional<Logins> logins() {
        return Optional.of(parts.logins());
    }

    @Override
    public Transaction begin(SessionInfo session, Command.Mail mail) throws ReplyException {
        if (session.login() == null && !settings.trusts(session.client())) {
            // RFC 4954 section 6
            throw new ReplyException(
                    Reply.of(530, "5.7.0", "Log in first (over TLS)"), "MAIL without a login");
        }
        MailAddress from = mail.from().address();
        if (from != null && !maySendAs(session, from)) {
            // RFC 6409 section 6.1
            throw new ReplyException(
                    Reply.of(553, "5.7.1", notYours(session, from)),
                    "sender " + from + " is not the account's");
        }
        return new SubmissionTransaction(this, session, mail);
    }

    static String notYours(SessionInfo session, MailAddress address) {
        return session.login() == null
                ? "The domain of that sender is not one of this server's"
                : "This account may not send as "
                        + (address.needsSmtpUtf8() ? "that address" : address)
                        + ": use its own address, or have an alias added";
    }

    boolean maySendAs(SessionInfo session, MailAddress address) throws ReplyException {
        try {
            return session.login() == null
                    ? parts.store().domains().find(address.domain()).isPresent()
                    : parts.senders().may(session.login(), address);
        } catch (StoreException e) {
            throw trouble("accounts cannot be looked up", e);
        }
    }

    @Override
    public MailAddress postmaster() {
        var domains = parts.store().domains().list();
        DomainName domain = domains.isEmpty() ? settings.hostname() : domains.getFirst().name();
        return new MailAddress("postmaster", domain);
    }

    SubmissionSettings settings() {
        return settings;
    }

    SubmissionParts parts() {
        return parts;
    }

    DomainSigners keys() {
        return keys;
    }

    /** The store cannot do it: the client keeps the message and tries again. */
    ReplyException trouble(String what, Exception cause) {
        parts.events().emit(new Event.Trouble("submission", what, cause));
        return new ReplyException(
                Reply.of(452, "4.3.1", "The mail system cannot store it now, try later"), what);
    }
}
