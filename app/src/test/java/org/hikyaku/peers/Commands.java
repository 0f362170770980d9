package org.hikyaku.peers;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Programs run to their end. */
final class Commands {

    /** What a program said and its exit status. */
    record Result(int status, String output) {}

    private Commands() {}

    /** Runs a command; its output. Fails where its status is not 0. */
    static String run(String... command) {
        Result result = attempt(Duration.ofMinutes(2), "", command);
        if (result.status() != 0) {
            throw new AssertionError(
                    List.of(command) + " ended with " + result.status() + ":\n" + result.output());
        }
        return result.output();
    }

    /** Runs a command with standard input and a limit, whatever its status. */
    static Result attempt(Duration limit, String input, String... command) {
        Path out = null;
        try {
            out = Files.createTempFile("hikyaku-peer", ".out");
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(out.toFile())
                            .start();
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException _) {
                // It did not read all of its input; its status tells.
            }
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(
                        List.of(command)
                                + " did not end within "
                                + limit
                                + ":\n"
                                + Files.readString(out, StandardCharsets.ISO_8859_1));
            }
            return new Result(
                    process.exitValue(), Files.readString(out, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } finally {
            deleteQuietly(out);
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks again until {@code condition} holds, at most {@code limit}. */
    static void await(String what, Duration limit, BooleanSupplier condition) {
        await(() -> what, limit, condition);
    }

    /** As above; {@code what} is told where it was in vain. */
    static void await(Supplier<String> what, Duration limit, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited " + limit + " in vain: " + what.get());
            }
            java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }
}
