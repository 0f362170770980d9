package org.hikyaku.app.console;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whose a folder is. What another user writes there, root included, the server's own user cannot
 * read: a key, or the database's log.
 */
final class FolderOwner {

    private FolderOwner() {}

    /** The owner of {@code folder} where that is another user than this one; otherwise empty. */
    static String other(Path folder) {
        try {
            Object owner = Files.getAttribute(folder, "unix:uid");
            return owner instanceof Number uid && uid.longValue() != new UnixSystem().getUid()
                    ? Files.getOwner(folder).getName()
                    : "";
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException _) {
            return ""; // a system where files have no such owners
        }
    }

    /** This user. */
    static String user() {
        return new UnixSystem().getUsername();
    }
}
