package org.hikyaku.app.check;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.hikyaku.app.console.CommandFailure;
import org.jspecify.annotations.Nullable;

/**
 * Messages from a file, standard input ({@code -}), an mbox file, a Maildir, or a folder of files.
 */
public final class MailSource {

    /** A message is checked in memory here; the largest that Gmail takes has 50 MB. */
    private static final int MAX_MESSAGE_OCTETS = 128 * 1024 * 1024;

    private static final byte[] MBOX = "From ".getBytes(StandardCharsets.US_ASCII);

    /** Takes messages one after the other. */
    @FunctionalInterface
    public interface Each {
        /** The next one. */
        void message(Mail mail);
    }

    /**
     * A message.
     *
     * @param name where it is from
     * @param octets with CRLF line ends
     * @param converted whether the line ends were LF alone
     */
    public record Mail(String name, byte[] octets, boolean converted) {}

    /** Whether there may be several messages. */
    public enum Kind {
        /** One, in a file of its own. */
        SINGLE,
        /** An mbox or a folder. */
        SEVERAL
    }

    private final String name;

    /**
     * Messages.
     *
     * @param name of a file or a folder, or {@code -}
     */
    public MailSource(String name) {
        this.name = name;
    }

    /** Reads all messages, in order; {@link CommandFailure} where that cannot be done. */
    public Kind forEach(Each each) {
        try {
            if (name.equals("-")) {
                return read(System.in, "-", each);
            }
            Path path = Path.of(name);
            if (Files.isDirectory(path)) {
                return folder(path, each);
            }
            try (InputStream in = Files.newInputStream(path)) {
                return read(in, name, each);
            }
        } catch (NoSuchFileException _) {
            throw new CommandFailure("there is no file '" + name + "'; '-' reads standard input");
        } catch (IOException | java.nio.file.InvalidPathException e) {
            throw new CommandFailure("'" + name + "' cannot be read: " + e.getMessage());
        }
    }

    private static Kind folder(Path folder, Each each) throws IOException {
        boolean found = false;
        for (String part : List.of("new", "cur")) {
            Path sub = folder.resolve(part);
            if (!Files.isDirectory(sub)) {
                continue;
            }
            found = true;
            for (Path file : sorted(sub)) {
                try (InputStream in = Files.newInputStream(file)) {
                    each.message(mail(file.toString(), whole(in, file.toString())));
                }
            }
        }
        List<Path> files = found ? List.of() : sorted(folder);
        if (!found && files.isEmpty()) {
            throw new CommandFailure(
                    "the folder '"
                            + folder
                            + "' has neither messages nor, as a Maildir, new or cur");
        }
        for (Path file : files) {
            try (InputStream in = Files.newInputStream(file)) {
                read(in, file.toString(), each);
            }
        }
        return Kind.SEVERAL;
    }

    private static List<Path> sorted(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static Kind read(InputStream raw, String name, Each each) throws IOException {
        InputStream in = new BufferedInputStream(raw, 64 * 1024);
        in.mark(MBOX.length);
        byte[] start = in.readNBytes(MBOX.length);
        in.reset();
        if (java.util.Arrays.equals(start, MBOX)) {
            mbox(in, name, each);
            return Kind.SEVERAL;
        }
        each.message(mail(name, whole(in, name)));
        return Kind.SINGLE;
    }

    private static byte[] whole(InputStream in, String name) throws IOException {
        byte[] octets = in.readNBytes(MAX_MESSAGE_OCTETS + 1);
        requireSize(octets.length, name);
        if (octets.length == 0) {
            throw new CommandFailure("'" + name + "' is empty");
        }
        return octets;
    }

    private static void requireSize(int octets, String name) {
        if (octets > MAX_MESSAGE_OCTETS) {
            throw new CommandFailure(
                    "a message in '" + name + "' is larger than " + MAX_MESSAGE_OCTETS + " octets");
        }
    }

    /** RFC 4155 appendix A: a line "From " after an empty line begins the next message. */
    private static void mbox(InputStream in, String name, Each each) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        boolean afterBlank = true;
        int number = 0;
        byte[] line = line(in, name);
        while (line != null) {
            if (afterBlank && starts(line, 0, MBOX)) {
                if (number > 0) {
                    each.message(mail(name + " #" + number, withoutLastBlank(message)));
                }
                message.reset();
                number++;
            } else {
                message.writeBytes(unquoted(line));
                requireSize(message.size(), name);
            }
            afterBlank = isBlank(line);
            line = line(in, name);
        }
        each.message(mail(name + " #" + number, withoutLastBlank(message)));
    }

