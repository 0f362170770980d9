package org.hikyaku.adopt;

import java.nio.file.Path;
import java.util.List;

/** Hears what is being done, for a person who waits. */
public interface Progress {

    /** A step begins. */
    void begins(int number, Step step);

    /** A program is run. */
    void runs(List<String> command);

    /** Something is looked at. */
    void looks(Check check);

    /** A step did not come off; what was done is taken back from here on. */
    void failed(int number, Step step, String problem);

    /** A step is taken back. */
    void takesBack(int number, Step step);

    /** A file is left as it is, for somebody has changed it. */
    void leaves(Path file);
}
