package org.hikyaku.machine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.hikyaku.wire.Printable;

/**
 * A program that ran to its end, without a shell.
 *
 * @param status its exit status
 * @param output what it wrote to standard output, cut at {@link #MAX_OUTPUT_BYTES}
 * @param complaint what it wrote to standard error, cut alike
 */
public record CommandRun(int status, byte[] output, byte[] complaint) {

    /** What a program says of one reload or one publication takes a few hundred octets. */
    public static final int MAX_OUTPUT_BYTES = 1 << 20;

    private static final int MAX_SHOWN_CHARS = 500;

    /**
     * How long its output may stay open after it has ended: a daemon that it started may hold it.
     */
    private static final Duration LINGER = Duration.ofSeconds(2);

    /** It did not end in time and was ended. */
    public static final class TooSlow extends IOException {
        private static final long serialVersionUID = 1L;

        TooSlow(Duration limit) {
            super("it did not end within " + limit.toSeconds() + " s");
        }
    }

    /**
     * Runs a program.
     *
     * @param command program and arguments, each as it is
     * @throws TooSlow where it took longer than {@code limit}
     * @throws IOException where it cannot be started
     */
    public static CommandRun of(List<String> command, byte[] input, Duration limit)
            throws IOException {
        return of(command, input, limit, Map.of());
    }

    /** As above, with variables added to the environment. */
    public static CommandRun of(
            List<String> command, byte[] input, Duration limit, Map<String, String> variables)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(variables);
        Process process = builder.start();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Thread reader = Thread.startVirtualThread(() -> drain(process.getInputStream(), out));
        Thread complaints = Thread.startVirtualThread(() -> drain(process.getErrorStream(), err));
        Thread writer = Thread.startVirtualThread(() -> feed(process.getOutputStream(), input));
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TooSlow(limit);
            }
            reader.join(LINGER);
            complaints.join(LINGER);
            writer.join(LINGER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        synchronized (out) {
            synchronized (err) {
                return new CommandRun(process.exitValue(), out.toByteArray(), err.toByteArray());
            }
        }
    }

    private static void drain(InputStream in, ByteArrayOutputStream out) {
        byte[] buffer = new byte[8192];
        try (in) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                synchronized (out) {
                    out.write(buffer, 0, Math.min(n, MAX_OUTPUT_BYTES - out.size()));
                }
            }
        } catch (IOException _) {
            // It was ended; what it said until then counts.
        }
    }

    private static void feed(OutputStream out, byte[] input) {
        try (out) {
            out.write(input);
        } catch (IOException _) {
            // It did not read all of it; its status tells.
        }
    }

    /** What it said, for a person: one line. */
    public String said() {
        String text =
                (new String(complaint, StandardCharsets.UTF_8)
                                + "\n"
                                + new String(output, StandardCharsets.UTF_8))
                        .strip()
                        .replaceAll("\\s*[\\r\\n]+\\s*", "; ");
        return text.isEmpty() ? "it said nothing" : Printable.of(text, MAX_SHOWN_CHARS);
    }
}