    private static byte @Nullable [] line(InputStream in, String name) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(100);
        int octet = in.read();
        while (octet >= 0) {
            line.write(octet);
            if (octet == '\n') {
                break;
            }
            requireSize(line.size(), name);
            octet = in.read();
        }
        return line.size() == 0 ? null : line.toByteArray();
    }

    private static boolean isBlank(byte[] line) {
        return line[0] == '\n' || (line.length == 2 && line[0] == '\r' && line[1] == '\n');
    }

    private static boolean starts(byte[] line, int from, byte[] with) {
        return line.length >= from + with.length
                && java.util.Arrays.equals(line, from, from + with.length, with, 0, with.length);
    }

    /** The quoting of "mboxrd": one {@code >} before any number of them and "From ". */
    private static byte[] unquoted(byte[] line) {
        int marks = marks(line);
        return marks > 0 && starts(line, marks, MBOX)
                ? java.util.Arrays.copyOfRange(line, 1, line.length)
                : line;
    }

    private static int marks(byte[] line) {
        int marks = 0;
        while (marks < line.length && line[marks] == '>') {
            marks++;
        }
        return marks;
    }

    /** The empty line before the next "From " belongs to the mbox. */
    private static byte[] withoutLastBlank(ByteArrayOutputStream message) {
        byte[] octets = message.toByteArray();
        int end = octets.length;
        if (end >= 2 && octets[end - 1] == '\n') {
            int before = octets[end - 2] == '\r' ? end - 3 : end - 2;
            if (before >= 0 && octets[before] == '\n') {
                end = before + 1;
            }
        }
        return java.util.Arrays.copyOf(octets, end);
    }

    /** RFC 5322 section 2.3: lines end with CRLF; files on Unix end them with LF. */
    private static Mail mail(String name, byte[] octets) {
        int bare = 0;
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] == '\n' && (i == 0 || octets[i - 1] != '\r')) {
                bare++;
            }
        }
        if (bare == 0) {
            return new Mail(name, octets, false);
        }
        byte[] out = new byte[octets.length + bare];
        int at = 0;
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] == '\n' && (i == 0 || octets[i - 1] != '\r')) {
                out[at++] = '\r';
            }
            out[at++] = octets[i];
        }
        return new Mail(name, out, true);
    }

    /** Without the CR of each CRLF. */
    static byte[] withLf(byte[] octets) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(octets.length);
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] != '\r' || i + 1 == octets.length || octets[i + 1] != '\n') {
                out.write(octets[i]);
            }
        }
        return out.toByteArray();
    }

    /** Appends a message to an mbox in the form that {@link #forEach} reads. */
    static void writeMbox(byte[] octets, OutputStream out) throws IOException {
        out.write("From hikyaku Thu Jan  1 00:00:00 1970\n".getBytes(StandardCharsets.US_ASCII));
        int start = 0;
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] == '\n' || i + 1 == octets.length) {
                byte[] line = java.util.Arrays.copyOfRange(octets, start, i + 1);
                if (starts(line, marks(line), MBOX)) {
                    out.write('>');
                }
                out.write(line);
                start = i + 1;
            }
        }
        out.write(
                octets.length > 0 && octets[octets.length - 1] == '\n'
                        ? "\n".getBytes(StandardCharsets.US_ASCII)
                        : "\n\n".getBytes(StandardCharsets.US_ASCII));
    }
}
