package org.hikyaku.machine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads and replaces whole files with owner, mode and time. */
public final class MachineFiles {

    /** Configuration has kilobytes, a zone file of a small company some megabytes. */
    public static final long MAX_FILE_BYTES = 64L << 20;

    private static final FileAttribute<Set<PosixFilePermission>> OWN =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWN_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private MachineFiles() {}

    /**
     * A file as it is; empty where there is none.
     *
     * @throws IOException where it cannot be read, is no ordinary file, or is too large
     */
    public static Optional<FileState> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + " is no ordinary file");
        }
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw new IOException(file + " is larger than " + MAX_FILE_BYTES + " octets");
        }
        return Optional.of(
                new FileState(
                        Files.readAllBytes(file),
                        number(file, "uid"),
                        number(file, "gid"),
                        number(file, "mode") & FileState.MODE_BITS,
                        Files.getLastModifiedTime(file).toInstant()));
    }

    private static int number(Path path, String name) throws IOException {
        return ((Number) Files.getAttribute(path, "unix:" + name)).intValue();
    }

    /**
     * Puts a file there as a whole; on the disk on return. A crash leaves what was there before or
     * all of this; a link stays a link.
     */
    public static void write(Path named, FileState state) throws IOException {
        Path file = Files.exists(named) ? named.toRealPath() : named;
        Path folder = folder(file);
        Path temporary =
                Files.createTempFile(folder, "." + file.getFileName() + ".", ".hikyaku", OWN);
        try {
            fill(temporary, state);
            Files.move(
                    temporary,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
        sync(folder);
    }

    private static void fill(Path file, FileState state) throws IOException {
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(state.octets());
            while (left.hasRemaining()) {
                out.write(left);
            }
            own(file, state.uid(), state.gid(), state.mode());
            Files.setLastModifiedTime(file, FileTime.from(state.modified()));
            out.force(true);
        }
    }

    /** Gives a file or folder an owner, a group and a mode. */
    public static void own(Path path, int uid, int gid, int mode) throws IOException {
        if (number(path, "uid") != uid) {
            Files.setAttribute(path, "unix:uid", uid);
        }
        if (number(path, "gid") != gid) {
            Files.setAttribute(path, "unix:gid", gid);
        }
        if ((number(path, "mode") & FileState.MODE_BITS) != mode) {
            Files.setAttribute(path, "unix:mode", mode);
        }
    }

    /** Takes a file away where it is there; for good on return. */
    public static void remove(Path file) throws IOException {
        if (Files.deleteIfExists(file)) {
            sync(folder(file));
        }
    }

    /** Makes a folder, mode 0700, and those around it, where they are absent. Those made. */
    public static List<Path> makeFolders(Path folder) throws IOException {
        List<Path> made = new ArrayList<>();
        for (Path at = folder; at != null && !Files.exists(at); at = at.getParent()) {
            made.addFirst(at);
        }
        for (Path path : made) {
            Files.createDirectory(path, OWN_FOLDER);
            sync(folder(path));
        }
        return made;
    }

    private static Path folder(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }

    /** Puts the entries of a folder on the disk. */
    public static void sync(Path folder) throws IOException {
        try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }
}
