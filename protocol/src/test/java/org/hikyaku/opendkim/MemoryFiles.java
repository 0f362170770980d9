package org.hikyaku.opendkim;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hikyaku.opendkim.SourceFile.Access;

/** Files in memory, and the notes of their readers. */
final class MemoryFiles implements FileSource {

    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, Access> access = new HashMap<>();
    private final ConfigNotes notes = new ConfigNotes();

    MemoryFiles with(String path, String text) {
        texts.put(path, text);
        return this;
    }

    MemoryFiles access(String path, Access whose) {
        access.put(path, whose);
        return this;
    }

    ConfigNotes notes() {
        return notes;
    }

    /** {@code KIND file:line details}, one each. */
    List<String> said() {
        return notes.all().stream()
                .map(n -> n.kind() + " " + n.place() + " " + String.join("|", n.details()))
                .toList();
    }

    @Override
    public SourceFile read(String path) throws IOException {
        String text = texts.get(path);
        if (text == null) {
            throw new NoSuchFileException(path);
        }
        return new SourceFile(
                text.getBytes(StandardCharsets.UTF_8), access.getOrDefault(path, Access.PRIVATE));
    }
}
