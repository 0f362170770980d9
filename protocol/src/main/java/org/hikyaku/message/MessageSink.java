package org.hikyaku.message;

import java.io.IOException;

/**
 * Takes a message while it streams by. Called by one thread: {@link #header} once, {@link #body}
 * any number of times, {@link #end} once.
 */
public interface MessageSink {

    /** The header is complete. */
    void header(HeaderBlock header) throws IOException;

    /** The next {@code length} octets of the body; the array is reused after the call. */
    void body(byte[] octets, int offset, int length) throws IOException;

    /** The message is complete. */
    default void end() throws IOException {}
}
