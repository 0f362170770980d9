package org.hikyaku.deliver;

import org.hikyaku.name.MailAddress;
import org.hikyaku.net.StreamAddress;

/** Asks the server that keeps the mailboxes whether there is one. */
@FunctionalInterface
public interface Callout {

    /** Asks {@code target} for {@code address}; waits a bounded time. */
    Answer ask(StreamAddress target, MailAddress address);

    /** What it says. */
    sealed interface Answer {
        /** There is one. */
        record Exists() implements Answer {}

        /** There is none, with the server's words. */
        record Unknown(String words) implements Answer {}

        /** It does not say, or not now. */
        record Unclear(String cause) implements Answer {}
    }
}
