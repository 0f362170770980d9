package org.hikyaku.signing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.hikyaku.opendkim.FileSource;
import org.hikyaku.opendkim.SourceFile;
import org.hikyaku.opendkim.SourceFile.Access;

/** Files of tests: on disk whoever may read them, or in memory. */
final class TestFiles {

    private TestFiles() {}

    static FileSource onDisk() {
        return path -> {
            Path file = Path.of(path);
            if (!Files.isRegularFile(file)) {
                throw new NoSuchFileException(path);
            }
            return new SourceFile(Files.readAllBytes(file), Access.PRIVATE);
        };
    }

    static FileSource inMemory(Map<String, String> texts) {
        return path -> {
            String text = texts.get(path);
            if (text == null) {
                throw new NoSuchFileException(path);
            }
            return new SourceFile(
                    text.getBytes(java.nio.charset.StandardCharsets.UTF_8), Access.PRIVATE);
        };
    }

    static Path write(Path file, String text) throws IOException {
        return Files.writeString(file, text);
    }
}
