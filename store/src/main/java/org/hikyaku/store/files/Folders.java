package org.hikyaku.store.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Folders for the server's user only. */
public final class Folders {

    private Folders() {}

    /**
     * Makes {@code folder} where it is absent, with those above it, mode 0700; they are durable on
     * return.
     */
    public static void make(Path folder) throws IOException {
        List<Path> parents = new ArrayList<>();
        Path missing = folder.toAbsolutePath();
        @Nullable Path parent = missing.getParent();
        while (parent != null && !Files.isDirectory(missing)) {
            parents.add(parent);
            missing = parent;
            parent = missing.getParent();
        }
        if (parents.isEmpty()) {
            return;
        }
        Files.createDirectories(
                folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Disk disk = new FileDisk();
        for (Path changed : parents) {
            try {
                disk.syncFolder(changed);
            } catch (AccessDeniedException _) {
                // may be written and not read: the system syncs it in its own time
            }
        }
    }
}
