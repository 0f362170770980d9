package org.hikyaku.hosttree;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.hikyaku.neighbours.text.FileTree;
import org.hikyaku.neighbours.text.FileTree.Found;
import org.hikyaku.neighbours.text.HostFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DiskTreeTest {

    @TempDir Path root;

    private HostFile file(String path) {
        return new DiskTree(root).file(path).orElseThrow();
    }

    @Test
    void linksStayInsideOfTheTree() throws IOException {
        Files.createDirectories(root.resolve("etc/sites-available"));
        Files.createDirectories(root.resolve("etc/sites-enabled"));
        Files.writeString(root.resolve("etc/sites-available/a"), "inside");
        Files.createSymbolicLink(
                root.resolve("etc/sites-enabled/a"), Path.of("/etc/sites-available/a"));
        Files.createSymbolicLink(
                root.resolve("etc/sites-enabled/b"), Path.of("../sites-available/a"));
        Files.createSymbolicLink(
                root.resolve("etc/out"), Path.of("../../../../../../../etc/sites-available"));
        for (String path :
                new String[] {"/etc/sites-enabled/a", "/etc/sites-enabled/b", "/etc/out/a"}) {
            assertThat(file(path).realPath()).as(path).isEqualTo("/etc/sites-available/a");
            assertThat(file(path).path()).isEqualTo(path);
            assertThat(file(path).octets()).asString().isEqualTo("inside");
        }
        assertThat(new DiskTree(root).names("/etc/out")).containsExactly("a");
    }

    @Test
    void aCircleOfLinksIsRefused() throws IOException {
        Files.createSymbolicLink(root.resolve("a"), Path.of("/b"));
        Files.createSymbolicLink(root.resolve("b"), Path.of("/a"));
        assertThat(new DiskTree(root).look("/a")).isInstanceOf(Found.Refused.class);
        assertThat(new DiskTree(root).names("/a")).isEmpty();
    }

    @Test
    void ownerAndModeAreTold() throws IOException {
        Path key = Files.writeString(root.resolve("key"), "x");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(file("/key").rights().mode()).isEqualTo(0640);
        assertThat(file("/key").rights().owner()).isEqualTo(Files.getOwner(key).getName());
    }

    @Test
    void whatIsNoFileIsToldApart() throws IOException {
        Files.createDirectories(root.resolve("d"));
        DiskTree tree = new DiskTree(root);
        assertThat(tree.look("/nowhere/at/all")).isEqualTo(new Found.Absent());
        assertThat(tree.look("/d"))
                .isInstanceOfSatisfying(
                        Found.Other.class,
                        o -> assertThat(o.kind()).isEqualTo(FileTree.Kind.FOLDER));
    }

    @Test
    void aLargeFileIsRefused() throws IOException {
        Files.write(root.resolve("big"), new byte[FileTree.MAX_FILE_OCTETS + 1]);
        Files.write(root.resolve("most"), new byte[FileTree.MAX_FILE_OCTETS]);
        assertThat(new DiskTree(root).look("/big")).isInstanceOf(Found.Refused.class);
        assertThat(file("/most").octets()).hasSize(FileTree.MAX_FILE_OCTETS);
    }
}
