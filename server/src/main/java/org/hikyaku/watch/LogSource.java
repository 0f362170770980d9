package org.hikyaku.watch;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.hikyaku.maillog.SyslogLine;

/** Where lines of a log come from. */
public interface LogSource extends AutoCloseable {

    /** Lines that are taken at once, at most: they share a transaction. */
    int MAX_LINES = 2000;

    /**
     * Lines, and how far they reach.
     *
     * @param lines that are lines of syslog; others are counted in {@code read} only
     * @param read all lines that were read; 0 where there is nothing new
     * @param place in this source's own form
     */
    record Batch(List<SyslogLine> lines, int read, String place) {
        /** Copies the list. */
        public Batch {
            lines = List.copyOf(lines);
        }
    }

    /** The name that places are kept under. */
    String name();

    /**
     * Begins after {@code place}; from the beginning where it is empty.
     *
     * @return lines before it, to know the messages that are under way; they are not counted
     */
    List<SyslogLine> begin(String place) throws IOException;

    /** What is new now, at most {@link #MAX_LINES}; does not wait for more. */
    Batch next(Instant now) throws IOException;

    /** How much of the source has been read, 0 to 1; 1 where nobody can say. */
    double progress();

    @Override
    void close();
}
