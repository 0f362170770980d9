package org.hikyaku.inbound;

import java.util.ArrayList;
import java.util.List;
import org.hikyaku.deliver.Recipients.Where;
import org.hikyaku.name.MailAddress;
import org.hikyaku.ops.Event;
import org.hikyaku.smtp.Command;
import org.hikyaku.smtp.Envelope;
import org.hikyaku.smtp.Recipient;
import org.hikyaku.smtp.Reply;
import org.hikyaku.smtp.ReplyException;
import org.hikyaku.smtpd.MessageReceiver;
import org.hikyaku.smtpd.SessionInfo;
import org.hikyaku.smtpd.Transaction;
import org.hikyaku.store.StoreException;
import org.hikyaku.wire.Printable;

/** An envelope from outside: every recipient is looked up when it is named. */
final class InboundTransaction implements Transaction {

    /** What another server says of a recipient may be long. */
    private static final int MAX_WORDS_CHARS = 200;

    private final InboundService service;
    private final SessionInfo session;
    private final Command.Mail mail;
    private final List<Recipient> recipients = new ArrayList<>(1);
    private final Destination destination = new Destination();

    InboundTransaction(InboundService service, SessionInfo session, Command.Mail mail) {
        this.service = service;
        this.session = session;
        this.mail = mail;
    }

    @Override
    public void rcpt(Recipient recipient) throws ReplyException {
        MailAddress address = recipient.address();
        switch (where(address)) {
            case Where.Filed(List<MailAddress> accounts) -> {
                destination.file(recipient, accounts);
                recipients.add(recipient);
            }
            case Where.Onward(List<MailAddress> addresses) -> {
                destination.onward(recipient, addresses);
                recipients.add(recipient);
            }
            case Where.Unknown(String words) ->
                    throw new ReplyException(
                            Reply.of(550, "5.1.1", Printable.of(words, MAX_WORDS_CHARS)),
                            "unknown recipient " + address);
            case Where.Later(String cause) -> throw later(address, cause);
            case Where.NotLocal _ ->
                    throw new ReplyException(
                            Reply.of(550, "5.7.1", "This server does not relay; log in to send"),
                            "relay to " + address + " refused");
        }
    }

    /** Not refused, since it may be there, and not taken, since it may not. */
    private ReplyException later(MailAddress address, String cause) {
        service.parts()
                .events()
                .emit(
                        new Event.Trouble(
                                "inbound",
                                "whether there is " + address + " cannot be asked: " + cause,
                                null));
        return new ReplyException(
                Reply.of(450, "4.4.3", "The mailbox cannot be looked up now, try later"), cause);
    }

    private Where where(MailAddress address) throws ReplyException {
        try {
            return service.parts().recipients().of(address);
        } catch (StoreException e) {
            throw service.trouble("recipients cannot be looked up", e);
        }
    }

    @Override
    public MessageReceiver data() throws ReplyException {
        Envelope envelope = new Envelope(mail.from(), recipients, mail.options());
        try {
            return new InboundReceiver(service, session, envelope, destination);
        } catch (StoreException e) {
            throw service.trouble("a message cannot be begun", e);
        }
    }
}
