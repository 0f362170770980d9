package org.hikyaku.inbound;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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

/** An envelope from outside: every recipient is looked up when it is named. */
final class InboundTransaction implements Transaction {

    private final InboundService service;
    private final SessionInfo session;
    private final Command.Mail mail;
    private final List<Recipient> recipients = new ArrayList<>(1);
    private final Set<MailAddress> accounts = LinkedHashSet.newLinkedHashSet(1);

    InboundTransaction(InboundService service, SessionInfo session, Command.Mail mail) {
        this.service = service;
        this.session = session;
        this.mail = mail;
    }

    @Override
    public void rcpt(Recipient recipient) throws ReplyException {
        MailAddress address = recipient.address();
        switch (route(address)) {
            case Route.Deliver deliver -> {
                accounts.addAll(deliver.accounts());
                recipients.add(recipient);
            }
            case Route.Unknown _ ->
                    throw new ReplyException(
                            Reply.of(550, "5.1.1", "No such mailbox here"),
                            "unknown recipient " + address);
            case Route.NotLocal _ ->
                    throw new ReplyException(
                            Reply.of(550, "5.7.1", "This server does not relay; log in to send"),
                            "relay to " + address + " refused");
        }
    }

    private Route route(MailAddress address) throws ReplyException {
        try {
            return service.parts().store().accounts().route(address);
        } catch (StoreException e) {
            throw service.trouble("recipients cannot be looked up", e);
        }
    }

    @Override
    public MessageReceiver data() throws ReplyException {
        Envelope envelope = new Envelope(mail.from(), recipients, mail.options());
        try {
            return new InboundReceiver(service, session, envelope, List.copyOf(accounts));
        } catch (StoreException e) {
            throw service.trouble("a message cannot be begun", e);
        }
    }
}
