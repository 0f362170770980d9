package org.hikyaku.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files with owner, mode and time. */
final class MachineFilesTest {

    private static final Instant THEN = Instant.parse("2019-03-01T04:05:06.789Z");

    @TempDir Path folder;

    private FileState own(String text, int mode) throws IOException {
        int uid = (Integer) Files.getAttribute(folder, "unix:uid");
        int gid = (Integer) Files.getAttribute(folder, "unix:gid");
        return new FileState(
                text.getBytes(java.nio.charset.StandardCharsets.UTF_8), uid, gid, mode, THEN);
    }

    @Test
    void whatWasWrittenIsReadWithModeAndTime() throws IOException {
        Path file = folder.resolve("x");
        for (int mode : new int[] {0600, 0644, 0755, 02750, 0444}) {
            FileState state = own("mode " + mode, mode);
            MachineFiles.write(file, state);
            assertThat(MachineFiles.read(file)).contains(state);
        }
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).containsExactly(file);
        }
    }

    @Test
    void aLinkStaysALink() throws IOException {
        Path file = folder.resolve("x");
        MachineFiles.write(file, own("one", 0644));
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("x"));
        MachineFiles.write(link, own("two", 0644));
        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("two");
    }

    @Test
    void whatIsNoFileIsNotRead() throws IOException {
        assertThat(MachineFiles.read(folder.resolve("absent"))).isEmpty();
        assertThatIOException().isThrownBy(() -> MachineFiles.read(folder));
    }

    @Test
    void whatIsRemovedMayBeGoneAlready() throws IOException {
        Path file = folder.resolve("x");
        MachineFiles.write(file, own("one", 0644));
        MachineFiles.remove(file);
        MachineFiles.remove(file);
        assertThat(file).doesNotExist();
    }

    @Test
    void theContentIsInNoText() throws IOException {
        assertThat(own("secret", 0600).toString()).doesNotContain("secret").contains("600");
    }

    @Test
    void aProgramIsRunWithoutAShellAndWithinItsLimit() throws IOException {
        java.time.Duration limit = java.time.Duration.ofSeconds(20);
        CommandRun run =
                CommandRun.of(java.util.List.of("printf", "%s", "$HOME; x"), new byte[0], limit);
        assertThat(new String(run.output(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("$HOME; x");
        assertThatIOException()
                .isThrownBy(
                        () ->
                                CommandRun.of(
                                        java.util.List.of("no-such-program-here"),
                                        new byte[0],
                                        limit));
    }
}
