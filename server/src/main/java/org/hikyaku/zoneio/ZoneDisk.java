package org.hikyaku.zoneio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/** Reads and writes zone files so that a crash leaves the old one or the new one. */
final class ZoneDisk {

    /** Two gigabytes are the end of an array; a registry's zone is not edited here. */
    static final long MAX_FILE_BYTES = 512L << 20;

    private ZoneDisk() {}

    static Path folder(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }

    static byte[] read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("it is a folder");
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException("it is no ordinary file"); // a device may have no end
        }
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw new IOException("it is larger than " + MAX_FILE_BYTES + " octets");
        }
        return Files.readAllBytes(file);
    }

    static String digest(byte[] octets) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** A file beside {@code file} with these octets, its owner and its mode, on disk for good. */
    static Path beside(Path file, byte[] octets) throws IOException {
        Path folder = folder(file);
        Path temporary = Files.createTempFile(folder, "." + file.getFileName() + ".", ".hikyaku");
        try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(octets);
            while (buffer.hasRemaining()) {
                out.write(buffer);
            }
            copyOwner(file, temporary);
            out.force(true);
            return temporary;
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
    }

    private static void copyOwner(Path from, Path to) throws IOException {
        FileStore store = Files.getFileStore(to);
        if (!store.supportsFileAttributeView(PosixFileAttributeView.class)) {
            return;
        }
        PosixFileAttributes wanted = Files.readAttributes(from, PosixFileAttributes.class);
        PosixFileAttributeView view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
        PosixFileAttributes has = view.readAttributes();
        if (!has.group().equals(wanted.group())) {
            view.setGroup(wanted.group());
        }
        if (!has.owner().equals(wanted.owner())) {
            view.setOwner(wanted.owner());
        }
        view.setPermissions(wanted.permissions());
    }

    /** Puts {@code temporary} in the place of {@code file}. */
    static void replace(Path temporary, Path file) throws IOException {
        try {
            Files.move(
                    temporary,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
        try (FileChannel folder = FileChannel.open(folder(file), Set.of(StandardOpenOption.READ))) {
            folder.force(true);
        }
    }

    /** Keeps what {@code file} is as {@code FILE.~N~}, N one higher than the highest there. */
    static Path backup(Path file) throws IOException {
        Path folder = folder(file);
        String name = file.getFileName() + ".~";
        long highest = 0;
        try (var files = Files.newDirectoryStream(folder)) {
            for (Path other : files) {
                String text = other.getFileName().toString();
                boolean numbered = text.startsWith(name) && text.endsWith("~");
                String number = numbered ? text.substring(name.length(), text.length() - 1) : "";
                if (number.matches("[0-9]{1,9}")) {
                    highest = Math.max(highest, Long.parseLong(number));
                }
            }
        }
        Path kept = folder.resolve(name + (highest + 1) + "~");
        Files.copy(file, kept, StandardCopyOption.COPY_ATTRIBUTES);
        return kept;
    }
}
