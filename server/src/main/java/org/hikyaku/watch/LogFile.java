package org.hikyaku.watch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hikyaku.maillog.SyslogLine;
import org.jspecify.annotations.Nullable;

/**
 * A file that another program writes and a third one rotates: by renaming it and beginning a new
 * one, or by copying it and cutting it off. What was written before is read to its end first, also
 * where that happened while nobody was reading.
 */
public final class LogFile implements LogSource {

    /** Octets that are read at once. */
    private static final int BUFFER_OCTETS = 256 * 1024;

    /** A longer line is passed over. */
    private static final int MAX_LINE_OCTETS = 64 * 1024;

    /** What is read again at the start, to know the messages that are under way. */
    private static final long BEFORE_OCTETS = 1L << 20;

    /** Files beside it that may be what it was before; a year of weeks. */
    private static final int MAX_ROTATED = 60;

    private final Path path;
    private final ZoneId zone;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_OCTETS);
    private @Nullable FileChannel file;
    private @Nullable Path opened;
    private @Nullable LogPlace last; // that was handed out
    private String key = "";
    private long position; // of the next octet that is not in the buffer
    private boolean skipping; // within a line that is too long

    /** A file, which need not be there yet. */
    public LogFile(Path path, ZoneId zone) {
        this.path = path.toAbsolutePath();
        this.zone = zone;
        buffer.flip();
    }

    @Override
    public String name() {
        return "log " + path;
    }

    @Override
    public List<SyslogLine> begin(String place) throws IOException {
        Optional<LogPlace> known = LogPlace.parse(place);
        Optional<Path> where = known.isEmpty() ? Optional.empty() : find(known.get());
        if (known.isEmpty() || where.isEmpty()) {
            open(path, 0);
            return List.of();
        }
        long offset = known.get().offset();
        long from = Math.max(0, offset - BEFORE_OCTETS);
        open(where.get(), from);
        skipping = from > 0;
        List<SyslogLine> lines = before(offset);
        seek(offset);
        last = known.get();
        return lines;
    }

    private List<SyslogLine> before(long end) throws IOException {
        List<SyslogLine> lines = new ArrayList<>();
        Instant written = written();
        String line = offset() < end ? line() : null;
        while (line != null && offset() <= end) {
            SyslogLine.parse(line, zone, written).ifPresent(lines::add);
            line = offset() < end ? line() : null;
        }
        return lines;
    }

    private Instant written() throws IOException {
        Path open = opened;
        return open == null || !Files.exists(open)
                ? Instant.MAX
                : Files.getLastModifiedTime(open).toInstant();
    }

    /** The file that {@code place} is in: the file itself, or what it is called now. */
    private Optional<Path> find(LogPlace place) throws IOException {
        List<Path> candidates = new ArrayList<>(List.of(path));
        Path folder = path.getParent();
        if (folder != null && Files.isDirectory(folder)) {
            String glob = path.getFileName() + "[.-]*";
            try (DirectoryStream<Path> beside = Files.newDirectoryStream(folder, glob)) {
                beside.forEach(p -> candidates.add(candidates.size() <= MAX_ROTATED ? p : path));
            }
        }
        for (Path candidate : candidates.subList(0, Math.min(candidates.size(), MAX_ROTATED))) {
            if (Files.isRegularFile(candidate) && isIn(place, candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private static boolean isIn(LogPlace place, Path candidate) throws IOException {
        try (FileChannel channel = FileChannel.open(candidate, StandardOpenOption.READ)) {
            return place.isIn(channel);
        } catch (NoSuchFileException _) {
            return false; // rotated at this moment
        }
    }

    private void open(Path which, long offset) throws IOException {
        close();
        last = null;
        try {
            file = FileChannel.open(which, StandardOpenOption.READ);
            opened = which;
            key = key(which);
            seek(offset);
        } catch (NoSuchFileException _) {
            // it comes with its first line
        }
    }

    private static String key(Path which) throws IOException {
        Object key = Files.readAttributes(which, BasicFileAttributes.class).fileKey();
        return key == null ? "-" : key.toString().replaceAll("\\s", "");
    }

    private void seek(long offset) {
        position = offset;
        skipping = false;
        buffer.clear().flip();
    }

    /** Of the first octet that was not handed out. */
    private long offset() {
        return position - buffer.remaining();
    }

    @Override
    public Batch next(Instant now) throws IOException {
        LogPlace before = last;
        if (file != null && before != null && !before.isIn(file)) {
            cutOff(before);
        }
        Instant written = written();
        Instant about = written.isBefore(now) ? written : now;
        List<SyslogLine> lines = new ArrayList<>();
        int read = 0;
        String line = line();
        while (line != null) {
            read++;
            SyslogLine.parse(line, zone, about).ifPresent(lines::add);
            line = read < MAX_LINES ? line() : null;
        }
        FileChannel open = file;
        last = open == null ? null : LogPlace.of(key, offset(), open);
        if (read == 0 && moved()) {
            return next(now);
        }
        return new Batch(lines, read, last == null ? "" : last.text());
    }

    /** Whether the path leads to another file than the one that has been read to its end. */
    private boolean moved() throws IOException {
        if (!Files.exists(path) || (file != null && key(path).equals(key))) {
            return false;
        }
        // The writer may have kept the old one open for a moment: it is looked at once more.
        if (fill()) {
            return true;
        }
        open(path, 0);
        return file != null;
    }

    /** Copied and cut off: what came between our last look and the cut is in the copy. */
    private void cutOff(LogPlace before) throws IOException {
        Optional<Path> copy = find(before);
        if (copy.isPresent()) {
            open(copy.get(), before.offset());
        } else {
            last = null;
            seek(0);
        }
    }

    /** The next whole line without its end, one char each octet; null where there is none yet. */
    private @Nullable String line() throws IOException {
        while (true) {
            int end = newline();
            if (end >= 0) {
                byte[] octets = new byte[end - buffer.position()];
                buffer.get(octets).get();
                if (skipping) {
                    skipping = false;
                    continue;
                }
                return new String(octets, StandardCharsets.UTF_8);
            }
            if (buffer.remaining() > MAX_LINE_OCTETS) {
                skipping = true;
                buffer.position(buffer.limit());
            }
            if (!fill()) {
                return null;
            }
        }
    }

    private int newline() {
        for (int i = buffer.position(); i < buffer.limit(); i++) {
            if (buffer.get(i) == '\n') {
                return i;
            }
        }
        return -1;
    }

    private boolean fill() throws IOException {
        FileChannel open = file;
        if (open == null) {
            return false;
        }
        buffer.compact();
        int read = open.read(buffer, position);
        buffer.flip();
        position += Math.max(0, read);
        return read > 0;
    }

    @Override
    public double progress() {
        try {
            FileChannel open = file;
            return open == null || open.size() == 0
                    ? 1
                    : Math.min(1, (double) offset() / open.size());
        } catch (IOException _) {
            return 1;
        }
    }

    @Override
    public void close() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException _) {
            // Nothing was written.
        }
        file = null;
    }
}
