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
import org.hikyaku.app.console.CommandFailure;
import org.hikyaku.app.console.CommonOptions;
import org.hikyaku.app.console.Output;
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

    private static byte[] head(CommonOptions common, EmbeddedStore store, Stored message, int max) {
        try (InputStream in = store.blobs().open(message.blob())) {
            return in.readNBytes(max);
        } catch (IOException e) {
            String id = Long.toString(message.id());
            String why = String.valueOf(e.getMessage());
            throw new CommandFailure(common.texts().text("mail.unread", id, why), e);
        }
    }

    private static void requireAccount(
            CommonOptions common, EmbeddedStore store, MailAddress address) {
        if (store.accounts().find(address).isEmpty()) {
            throw common.failure("account.absent", address);
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
            MailAddress address = MailAddress.of(account).folded();
            List<Map<String, Object>> rows = new ArrayList<>();
            try (EmbeddedStore store = common.store()) {
                requireAccount(common, store, address);
                long after = 0;
                for (List<Stored> page = store.mailboxes().list(address, mailbox, after, PAGE);
                        !page.isEmpty();
                        page = store.mailboxes().list(address, mailbox, after, PAGE)) {
                    for (Stored message : page) {
                        HeaderBlock header = header(head(common, store, message, 32 * 1024));
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
                out.line(common.texts().text("mail.none"));
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
                                .orElseThrow(
                                        () -> common.failure("mail.absent", Long.toString(id)));
                byte[] octets = head(common, store, message, MAX_SHOWN_OCTETS);
                String text = new String(octets, StandardCharsets.UTF_8);
                Map<String, Object> row = data(message, header(octets));
                row.put("text", text);
                out.json(row);
                text.lines().forEach(line -> out.line(line.replace("\t", "    ")));
                if (message.blob().sizeBytes() > octets.length) {
                    String size = Long.toString(message.blob().sizeBytes());
                    out.line(common.texts().text("mail.cut", size));
                }
            }
            return 0;
        }
    }

    /** Writes messages to files. */
    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            description =
                    "Writes an account's messages: a folder with one .eml file each, a Maildir, or an mbox file.",
            footer = {"", "Example: hikyaku mail export you@example.com --to mail-backup"})
    static final class Export implements Callable<Integer> {
        @Mixin private CommonOptions common = new CommonOptions();

        @Parameters(paramLabel = "ACCOUNT", description = "such as you@example.com")
        private String account = "";

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
        public Integer call() throws IOException {
            MailAddress address = MailAddress.of(account).folded();
            int written = 0;
            try (EmbeddedStore store = common.store()) {
                requireAccount(common, store, address);
                try (MailExport export = open(store)) {
                    long after = 0;
                    for (List<Stored> page = store.mailboxes().list(address, null, after, PAGE);
                            !page.isEmpty();
                            page = store.mailboxes().list(address, null, after, PAGE)) {
                        for (Stored message : page) {
                            written += export.write(message);
                            after = message.id();
                        }
                    }
                }
            }
            common.output().json(Map.of("written", written, "to", to.toString()));
            common.output()
                    .line(common.texts().text("mail.written", Integer.toString(written), to));
            return 0;
        }

        private MailExport open(EmbeddedStore store) throws IOException {
            boolean single = form == MailExport.Form.MBOX;
            if (single ? Files.exists(to) : Files.exists(to) && !Files.isDirectory(to)) {
                throw common.failure("mail.there", to);
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
