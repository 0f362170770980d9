package org.hikyaku.app.beside;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import org.hikyaku.opendkim.FileSource;
import org.hikyaku.opendkim.SourceFile;
import org.hikyaku.opendkim.SourceFile.Access;
import org.hikyaku.opendkim.UnreadableFileException;
import org.jspecify.annotations.Nullable;

/**
 * Files on disk.
 *
 * @param base what relative paths are relative to
 */
record DiskFiles(Path base) implements FileSource {

    /** Sticky folders, such as /tmp: others may add files there, and not take ours away. */
    private static final int STICKY = 01000;

    private static final int ALL_BITS = 0777;

    @Override
    public SourceFile read(String path) throws IOException {
        Path file = resolved(path);
        if (!Files.exists(file)) {
            throw new NoSuchFileException(path);
        }
        Access access = access(file);
        if (!Files.isReadable(file)) {
            throw new UnreadableFileException(path, access);
        }
        if (!Files.isRegularFile(file)) {
            throw new FileSystemException(path, null, "not a file");
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new FileSystemException(path, null, "larger than " + MAX_BYTES + " octets");
        }
        return new SourceFile(Files.readAllBytes(file), access);
    }

    private Path resolved(String path) throws IOException {
        try {
            return base.resolve(path);
        } catch (java.nio.file.InvalidPathException _) {
            throw new FileSystemException(path, null, "not a path");
        }
    }

    private static Access access(Path file) throws IOException {
        try {
            PosixFileAttributes found = Files.readAttributes(file, PosixFileAttributes.class);
            return new Access(
                    found.owner().getName(),
                    found.group().getName(),
                    Files.getAttribute(file, "unix:mode") instanceof Integer mode
                            ? mode & ALL_BITS
                            : 0,
                    opener(file.toAbsolutePath().getParent()));
        } catch (UnsupportedOperationException _) {
            return Access.PRIVATE; // a file system without owners
        }
    }

    /** A folder on the way to the file in which others can put another file in its place. */
    private static String opener(@Nullable Path folder) throws IOException {
        for (Path at = folder; at != null; at = at.getParent()) {
            boolean sticky =
                    Files.getAttribute(at, "unix:mode") instanceof Integer mode
                            && (mode & STICKY) != 0;
            if (!sticky
                    && Files.getPosixFilePermissions(at)
                            .contains(PosixFilePermission.OTHERS_WRITE)) {
                return at.toString();
            }
        }
        return "";
    }
}
