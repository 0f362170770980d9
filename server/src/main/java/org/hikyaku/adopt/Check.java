package org.hikyaku.adopt;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.hikyaku.milter.MilterSocket;
import org.hikyaku.name.DomainName;

/** How it is seen that a step has done what it was for. Each waits a while for it to come true. */
public sealed interface Check {

    /** How long it may take to come true. */
    Duration LIMIT = Duration.ofSeconds(60);

    /** A program ends with status 0, such as {@code postfix check}. */
    record Runs(List<String> command) implements Check {
        /** With a copy of the command. */
        public Runs {
            command = List.copyOf(command);
        }
    }

    /** A milter negotiates. */
    record MilterAnswers(MilterSocket socket) implements Check {}

    /**
     * Nobody is connected any more; where somebody still is when the time is over, the step goes on
     * all the same: that message is then put off and comes again.
     */
    record Unused(MilterSocket socket) implements Check {}

    /** Nobody answers there any more. */
    record Silent(MilterSocket socket) implements Check {}

    /** An SMTP server greets with 220. */
    record Greets(InetSocketAddress server) implements Check {}

    /** A name server has the zone with this serial or a later one (RFC 1982). */
    record Serves(DomainName zone, long serial, InetSocketAddress server) implements Check {}
}
