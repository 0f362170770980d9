package org.hikyaku.app.watch;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.hikyaku.maillog.SyslogLine;
import org.hikyaku.watch.LogSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The journal of systemd, asked with {@code journalctl} from its cursor on. */
public final class JournalSource implements LogSource {

    /** The facility of mail (RFC 5424 section 6.2.1). */
    private static final String MAIL = "SYSLOG_FACILITY=2";

    /** An entry with all its fields; a message of systemd may have 64 KiB. */
    private static final int MAX_ENTRY_OCTETS = 256 * 1024;

    /** A cursor of today has 150 characters. */
    private static final int MAX_CURSOR_CHARS = 1000;

    private static final int EXIT_SECONDS = 10;

    private final String program;
    private final JsonMapper mapper = new JsonMapper();
    private String cursor = "";

    /** Asks {@code program}, which is {@code journalctl} or behaves like it. */
    public JournalSource(String program) {
        this.program = program;
    }

    @Override
    public String name() {
        return "journal";
    }

    @Override
    public List<SyslogLine> begin(String place) {
        cursor = place;
        return List.of();
    }

    @Override
    public Batch next(Instant now) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(program, "--output=json", "--no-pager", "--quiet", MAIL));
        if (!cursor.isEmpty()) {
            command.add("--after-cursor=" + cursor);
        }
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (InputStream in = new BufferedInputStream(process.getInputStream())) {
            process.getOutputStream().close();
            Batch batch = read(in);
            if (batch.read() == 0 && failed(process)) {
                throw new IOException(
                        program
                                + " ended with "
                                + process.exitValue()
                                + ": may this user read the journal?");
            }
            return batch;
        } finally {
            process.destroy(); // it may have more than one batch
        }
    }

    private static boolean failed(Process process) throws IOException {
        try {
            return process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS) && process.exitValue() != 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private Batch read(InputStream in) throws IOException {
        List<SyslogLine> lines = new ArrayList<>();
        int read = 0;
        String entry = entry(in);
        while (entry != null) {
            read++;
            take(entry).ifPresent(lines::add);
            entry = read < MAX_LINES ? entry(in) : null;
        }
        return new Batch(lines, read, cursor);
    }

    private static @Nullable String entry(InputStream in) throws IOException {
        ByteArrayOutputStream entry = new ByteArrayOutputStream(1024);
        int octet = in.read();
        while (octet >= 0 && octet != '\n') {
            if (entry.size() < MAX_ENTRY_OCTETS) {
                entry.write(octet);
            }
            octet = in.read();
        }
        // What has no end was cut off with the program.
        return octet < 0 ? null : entry.toString(StandardCharsets.UTF_8);
    }

    private Optional<SyslogLine> take(String entry) {
        try {
            JsonNode node = mapper.readTree(entry);
            String next = node.path("__CURSOR").asString("");
            if (!next.isEmpty() && next.length() <= MAX_CURSOR_CHARS) {
                cursor = next;
            }
            return line(node);
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    /** An entry as a line; empty where it has no time or no text. */
    static Optional<SyslogLine> line(JsonNode node) {
        String micros = node.path("__REALTIME_TIMESTAMP").asString("");
        JsonNode message = node.path("MESSAGE");
        if (!micros.matches("[0-9]{1,18}") || !message.isString()) {
            return Optional.empty(); // octets that are no text stand in a list of numbers
        }
        return Optional.of(
                new SyslogLine(
                        Instant.EPOCH.plus(Long.parseLong(micros), ChronoUnit.MICROS),
                        node.path("_HOSTNAME").asString("-"),
                        node.path("SYSLOG_IDENTIFIER").asString("-"),
                        node.path("SYSLOG_PID").asString(node.path("_PID").asString("")),
                        message.stringValue()));
    }

    @Override
    public double progress() {
        return 1;
    }

    @Override
    public void close() {
        // Each question has a process of its own, which has ended.
    }
}
