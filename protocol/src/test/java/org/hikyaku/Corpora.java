package org.hikyaku;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the conformance corpora, which lie beside the working copy and never in it. */
public final class Corpora {

    private Corpora() {}

    /**
     * The file or folder {@code relative} of the corpora. Empty, after one line that says so, where
     * the corpora are not on this machine; in CI that is a failure.
     */
    public static Optional<Path> find(String relative) {
        Path path = root().resolve(relative);
        if (Files.exists(path)) {
            return Optional.of(path);
        }
        if (System.getenv("CI") != null) {
            throw new AssertionError("the corpora are missing in CI: " + path);
        }
        System.err.println("not run, the corpora are not here: " + path);
        return Optional.empty();
    }

    private static Path root() {
        String named = System.getenv("HIKYAKU_CORPORA");
        if (named != null) {
            return Path.of(named);
        }
        Path at = Path.of("").toAbsolutePath();
        while (at.getParent() != null && !Files.exists(at.resolve("dev"))) {
            at = at.getParent();
        }
        return at.resolveSibling("shared").resolve("corpora");
    }
}
