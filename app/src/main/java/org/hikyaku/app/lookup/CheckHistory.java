package org.hikyaku.app.lookup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hikyaku.name.DomainName;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What earlier checks have found: one line of JSON each, the newest last. Safe for several programs
 * at once: the file is locked while it changes.
 */
final class CheckHistory {

    /** About a year of ten domains; older entries go. */
    private static final int MAX_ENTRIES = 4000;

    /** A file that is larger is not ours; the oldest part of it goes. */
    private static final int MAX_BYTES = 4 << 20;

    private static final int MAX_PROBLEMS = 200;
    private static final int MAX_PROBLEM_CHARS = 400;

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Path file;

    CheckHistory(Path file) {
        this.file = file;
    }

    /** One check. */
    record Entry(Instant at, DomainName domain, Set<String> problems) {

        /** With texts that are short, and not too many. */
        static Entry of(Instant at, DomainName domain, Set<String> problems) {
            Set<String> kept = new LinkedHashSet<>();
            problems.stream()
                    .limit(MAX_PROBLEMS)
                    .map(text -> text.substring(0, Math.min(MAX_PROBLEM_CHARS, text.length())))
                    .forEach(kept::add);
            return new Entry(at, domain, kept);
        }

        /** What is wrong now and was not in {@code before}. */
        Set<String> newSince(Entry before) {
            Set<String> fresh = new LinkedHashSet<>(problems);
            fresh.removeAll(before.problems());
            return fresh;
        }
    }

    /** The newest entry of {@code domain}; empty where there is none or the file cannot be read. */
    Optional<Entry> last(DomainName domain) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return last(read(channel), domain);
        }
    }

    private static Optional<Entry> last(List<String> lines, DomainName domain) {
        return lines.reversed().stream()
                .flatMap(line -> entry(line).stream())
                .filter(entry -> entry.domain().equals(domain))
                .findFirst();
    }

    /** Adds an entry; the newest one of the same domain before it. */
    Optional<Entry> add(Entry entry) throws IOException {
        try (FileChannel channel =
                        FileChannel.open(
                                file,
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE,
                                StandardOpenOption.CREATE);
                FileLock _ = channel.lock()) {
            List<String> lines = new ArrayList<>(read(channel));
            Optional<Entry> before = last(lines, entry.domain());
            byte[] line = (text(entry) + "\n").getBytes(StandardCharsets.UTF_8);
            boolean full = lines.size() >= MAX_ENTRIES || channel.size() > MAX_BYTES;
            if (full) {
                List<String> kept = lines.subList(lines.size() / 2, lines.size());
                channel.truncate(0);
                write(channel, (String.join("\n", kept) + "\n").getBytes(StandardCharsets.UTF_8));
            }
            write(channel, line);
            channel.force(true);
            return before;
        }
    }

    private static void write(FileChannel channel, byte[] octets) throws IOException {
        channel.position(channel.size());
        ByteBuffer buffer = ByteBuffer.wrap(octets);
        while (buffer.hasRemaining()) {
            int _ = channel.write(buffer);
        }
    }

    /** The lines, of a file that is too large those at its end. */
    private static List<String> read(FileChannel channel) throws IOException {
        long size = channel.size();
        int length = (int) Math.min(size, MAX_BYTES);
        ByteBuffer buffer = ByteBuffer.allocate(length);
        channel.position(size - length);
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
            // Until it is full, or the file has become shorter.
        }
        String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
        return text.lines().filter(line -> !line.isBlank()).toList();
    }

    private static String text(Entry entry) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("at", entry.at().toString());
        row.put("domain", entry.domain().toString());
        row.put("problems", entry.problems());
        return MAPPER.writeValueAsString(row);
    }

    /** Empty where a line is none of ours: it is passed over. */
    private static Optional<Entry> entry(String line) {
        try {
            JsonNode node = MAPPER.readTree(line);
            Set<String> problems = new LinkedHashSet<>();
            node.path("problems").forEach(each -> problems.add(each.asString("")));
            Instant at = Instant.parse(node.path("at").asString(""));
            return DomainName.parse(node.path("domain").asString(""))
                    .map(domain -> new Entry(at, domain, problems));
        } catch (JacksonException | DateTimeException _) {
            return Optional.empty();
        }
    }
}
