package org.hikyaku.smtpd;

import org.hikyaku.smtp.Reply;
import org.hikyaku.smtp.ReplyException;

/**
 * Takes one message. {@link #octets} any number of times, then one of {@link #finish}, {@link
 * #refused} and {@link #abandoned}; after {@code octets} has thrown, {@code refused} follows with
 * what it threw. Belongs to the session's thread.
 */
public interface MessageReceiver {

    /**
     * The next octets of the message: CRLF line ends, dots taken off. The array is reused.
     *
     * @throws ReplyException to refuse the message; no more octets come
     */
    void octets(byte[] octets, int offset, int length) throws ReplyException;

    /**
     * The message is complete. Once this returns a 2xx, it is kept.
     *
     * @throws ReplyException to refuse it
     */
    Reply finish() throws ReplyException;

    /** The message is refused with {@code refusal}: by the session, or by {@link #octets}. */
    void refused(ReplyException refusal);

    /** The client has gone before the end. */
    void abandoned(String cause);
}
