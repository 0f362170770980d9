package org.hikyaku.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The working copy, as files. */
final class Tree {

    /** The modules that ship, from the lowest to the highest. */
    static final List<String> MODULES = List.of("protocol", "store", "server", "app");

    private Tree() {}

    /** The top folder. */
    static Path root() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("docs/ARCHITECTURE.md"))) {
            at = at.getParent();
            if (at == null) {
                throw new AssertionError("not within a working copy");
            }
        }
        return at;
    }

    /** The Java files of {@code module} under {@code src/part}. */
    static List<Path> sources(String module, String part) {
        Path folder = root().resolve(module).resolve("src").resolve(part).resolve("java");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(f -> f.toString().endsWith(".java")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All Java files of {@code part} (main or test), bench included. */
    static List<Path> sources(String part) {
        return Stream.concat(MODULES.stream(), Stream.of("bench"))
                .flatMap(module -> sources(module, part).stream())
                .toList();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The package of a source file, without {@code org.hikyaku.}. */
    static String packageOf(Path file) {
        String text = file.getParent().toString().replace('\\', '/');
        int at = text.indexOf("org/hikyaku");
        String below = text.substring(at + "org/hikyaku".length());
        return below.isEmpty() ? "" : below.substring(1).replace('/', '.');
    }
}
