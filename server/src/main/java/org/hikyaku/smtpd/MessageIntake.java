package org.hikyaku.smtpd;

import org.hikyaku.smtp.Reply;
import org.hikyaku.smtp.ReplyException;
import org.jspecify.annotations.Nullable;

/**
 * One message on its way to its receiver. What makes it unacceptable is remembered, the rest of it
 * is read and dropped, and the refusal comes where the reply is due.
 */
final class MessageIntake {

    private final MessageReceiver receiver;
    private final long maxBytes;
    private long sizeBytes;
    private @Nullable ReplyException refusal;
    private boolean settled;

    MessageIntake(MessageReceiver receiver, long maxBytes) {
        this.receiver = receiver;
        this.maxBytes = maxBytes;
    }

    void octets(byte[] octets, int offset, int length) {
        sizeBytes += length;
        if (refusal != null) {
            return;
        }
        if (sizeBytes > maxBytes) {
            refuse(Refusals.tooLarge(maxBytes));
            return;
        }
        try {
            receiver.octets(octets, offset, length);
        } catch (ReplyException e) {
            refuse(e);
        }
    }

    void refuse(ReplyException why) {
        if (refusal == null) {
            refusal = why;
        }
    }

    Reply finish() throws ReplyException {
        settled = true;
        if (refusal != null) {
            receiver.refused(refusal);
            throw refusal;
        }
        return receiver.finish();
    }

    /** The message will not be completed; does nothing where it has been. */
    void abandon(String cause) {
        if (!settled) {
            settled = true;
            receiver.abandoned(cause);
        }
    }
}
