package org.hikyaku.app.admin;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.hikyaku.store.Blobs;
import org.hikyaku.store.Mailboxes.Stored;

/** Writes messages for other programs. A message that is not written whole is not there. */
sealed interface MailExport extends AutoCloseable {

    /** The forms. */
    enum Form {
        EML,
        MBOX,
        MAILDIR
    }

    /** Writes one; how many were written: 0 where it is there already. */
    int write(Stored message) throws IOException;

    @Override
    void close() throws IOException;

    /** A file for each message. */
    record Eml(Path folder, Blobs blobs) implements MailExport {
        @Override
        public int write(Stored message) throws IOException {
            Path file = folder.resolve("%s-%08d.eml".formatted(message.mailbox(), message.id()));
            return copy(blobs, message, file.resolveSibling(file.getFileName() + ".part"), file);
        }

        @Override
        public void close() {}
    }

    /** A Maildir with Junk as a folder of it, as Dovecot and Courier have it. */
    record Maildir(Path folder, Blobs blobs) implements MailExport {
        @Override
        public int write(Stored message) throws IOException {
            Path box =
                    message.mailbox().equals("INBOX")
                            ? folder
                            : folder.resolve("." + message.mailbox());
            for (String part : new String[] {"tmp", "new", "cur"}) {
                Files.createDirectories(box.resolve(part));
            }
            String name =
                    "%d.H%d.hikyaku:2,"
                            .formatted(message.received().getEpochSecond(), message.id());
            return copy(
                    blobs,
                    message,
                    box.resolve("tmp").resolve(name),
                    box.resolve("cur").resolve(name));
        }

        @Override
        public void close() {}
    }

    /** One file, in the form called mboxrd: lines that look like a beginning get one more ">". */
    record Mbox(Path file, Path work, OutputStream out, Blobs blobs) implements MailExport {
        static Mbox create(Path file, Blobs blobs) throws IOException {
            Path work = file.resolveSibling(file.getFileName() + ".part");
            return new Mbox(
                    file, work, new BufferedOutputStream(Files.newOutputStream(work)), blobs);
        }

        /** The date in the form of asctime, UTC, as every reader of mbox expects it. */
        private static final DateTimeFormatter ASCTIME =
                DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT)
                        .withZone(ZoneOffset.UTC);

        @Override
        public int write(Stored message) throws IOException {
            ascii("From MAILER-DAEMON " + ASCTIME.format(message.received()) + "\n");
            try (InputStream in = new BufferedInputStream(blobs.open(message.blob()))) {
                lines(in);
            }
            ascii("\n");
            return 1;
        }

        private void lines(InputStream in) throws IOException {
            // What the line has been so far, as long as it is ">" and the begin of "From ".
            StringBuilder begin = new StringBuilder();
            boolean undecided = true;
            int before = '\n';
            for (int c = in.read(); c >= 0; c = in.read()) {
                if (undecided) {
                    begin.append((char) c);
                    undecided = mayBecomeFrom(begin);
                    if (!undecided) {
                        flush(begin);
                    }
                } else if (c != '\r') {
                    out.write(c); // lines end with LF alone here
                }
                if (c == '\n') {
                    undecided = true;
                }
                before = c;
            }
            flush(begin);
            if (before != '\n') {
                out.write('\n');
            }
        }

        private static boolean mayBecomeFrom(CharSequence begin) {
            int marks = 0;
            while (marks < begin.length() && begin.charAt(marks) == '>') {
                marks++;
            }
            String rest = begin.subSequence(marks, begin.length()).toString();
            return rest.length() < FROM.length() && FROM.startsWith(rest);
        }

        private static final String FROM = "From ";

        private void flush(StringBuilder begin) throws IOException {
            String text = begin.toString();
            begin.setLength(0);
            int marks = 0;
            while (marks < text.length() && text.charAt(marks) == '>') {
                marks++;
            }
            if (text.startsWith(FROM, marks)) {
                out.write('>');
            }
            for (int i = 0; i < text.length(); i++) {
                if (text.charAt(i) != '\r') {
                    out.write(text.charAt(i));
                }
            }
        }

        private void ascii(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public void close() throws IOException {
            out.close();
            Files.move(work, file);
        }
    }

    private static int copy(Blobs blobs, Stored message, Path work, Path file) throws IOException {
        if (Files.exists(file)) {
            return 0;
        }
        try (InputStream in = blobs.open(message.blob())) {
            Files.copy(in, work, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(work, file);
        return 1;
    }
}
