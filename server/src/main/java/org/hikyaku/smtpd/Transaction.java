package org.hikyaku.smtpd;

import org.hikyaku.smtp.Recipient;
import org.hikyaku.smtp.ReplyException;

/** One message's envelope while it grows. Belongs to the session's thread. */
public interface Transaction {

    /**
     * The client names a recipient.
     *
     * @throws ReplyException to refuse this one
     */
    void rcpt(Recipient recipient) throws ReplyException;

    /**
     * The message comes; at least one recipient has been accepted. Called at most once.
     *
     * @throws ReplyException to refuse it
     */
    MessageReceiver data() throws ReplyException;
}
