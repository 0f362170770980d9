package org.hikyaku.milterd;

import java.io.IOException;
import java.util.List;
import org.hikyaku.milter.MilterReply;

/**
 * What is done with one message from the end of its header on. Belongs to the session's thread: the
 * body in pieces, then one of {@link #finish} and {@link #abandoned}.
 */
sealed interface Treatment permits Checking, Signing, Passing, Refusing {

    /** Whether it looks at the body at all. */
    boolean wantsBody();

    /** The next octets of the body; the array is reused. */
    void body(byte[] octets, int offset, int length) throws IOException;

    /** The message is complete: changes of its header, and last the verdict. */
    List<MilterReply> finish() throws IOException;

    /** The message will not be completed. */
    void abandoned(String cause);
}
