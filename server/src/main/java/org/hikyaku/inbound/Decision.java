package org.hikyaku.inbound;

import org.hikyaku.smtp.Reply;
import org.jspecify.annotations.Nullable;

/** What becomes of a message that came in. */
public sealed interface Decision {

    /** Why, in one sentence for the log. */
    String cause();

    /**
     * Into INBOX.
     *
     * @param override why this is not what the author domain asked for (RFC 9990), or null
     */
    record Deliver(String cause, @Nullable String override) implements Decision {}

    /** Into Junk. */
    record Quarantine(String cause, @Nullable String override) implements Decision {}

    /** Refused for good. */
    record Reject(Reply reply, String cause) implements Decision {}

    /** Refused for now. */
    record Defer(Reply reply, String cause) implements Decision {}
}
