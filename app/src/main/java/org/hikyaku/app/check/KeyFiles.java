package org.hikyaku.app.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.hikyaku.app.console.CommandFailure;
import org.hikyaku.dkim.DkimKeyPair;
import org.hikyaku.dkim.DkimKeys;
import org.hikyaku.name.DomainName;

/** Private keys in files that their owner alone can read. */
final class KeyFiles {

    /** A key file is short; what is longer is none. */
    private static final long MAX_OCTETS = 64 * 1024;

    private KeyFiles() {}

    /** Reads a private key. */
    static DkimKeyPair read(Path file, DomainName domain, String selector) {
        try {
            if (Files.size(file) > MAX_OCTETS) {
                throw new CommandFailure("'" + file + "' is too long for a key file");
            }
            DkimKeys.Read key =
                    DkimKeys.readPem(Files.readString(file, StandardCharsets.ISO_8859_1));
            return new DkimKeyPair(domain, selector, key.algorithm(), key.key());
        } catch (DkimKeys.Unreadable e) {
            throw new CommandFailure("the key file '" + file + "': " + e.getMessage());
        } catch (IOException _) {
            throw new CommandFailure("the key file '" + file + "' cannot be read");
        }
    }

    /** Writes a new private key; never over another one. */
    static void write(Path file, DkimKeyPair pair) {
        try {
            byte[] pem = DkimKeys.writePem(pair.key()).getBytes(StandardCharsets.US_ASCII);
            try (var out =
                    Files.newByteChannel(
                            file,
                            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            ownerOnly())) {
                out.write(java.nio.ByteBuffer.wrap(pem));
            }
        } catch (FileAlreadyExistsException _) {
            throw new CommandFailure(
                    "'"
                            + file
                            + "' is there already and is not overwritten; choose another --selector");
        } catch (IOException e) {
            throw new CommandFailure("'" + file + "' cannot be written: " + e.getMessage());
        } catch (DkimKeys.Unreadable e) {
            throw new IllegalStateException("a new key can be written", e);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
