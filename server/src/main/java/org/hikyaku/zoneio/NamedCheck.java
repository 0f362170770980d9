package org.hikyaku.zoneio;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.hikyaku.zonefile.ZoneName;

/** Asks the installed {@code named-checkzone}. */
final class NamedCheck {

    private static final List<String> PLACES =
            List.of("/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin");

    /** A million records take BIND a few seconds. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final int MAX_OUTPUT_BYTES = 16 * 1024;

    private NamedCheck() {}

    /** What it says against the zone; empty where it takes it, or is not installed, or hangs. */
    static Optional<String> complaint(Path file, ZoneName apex, Path folder) {
        Optional<Path> program =
                PLACES.stream()
                        .map(p -> Path.of(p, "named-checkzone"))
                        .filter(Files::isExecutable)
                        .findFirst();
        return program.flatMap(p -> run(p, file, apex, folder));
    }

    private static Optional<String> run(Path program, Path file, ZoneName apex, Path folder) {
        try {
            Path answer = Files.createTempFile("hikyaku", ".named");
            try {
                return run(program, file, apex, folder, answer);
            } finally {
                Files.deleteIfExists(answer);
            }
        } catch (IOException _) {
            return Optional.empty(); // a second opinion is not to be had; our own stands
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Optional<String> run(
            Path program, Path file, ZoneName apex, Path folder, Path answer)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                program.toString(),
                                "-i",
                                "local",
                                apex.text(),
                                file.toAbsolutePath().toString())
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(answer.toFile())
                        .start();
        process.getOutputStream().close();
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return Optional.empty();
        }
        if (process.exitValue() == 0) {
            return Optional.empty();
        }
        try (var in = Files.newInputStream(answer)) {
            String text = new String(in.readNBytes(MAX_OUTPUT_BYTES), StandardCharsets.UTF_8);
            return Optional.of(text.lines().findFirst().orElse("exit " + process.exitValue()));
        }
    }
}
