package org.hikyaku.auth;

import org.hikyaku.message.MessageSink;

/** The checks of one message while it streams by. */
public interface AuthRun extends MessageSink {

    /** Everything that was found out. To be called once, after {@link #end}. */
    AuthVerdict verdict();
}
