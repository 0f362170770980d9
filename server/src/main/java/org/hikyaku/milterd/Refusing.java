package org.hikyaku.milterd;

import java.util.List;
import org.hikyaku.milter.MilterReply;
import org.hikyaku.smtp.Reply;

/** A message that is refused, for good or for now, once it is complete. */
final class Refusing implements Treatment {

    private final MessageContext context;
    private final Reply reply;
    private final String cause;

    /**
     * A refusal.
     *
     * @param cause for the log
     */
    Refusing(MessageContext context, Reply reply, String cause) {
        this.context = context;
        this.reply = reply;
        this.cause = cause;
    }

    @Override
    public boolean wantsBody() {
        return false;
    }

    @Override
    public void body(byte[] octets, int offset, int length) {
        // Read past.
    }

    @Override
    public List<MilterReply> finish() {
        context.tellRefused(reply, cause);
        return List.of(new MilterReply.ReplyCode(reply.toString()));
    }

    @Override
    public void abandoned(String why) {
        // It is refused anyway.
    }
}
