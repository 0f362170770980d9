package org.hikyaku.submission;

import java.util.ArrayList;
import java.util.List;
import org.hikyaku.deliver.Recipients.Where;
import org.hikyaku.name.MailAddress;
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

/** An envelope from one of our own. */
final class SubmissionTransaction implements Transaction {

    /** What another server says of a recipient may be long. */
    private static final int MAX_WORDS_CHARS = 200;

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
        switch (where(address)) {
            case Where.Unknown(String words) ->
                    // Told at once what a bounce would tell later.
                    throw new ReplyException(
                            Reply.of(550, "5.1.1", Printable.of(words, MAX_WORDS_CHARS)),
                            "unknown recipient " + address);
            // An alias is taken apart here: each of its mailboxes has attempts of its own.
            case Where.Onward(List<MailAddress> addresses) ->
                    addresses.forEach(a -> recipients.add(recipient.withAddress(a)));
            // One of our own is not held up: what cannot be asked now is found out by the queue.
            case Where.Filed _, Where.Later _, Where.NotLocal _ -> recipients.add(recipient);
        }
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
            return new SubmissionReceiver(service, session, envelope);
        } catch (StoreException e) {
            throw service.trouble("a message cannot be begun", e);
        }
    }
}
