package org.hikyaku.inbound;

import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.hikyaku.ops.Event;
import org.hikyaku.smtp.Command;
import org.hikyaku.smtp.Reply;
import org.hikyaku.smtp.ReplyException;
import org.hikyaku.smtpd.SessionInfo;
import org.hikyaku.smtpd.SmtpService;
import org.hikyaku.smtpd.Transaction;

/** Takes mail from strangers for the accounts of this server, and for nobody else. */
public final class InboundService implements SmtpService {

    private final InboundSettings settings;
    private final InboundParts parts;

    /** A service. */
    public InboundService(InboundSettings settings, InboundParts parts) {
        this.settings = settings;
        this.parts = parts;
    }

    @Override
    public Transaction begin(SessionInfo session, Command.Mail mail) throws ReplyException {
        MailAddress from = mail.from().address();
        if (from != null && !from.domain().isHostName()) {
            // RFC 5321 section 4.1.3 allows address literals; nothing can be proved about one.
            throw new ReplyException(
                    Reply.of(553, "5.1.8", "The sender's domain must be a name, not an address"),
                    "MAIL FROM with an address literal");
        }
        return new InboundTransaction(this, session, mail);
    }

    @Override
    public MailAddress postmaster() {
        var domains = parts.store().domains().list();
        DomainName domain = domains.isEmpty() ? settings.hostname() : domains.getFirst().name();
        return new MailAddress("postmaster", domain);
    }

    InboundSettings settings() {
        return settings;
    }

    InboundParts parts() {
        return parts;
    }

    /** The store cannot do it: the client keeps the message and tries again. */
    ReplyException trouble(String what, Exception cause) {
        parts.events().emit(new Event.Trouble("inbound", what, cause));
        return new ReplyException(
                Reply.of(452, "4.3.1", "The mail system cannot store it now, try later"), what);
    }
}
