package org.hikyaku.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code hikyaku} at the root of the tree, in a copy of the tree without the rest. */
final class LauncherTest {

    /** The program in the jar of these tests. */
    static final class Echo {
        private Echo() {}

        public static void main(String[] args) {
            System.out.println(List.of(args) + " " + ProcessHandle.current().info().command());
            System.exit(args.length == 0 ? 0 : 7);
        }
    }

    private static final List<String> TOOLS =
            List.of(
                    "sh",
                    "dirname",
                    "readlink",
                    "sed",
                    "find",
                    "head",
                    "tail",
                    "cat",
                    "grep",
                    "sleep",
                    "mkdir",
                    "rmdir",
                    "rm",
                    "mv",
                    "touch",
                    "nice",
                    "mktemp");

    @TempDir Path folder;
    private Path tree;
    private Path path;

    @BeforeEach
    void copyOfTheTree() throws IOException {
        tree = Files.createDirectory(folder.resolve("a tree"));
        path = Files.createDirectory(folder.resolve("bin"));
        Path root = Path.of("..").toAbsolutePath().normalize();
        Files.copy(
                root.resolve("hikyaku"),
                tree.resolve("hikyaku"),
                StandardCopyOption.COPY_ATTRIBUTES);
        Files.createDirectory(tree.resolve(".mvn"));
        for (String script : List.of("jdk.sh", "flags.sh", "train.sh")) {
            Files.copy(root.resolve(".mvn").resolve(script), tree.resolve(".mvn").resolve(script));
        }
        for (String tool : TOOLS) {
            for (String bin : List.of("/usr/bin", "/bin")) {
                if (Files.exists(Path.of(bin, tool)) && !Files.exists(path.resolve(tool))) {
                    Files.createSymbolicLink(path.resolve(tool), Path.of(bin, tool));
                }
            }
        }
        // What is being made in the background is not part of these tests.
        Files.createDirectories(tree.resolve("app/target/aot.lock"));
    }

    private void jar() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Echo.class.getName());
        String name = Echo.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out =
                        new JarOutputStream(
                                Files.newOutputStream(tree.resolve("app/target/hikyaku.jar")),
                                manifest);
                InputStream in = Echo.class.getClassLoader().getResourceAsStream(name)) {
            out.putNextEntry(new JarEntry(name));
            in.transferTo(out);
        }
    }

    private void maven(String script) throws IOException {
        Path mvn = path.resolve("mvn");
        Files.writeString(mvn, "#!/bin/sh\n" + script);
        assertThat(mvn.toFile().setExecutable(true)).isTrue();
    }

    private Ran run(Path program, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", path.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Path err = folder.resolve("err");
        Process process = builder.redirectError(err.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), out, Files.readString(err));
    }

    @Test
    void theProgramGetsTheWordsAndItsStatusIsKept() throws Exception {
        jar();
        Ran ran = run(tree.resolve("hikyaku"), "a b", "", "$HOME");
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).startsWith("[a b, , $HOME] ");
        assertThat(ran.status()).isEqualTo(7);
    }

    @Test
    void aSymbolicLinkLeadsToTheTree() throws Exception {
        jar();
        Path link = Files.createSymbolicLink(folder.resolve("one"), Path.of("a tree/hikyaku"));
        Path other = Files.createSymbolicLink(path.resolve("two"), link);
        assertThat(run(other).out()).contains(System.getProperty("java.home"));
    }

    @Test
    void withoutMavenItSaysWhatToInstall() throws Exception {
        Ran ran = run(tree.resolve("hikyaku"), "lab");
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.err()).contains("Maven", "apt install maven", "dnf", "brew");
    }

    @Test
    void aBuildThatFailsShowsItsEnd() throws Exception {
        maven(
                "echo '[INFO] Building Hikyaku protocol 1 [1/4]'; echo '[ERROR] no such thing'; exit 1\n");
        Ran ran = run(tree.resolve("hikyaku"), "lab");
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.err()).contains("the build failed", "[ERROR] no such thing");
        assertThat(tree.resolve("target/build.lock")).doesNotExist();
    }

    @Test
    void whatIsOlderThanItsSourcesIsBuiltAnew() throws Exception {
        jar();
        maven("echo \"$@\" >>'" + folder.resolve("built") + "'\n");
        Path source = Files.createDirectories(tree.resolve("app/src/main")).resolve("A.java");
        Files.createFile(source);
        Path jar = tree.resolve("app/target/hikyaku.jar");
        Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH));
        assertThat(run(tree.resolve("hikyaku")).status()).isZero();
        assertThat(Files.readAllLines(folder.resolve("built"))).hasSize(1);
        assertThat(run(tree.resolve("hikyaku")).status()).isZero();
        assertThat(Files.readAllLines(folder.resolve("built"))).hasSize(1);
    }
}
