package org.hikyaku.adopt;

import java.nio.file.Path;
import java.util.List;

/** How a run ended. */
public sealed interface Outcome {

    /** All was done, or all was taken back. */
    record Done() implements Outcome {}

    /** A step did not come off, and the machine is as it was before. */
    record WentBack(int step, String problem) implements Outcome {}

    /**
     * It can neither go on nor back by itself.
     *
     * @param step where it stands, from 0
     */
    record Stuck(int step, String problem) implements Outcome {}

    /** Files are not as they were left; nothing was touched. */
    record Changed(List<Difference> files) implements Outcome {
        /** With a copy of the list. */
        public Changed {
            files = List.copyOf(files);
        }
    }

    /**
     * A file that somebody has changed.
     *
     * @param left what it was left as
     * @param now what it is
     */
    record Difference(Path file, byte[] left, byte[] now) {}
}
