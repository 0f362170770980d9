package org.hikyaku.app.admin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hikyaku.message.HeaderBlock;
import org.hikyaku.message.HeaderField;
import org.hikyaku.name.MailAddress;
import org.hikyaku.store.Mailboxes.Stored;
import org.hikyaku.store.Store;
import org.hikyaku.wire.Printable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What has arrived. */
@Command(
        name = "mail",
        mixinStandardHelpOptions = true,
        description = "Reads what has arrived.",
        footer = {"", "Example: hikyaku mail list you@example.com"},
        subcommands = {MailCommand.ListAll.class, MailCommand.Show.class, MailCommand.Export.class})
public final class MailCommand {

    /** Of a message that is shown; the rest is for export. */
    private static final int MAX_SHOWN_OCTETS = 256 * 1024;

    /** Of a message in a list: its header, or most of it. */
    private static final int MAX_HEADER_OCTETS = 32 * 1024;

    /** For picocli. */
    public MailCommand() {}

    /**
     * A message as it is shown.
     *
     * @param octets its beginning
     */
    private record Opened(Stored message, byte[] octets, HeaderBlock header) {

        static Opened of(StoreCommand command, Store store, Stored message, int max) {
            try (InputStream in = store.blobs().open(message.blob())) {
                byte[] octets = in.readNBytes(max);
                return new Opened(message, octets, header(octets));
            } catch (IOException e) {
                String id = Long.toString(message.id());
                throw command.failure(e, "mail.unread", id, String.valueOf(e.getMessage()));
            }
        }

        private static HeaderBlock header(byte[] octets) {
            for (int i = 0; i + 3 < octets.length; i++) {
                if (octets[i] == '\r'
                        && octets[i + 1] == '\n'
                        && octets[i + 2] == '\r'
                        && octets[i + 3] == '\n') {
                    return HeaderBlock.parse(octets, 0, i + 2);
                }
            }
            return HeaderBlock.parse(octets, 0, octets.length);
        }

        String field(String name) {
            return header.first(name).map(HeaderField::value).orElse("");
        }

        Map<String, @Nullable Object> data() {
            return Answer.row(
                    "id",
                    message.id(),
                    "account",
                    message.account().toString(),
                    "mailbox",
                    message.mailbox(),
                    "received",
                    message.received().toString(),
                    "sizeBytes",
                    message.blob().sizeBytes(),
                    "from",
                    field("from"),
                    "subject",
                    field("subject"),
                    "authenticationResults",
                    field("authentication-results"));
        }

        String line() {
            return "%6d  %-5s  %s  %s  %s"
                    .formatted(
                            message.id(),
                            message.mailbox(),
                            message.received().toString().substring(0, 16),
                            Printable.of(field("from"), 30),
                            Printable.of(field("subject"), 40));
        }
    }

    private static List<Stored> messages(
            Store store, MailAddress address, @Nullable String mailbox) {
        return StoreCommand.all(
                (after, most) -> store.mailboxes().list(address, mailbox, after, most), Stored::id);
    }

    /** Lists an account's messages. */
    @Command(
            name = "list",
            description = "Lists an account's messages, the newest last.",
            footer = {"", "Example: hikyaku mail list you@example.com --mailbox Junk"})
    static final class ListAll extends StoreCommand.OnAddress {
        @Option(
                names = "--mailbox",
                paramLabel = "NAME",
                description = "INBOX or Junk (default: both)")
        private @Nullable String mailbox;

        @Override
        Answer work(Store store, MailAddress address) {
            requireAccount(store, address, "account.absent");
            return Answer.list(
                    messages(store, address, mailbox).stream()
                            .map(message -> Opened.of(this, store, message, MAX_HEADER_OCTETS))
                            .map(
                                    opened ->
                                            new Opened(
                                                    opened.message(), new byte[0], opened.header()))
                            .toList(),
                    Opened::data,
                    opened -> List.of(opened.line()),
                    text("mail.none"));
        }
    }

    /** Shows a message. */
    @Command(
            name = "show",
            description = "Shows a message, made harmless for a terminal.",
            footer = {"", "Example: hikyaku mail show 1"})
    static final class Show extends StoreCommand {
        @Parameters(paramLabel = "ID", description = "as mail list shows it")
        private long id;

        @Override
        Answer work(Store store) {
            Stored message =
                    store.mailboxes()
                            .find(id)
                            .orElseThrow(() -> failure("mail.absent", Long.toString(id)));
            Opened opened = Opened.of(this, store, message, MAX_SHOWN_OCTETS);
            String whole = new String(opened.octets(), StandardCharsets.UTF_8);
            Map<String, @Nullable Object> data = opened.data();
            data.put("text", whole);
            List<String> lines = new ArrayList<>();
            whole.lines().forEach(line -> lines.add(line.replace("\t", "    ")));
            if (message.blob().sizeBytes() > opened.octets().length) {
                lines.add(text("mail.cut", Long.toString(message.blob().sizeBytes())));
            }
            return new Answer(data, lines);
        }
    }

    /** Writes messages to files. */
    @Command(
            name = "export",
            description =
                    "Writes an account's messages: a folder with one .eml file each, a Maildir, or an mbox file.",
            footer = {"", "Example: hikyaku mail export you@example.com --to mail-backup"})
    static final class Export extends StoreCommand.OnAddress {
        @Option(
                names = "--to",
                paramLabel = "PATH",
                required = true,
                description =
                        "a folder, made where it is absent (what is there stays), or for mbox a new file")
        private Path to = Path.of(".");

        @Option(
                names = "--format",
                paramLabel = "FORM",
                description = "eml (default), maildir or mbox")
        private MailExport.Form form = MailExport.Form.EML;

        @Override
        Answer work(Store store, MailAddress address) throws IOException {
            requireAccount(store, address, "account.absent");
            int written = 0;
            try (MailExport export = open(store)) {
                for (Stored message : messages(store, address, null)) {
                    written += export.write(message);
                }
            }
            return Answer.of(
                    Answer.row("written", written, "to", to.toString()),
                    text("mail.written", Integer.toString(written), to));
        }

        private MailExport open(Store store) throws IOException {
            boolean single = form == MailExport.Form.MBOX;
            if (single ? Files.exists(to) : Files.exists(to) && !Files.isDirectory(to)) {
                throw failure("mail.there", to);
            }
            if (!single) {
                Files.createDirectories(to);
            }
            return switch (form) {
                case EML -> new MailExport.Eml(to, store.blobs());
                case MAILDIR -> new MailExport.Maildir(to, store.blobs());
                case MBOX -> MailExport.Mbox.create(to, store.blobs());
            };
        }
    }
}
