package org.hikyaku.adopt;

import java.nio.file.Path;
import org.hikyaku.machine.FileState;
import org.jspecify.annotations.Nullable;

/**
 * A file as it was and as it becomes.
 *
 * @param file its path on the machine
 * @param before what is there; null where there is none
 * @param after what is to be there; null where it is to go
 * @param stays whether it is put there only where it is absent, and stays when all is taken back:
 *     somebody goes on writing it, such as a database
 */
public record FileChange(
        Path file, @Nullable FileState before, @Nullable FileState after, boolean stays) {

    private static final byte[] NOTHING = {};

    /** One that is taken back with the rest. */
    public FileChange(Path file, @Nullable FileState before, @Nullable FileState after) {
        this(file, before, after, false);
    }

    /** What it held; nothing where it was not there. */
    public byte[] octetsBefore() {
        return before == null ? NOTHING : before.octets();
    }

    /** What it will hold; nothing where it is to go. */
    public byte[] octetsAfter() {
        return after == null ? NOTHING : after.octets();
    }
}
