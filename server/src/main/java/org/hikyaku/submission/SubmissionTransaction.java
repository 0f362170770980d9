package org.hikyaku.submission;

import java.util.ArrayList;
import java.util.List;
import org.hikyaku.name.MailAddress;
import org.hikyaku.smtp.Command;
import org.hikyaku.smtp.Envelope;
import org.hikyaku.smtp.Recipient;
import org.hikyaku.smtp.Reply;
import org.hikyaku.smtp.ReplyException;
import org.hikyaku.smtpd.MessageReceiver;
import org.hikyaku.smtpd.SessionInfo;
import org.hikyaku.smtpd.Transaction;
import org.hikyaku.store.Accounts.Route;
import org.hikyaku.store.StoreException;

/** An envelope from one of our own. */
final class SubmissionTransaction implements Transaction {

    private final SubmissionService service;
    private final SessionInfo session;
    private final Command.Mail mail;
    private final List<Recipient> recipients = new ArrayList<>(1);

    SubmissionTransaction(SubmissionService service, SessionInfo session, Command.Mail mail) {
        this.service = service;
        this.session = session;
        this.mail = mail;
    }

    @Override
    public void rcpt(Recipient recipient) throws ReplyException {
        MailAddress address = recipient.address();
        if (!address.domain().isHostName()) {
            throw new ReplyException(
                    Reply.of(550, "5.1.2", "Address literals are not sent to; use a domain name"),
                    "recipient at an address literal");
        }
        if (isUnknownHere(address)) {
            // Told at once what a bounce would tell later.
            throw new ReplyException(
                    Reply.of(550, "5.1.1", "No such mailbox here"), "unknown recipient " + address);
        }
        recipients.add(recipient);
    }

    private boolean isUnknownHere(MailAddress address) throws ReplyException {
        try {
            return service.parts().store().accounts().route(address) instanceof Route.Unknown;
        } catch (StoreException e) {
            throw service.trouble("recipients cannot be looked up", e);
        }
    }

    @Override
    public MessageReceiver data() throws ReplyException {
        Envelope envelope = new Envelope(mail.from(), recipients, mail.options());
        try {
            return new SubmissionReceiver(service, session, envelope);
        } catch (StoreException e) {
            throw service.trouble("a message cannot be begun", e);
        }
    }
}
