package org.hikyaku.milterd;

import java.util.List;
import org.hikyaku.milter.MilterReply;

/** A message that is neither checked nor signed. */
final class Passing implements Treatment {

    private final MessageContext context;

    Passing(MessageContext context) {
        this.context = context;
    }

    @Override
    public boolean wantsBody() {
        return false;
    }

    @Override
    public void body(byte[] octets, int offset, int length) {
        // Nothing is done with it.
    }

    @Override
    public List<MilterReply> finish() {
        context.tellSent("none");
        return List.of(MilterReply.Verdict.ACCEPT);
    }

    @Override
    public void abandoned(String cause) {
        // Nothing was begun.
    }
}
