package org.hikyaku.zones;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.hikyaku.dns.RecordChange;

/** Reads a file that holds a key or password. What it throws shows the path, never the content. */
final class SecretFile {

    /** A TSIG key file has 200 octets, an API key 100. */
    private static final long MAX_BYTES = 16 * 1024;

    private SecretFile() {}

    /** A file that cannot be used. */
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;
        private final String remedy;

        Unusable(String problem, String remedy) {
            super(problem);
            this.remedy = remedy;
        }

        /** As what it means to a publication: nothing was done. */
        PublishException toPublish(List<RecordChange> changes) {
            return new PublishException(
                    PublishException.Reason.CREDENTIALS,
                    String.valueOf(getMessage()),
                    remedy,
                    PublishException.Progress.none(changes));
        }

        /** What to do. */
        String remedy() {
            return remedy;
        }
    }

    /** The text of {@code file}, which none but its owner, and its group by reading, may use. */
    static String read(Path file) throws Unusable {
        try {
            requirePrivate(file);
            if (Files.size(file) > MAX_BYTES) {
                throw new Unusable(
                        file + " is no key file: it is longer than " + MAX_BYTES + " octets",
                        "name the right file");
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException _) {
            throw new Unusable("there is no file " + file, "make it, with mode 600");
        } catch (CharacterCodingException _) {
            throw new Unusable(file + " is no text", "name the right file");
        } catch (IOException e) {
            throw new Unusable(
                    file + " cannot be read: " + e.getMessage(),
                    "let the user that runs this own the file");
        }
    }

    /** The group may read: BIND's own keys are root:bind 0640. */
    private static void requirePrivate(Path file) throws IOException, Unusable {
        if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
            return;
        }
        Set<PosixFilePermission> granted = Files.getPosixFilePermissions(file);
        boolean open =
                granted.stream().anyMatch(p -> p.name().startsWith("OTHERS_"))
                        || granted.contains(PosixFilePermission.GROUP_WRITE);
        if (open) {
            throw new Unusable(
                    "the key in "
                            + file
                            + " can be used by others ("
                            + PosixFilePermissions.toString(granted)
                            + ")",
                    "run: chmod 600 " + file);
        }
    }
}
