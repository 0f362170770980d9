package org.hikyaku.neighbours;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.hikyaku.neighbours.text.FileTree;
import org.hikyaku.neighbours.text.HostFile;

/** Files of a host in memory. */
public final class MapTree implements FileTree {

    private final TreeMap<String, byte[]> files = new TreeMap<>();
    private final Map<String, HostFile.Rights> rights = new HashMap<>();
    private final TreeSet<String> refused = new TreeSet<>();

    /** Adds a file. */
    public MapTree with(String path, String text) {
        return with(path, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a file. */
    public MapTree with(String path, byte[] octets) {
        files.put(path, octets);
        return this;
    }

    /** Says whose a file is. */
    public MapTree rights(String path, String owner, int mode) {
        rights.put(path, new HostFile.Rights(owner, owner, mode));
        return this;
    }

    /** Makes a file one that cannot be read. */
    public MapTree refuse(String path) {
        refused.add(path);
        return this;
    }

    /** Takes a file away. */
    public MapTree without(String path) {
        files.remove(path);
        return this;
    }

    /** Adds all files of a folder on the disk under a path. */
    public MapTree copy(Path folder, String path) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                with(path + "/" + folder.relativize(each), Files.readAllBytes(each));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    @Override
    public Found look(String path) {
        if (refused.contains(path)) {
            return new Found.Refused("permission denied");
        }
        HostFile.Rights mode = rights.getOrDefault(path, HostFile.Rights.ROOT_0644);
        byte[] octets = files.get(path);
        if (octets != null) {
            return new Found.Text(new HostFile(path, path, octets, mode));
        }
        return names(path).isEmpty() ? new Found.Absent() : new Found.Other(Kind.FOLDER, mode);
    }

    @Override
    public List<String> names(String folder) {
        String prefix = folder.endsWith("/") ? folder : folder + "/";
        TreeSet<String> names = new TreeSet<>();
        for (String path : files.tailMap(prefix).keySet()) {
            if (!path.startsWith(prefix)) {
                break;
            }
            names.add(path.substring(prefix.length()).split("/", 2)[0]);
        }
        return List.copyOf(names);
    }
}
