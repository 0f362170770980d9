package org.hikyaku.net;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A UNIX socket to listen on.
 *
 * @param path absolute
 * @param mode who may connect: writing is what counts
 * @param group whose the file is to be, or null for that of the process
 */
public record SocketFile(Path path, Set<PosixFilePermission> mode, @Nullable String group) {

    /** Copies the set. */
    public SocketFile {
        mode = Set.copyOf(mode);
    }

    /** Whether this machine has a group of that name. */
    public static boolean isGroup(String name) {
        try {
            FileSystems.getDefault()
                    .getUserPrincipalLookupService()
                    .lookupPrincipalByGroupName(name);
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
