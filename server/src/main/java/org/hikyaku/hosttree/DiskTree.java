package org.hikyaku.hosttree;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.hikyaku.neighbours.text.FileTree;
import org.hikyaku.neighbours.text.HostFile;

/** The files under a folder that stands for the root of a host. */
public final class DiskTree implements FileTree {

    /** Links that lead to links: as many as the kernel follows. */
    private static final int MAX_LINKS = 40;

    private static final int PERMISSION_BITS = 07777;

    private final Path root;

    /**
     * Shows the files under a folder.
     *
     * @param root {@code /} for the host itself
     */
    public DiskTree(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public Found look(String path) {
        try {
            String real = real(path);
            Path at = onDisk(real);
            if (!Files.exists(at, LinkOption.NOFOLLOW_LINKS)) {
                return new Found.Absent();
            }
            HostFile.Rights rights = rights(at);
            if (!Files.isRegularFile(at, LinkOption.NOFOLLOW_LINKS)) {
                boolean folder = Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS);
                return new Found.Other(folder ? Kind.FOLDER : Kind.SPECIAL, rights);
            }
            byte[] octets = bounded(at);
            return octets.length > MAX_FILE_OCTETS
                    ? new Found.Refused("larger than " + MAX_FILE_OCTETS + " octets")
                    : new Found.Text(new HostFile(path, real, octets, rights));
        } catch (IOException e) {
            return new Found.Refused(String.valueOf(e.getMessage()));
        }
    }

    private static byte[] bounded(Path at) throws IOException {
        try (InputStream in = Files.newInputStream(at)) {
            return in.readNBytes(MAX_FILE_OCTETS + 1);
        }
    }

    private static HostFile.Rights rights(Path at) throws IOException {
        Map<String, Object> found =
                Files.readAttributes(at, "unix:owner,group,mode", LinkOption.NOFOLLOW_LINKS);
        Object mode = found.get("mode");
        return new HostFile.Rights(
                String.valueOf(found.get("owner")),
                String.valueOf(found.get("group")),
                mode instanceof Integer bits ? bits & PERMISSION_BITS : 0);
    }

    @Override
    public List<String> names(String folder) {
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(onDisk(real(folder)))) {
            for (Path each : all) {
                if (found.size() == MAX_NAMES) {
                    break;
                }
                found.add(String.valueOf(each.getFileName()));
            }
        } catch (IOException _) {
            return List.of();
        }
        Collections.sort(found);
        return List.copyOf(found);
    }

    private Path onDisk(String path) {
        return root.resolve(path.substring(1));
    }

    /** The path with all links followed, inside of the tree. */
    private String real(String path) throws IOException {
        Deque<String> left = new ArrayDeque<>();
        push(left, path);
        Deque<String> done = new ArrayDeque<>();
        int links = 0;
        while (!left.isEmpty()) {
            String part = left.pop();
            if (part.isEmpty() || part.equals(".")) {
                continue;
            }
            if (part.equals("..")) {
                done.pollLast();
                continue;
            }
            done.addLast(part);
            Path at = onDisk("/" + String.join("/", done));
            if (Files.isSymbolicLink(at)) {
                if (++links > MAX_LINKS) {
                    throw new IOException("too many links: " + path);
                }
                String target = Files.readSymbolicLink(at).toString();
                done.removeLast();
                if (target.startsWith("/")) {
                    done.clear();
                }
                push(left, target);
            }
        }
        return "/" + String.join("/", done);
    }

    private static void push(Deque<String> left, String path) {
        List<String> parts = List.of(path.split("/"));
        parts.reversed().forEach(left::push);
    }
}
