package org.hikyaku.app.admin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hikyaku.app.CommandFailure;
import org.hikyaku.app.CommonOptions;
import org.hikyaku.app.Output;
import org.hikyaku.message.HeaderBlock;
import org.hikyaku.message.HeaderField;
import org.hikyaku.name.MailAddress;
import org.hikyaku.store.Mailboxes.Stored;
import org.hikyaku.store.embedded.EmbeddedStore;
import org.hikyaku.wire.Printable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    private static final int PAGE = 500;

    /** For picocli. */
    public MailCommand() {}

    private static byte[] head(EmbeddedStore store, Stored message, int max) {
        try (InputStream in = store.blobs().open(message.blob())) {
            return in.readNBytes(max);
        } catch (IOException e) {
            throw new CommandFailure(
                    "message " + message.id() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String field(HeaderBlock header, String name) {
        return header.first(name).map(HeaderField::value).orElse("");
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

    private static Map<String, Object> data(Stored message, HeaderBlock header) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", message.id());
        row.put("account", message.account().toString());
        row.put("mailbox", message.mailbox());
        row.put("received", message.received().toString());
        row.put("sizeBytes", message.blob().sizeBytes());
        row.put("from", field(header, "from"));
        row.put("subject", field(header, "subject"));
        row.put("authenticationResults", field(header, "authentication-results"));
        return row;
    }

    /** Lists an account's messages. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists an account's messages, the newest last.",
            footer = {"", "Example: hikyaku mail list you@example.com --mailbox Junk"})
    static final class ListAll implements Callable<Integer> {
        @Mixin private CommonOptions common = new CommonOptions();

        @Parameters(paramLabel = "ACCOUNT", description = "such as you@example.com")
        private String account = "";

        @Option(
                names = "--mailbox",
                paramLabel = "NAME",
                description = "INBOX or Junk (default: both)")
        private @Nullable String mailbox;

        @Override
        public Integer call() {
            Output out = common.output();
            MailAddress address = MailAddress.of(account);
            List<Map<String, Object>> rows = new ArrayList<>();
            try (EmbeddedStore store = common.store()) {
                if (store.accounts().find(address).isEmpty()) {
                    throw new CommandFailure(
                            "there is no account " + address + " (see: hikyaku account list)");
                }
                long after = 0;
                for (List<Stored> page = store.mailboxes().list(address, mailbox, after, PAGE);
                        !page.isEmpty();
                        page = store.mailboxes().list(address, mailbox, after, PAGE)) {
                    for (Stored message : page) {
                        HeaderBlock header = header(head(store, message, 32 * 1024));
                        rows.add(data(message, header));
                        out.line(
                                "%6d  %-5s  %s  %s  %s"
                                        .formatted(
                                                message.id(),
                                                message.mailbox(),
                                                message.received().toString().substring(0, 16),
                                                Printable.of(field(header, "from"), 30),
                                                Printable.of(field(header, "subject"), 40)));
                        after = message.id();
                    }
                }
            }
            out.json(rows);
            if (rows.isEmpty()) {
                out.line("no messages");
            }
            return 0;
        }
    }

    /** Shows a message. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows a message, made harmless for a terminal.",
            footer = {"", "Example: hikyaku mail show 1"})
    static final class Show implements Callable<Integer> {
        @Mixin private CommonOptions common = new CommonOptions();

        @Parameters(paramLabel = "ID", description = "as mail list shows it")
        private long id;

        @Override
        public Integer call() {
            Output out = common.output();
            try (EmbeddedStore store = common.store()) {
                Stored message =
                        store.mailboxes()
                                .find(id)
                                .orElseThrow(() -> new CommandFailure("there is no message " + id));
                byte[] octets = head(store, message, MAX_SHOWN_OCTETS);
                String text = new String(octets, StandardCharsets.UTF_8);
                Map<String, Object> row = data(message, header(octets));
                row.put("text", text);
                out.json(row);
                text.lines().forEach(line -> out.line(line.replace("\t", "    ")));
                if (message.blob().sizeBytes() > octets.length) {
                    out.line(
                            "... "
                                    + message.blob().sizeBytes()
                                    + " octets in all; see: hikyaku mail export");
                }
            }
            return 0;
        }
    }

    /** Writes messages to files. */
    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            description = "Writes an account's messages into a folder, one .eml file each.",
            footer = {"", "Example: hikyaku mail export you@example.com --to mail-backup"})
    static final class Export implements Callable<Integer> {
        @Mixin private CommonOptions common = new CommonOptions();

        @Parameters(paramLabel = "ACCOUNT", description = "such as you@example.com")
        private String account = "";

        @Option(
                names = "--to",
                paramLabel = "FOLDER",
                required = true,
                description = "is made where it is absent; files that are there are left alone")
        private Path folder = Path.of(".");

        @Override
        public Integer call() throws IOException {
            MailAddress address = MailAddress.of(account);
            int written = 0;
            try (EmbeddedStore store = common.store()) {
                if (store.accounts().find(address).isEmpty()) {
                    throw new CommandFailure(
                            "there is no account " + address + " (see: hikyaku account list)");
                }
                Files.createDirectories(folder);
                long after = 0;
                for (List<Stored> page = store.mailboxes().list(address, null, after, PAGE);
                        !page.isEmpty();
                        page = store.mailboxes().list(address, null, after, PAGE)) {
                    for (Stored message : page) {
                        written += write(store, message);
                        after = message.id();
                    }
                }
            }
            common.output().json(Map.of("written", written, "folder", folder.toString()));
            common.output().line("ok: " + written + " messages written to " + folder);
            return 0;
        }

        private int write(EmbeddedStore store, Stored message) throws IOException {
            Path file = folder.resolve("%s-%08d.eml".formatted(message.mailbox(), message.id()));
            if (Files.exists(file)) {
                return 0;
            }
            try (InputStream in = store.blobs().open(message.blob())) {
                Files.copy(in, file);
            }
            return 1;
        }
    }
}
