package org.hikyaku.zoneio;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import org.hikyaku.zonefile.IncludeReader;

/**
 * Opens included files: relative ones in the folder of the zone file, else in the folder that the
 * program runs in, as BIND does with its {@code directory}.
 *
 * @param folder of the zone file
 * @param editable files that may be changed
 */
record DiskIncludes(Path folder, Set<Path> editable) implements IncludeReader {

    @Override
    public Included open(String path) throws IOException {
        String name =
                new String(path.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        try {
            Path file = folder.resolve(name);
            if (!Files.exists(file) && Files.exists(Path.of(name))) {
                file = Path.of(name);
            }
            return new Included(
                    file.toString(), ZoneDisk.read(file), isEditable(file.toRealPath()));
        } catch (NoSuchFileException e) {
            throw new IOException("there is no such file", e);
        } catch (InvalidPathException e) {
            throw new IOException("that is no path", e);
        }
    }

    private boolean isEditable(Path file) throws IOException {
        for (Path allowed : editable) {
            if (allowed.toRealPath().equals(file)) {
                return true;
            }
        }
        return false;
    }
}
