package org.hikyaku.certs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** Lays answers into the folder of a web server that is there already (RFC 8555 section 8.3). */
public final class WebrootProver implements Prover {

    private final Path fallback;
    private final Map<String, Path> folders;

    /**
     * With the document roots of a web server.
     *
     * @param fallback for names that are not among {@code folders}
     * @param folders by name, in lower case
     */
    public WebrootProver(Path fallback, Map<String, Path> folders) {
        this.fallback = fallback;
        this.folders = Map.copyOf(folders);
    }

    @Override
    public ProofKind kind() {
        return ProofKind.HTTP_01;
    }

    @Override
    public Proof prove(CaSession.Authorization authorization, CaSession.Challenge challenge)
            throws CaException {
        Path root = folders.getOrDefault(authorization.name().text(), fallback);
        // RFC 8555 section 8.3: base64url; anything else could lead out of the folder.
        if (!challenge.token().matches("[A-Za-z0-9_-]{1,256}")) {
            throw new CaException(CaException.Reason.REFUSED, "its token is no base64url");
        }
        if (!Files.isDirectory(root)) {
            throw new CaException(
                    CaException.Reason.SETTINGS, "there is no folder " + root + " for http-01");
        }
        Path folder = root.resolve(HttpProver.PATH.substring(1));
        Path file = folder.resolve(challenge.token());
        try {
            Files.createDirectories(folder);
            Files.writeString(file, challenge.keyAuthorization());
            if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
            }
        } catch (IOException e) {
            throw new CaException(
                    CaException.Reason.SETTINGS,
                    "the proof cannot be written to " + folder + ": " + e.getMessage(),
                    null,
                    e);
        }
        return () -> remove(file);
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException _) {
            // An old answer proves nothing to anybody.
        }
    }
}
