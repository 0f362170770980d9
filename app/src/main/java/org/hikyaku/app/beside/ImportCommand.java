package org.hikyaku.app.beside;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hikyaku.app.console.CommandFailure;
import org.hikyaku.app.console.CommonOptions;
import org.hikyaku.app.console.Output;
import org.hikyaku.app.console.Resolvers;
import org.hikyaku.dkim.DkimKeyPair;
import org.hikyaku.name.DomainName;
import org.hikyaku.opendkim.ConfigNote;
import org.hikyaku.opendkim.ConfigNote.Level;
import org.hikyaku.opendkim.Dataset.Row;
import org.hikyaku.ops.LogSetup;
import org.hikyaku.store.Domains.LocalDomain;
import org.hikyaku.store.Keys.StoredKey;
import org.hikyaku.store.embedded.EmbeddedStore;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hikyaku import}. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = "Takes over the settings of other programs.",
        footer = {"", "Example: hikyaku import opendkim"},
        subcommands = ImportCommand.Opendkim.class)
public final class ImportCommand {

    private static final int OPEN = 1;

    /** For picocli. */
    public ImportCommand() {}

    /** Says where a file is not there. */
    static void require(Path file, BesideTexts texts) {
        if (!Files.isReadable(file)) {
            throw new CommandFailure(texts.text("import.absent", file));
        }
    }

    /** {@code hikyaku import opendkim}. */
    @Command(
            name = "opendkim",
            mixinStandardHelpOptions = true,
            description = {
                "Turns an opendkim.conf, and an opendmarc.conf and policyd-spf.conf beside it, into settings of this program,",
                "and tells what in them does not do what it seems to. Prints; with --write puts settings and keys into the data folder."
            },
            footer = {
                "",
                "Exit status: 0 nothing to be said, 1 errors or rows that cannot be converted, 2 could not run.",
                "",
                "Example: hikyaku import opendkim --opendkim-conf /etc/opendkim.conf"
            })
    static final class Opendkim implements Callable<Integer> {

        @Mixin private CommonOptions common = new CommonOptions();

        @Option(
                names = "--opendkim-conf",
                paramLabel = "FILE",
                description = "default: /etc/opendkim.conf")
        private Path opendkim = Path.of("/etc/opendkim.conf");

        @Option(names = "--opendmarc-conf", paramLabel = "FILE", description = "read as well")
        private @Nullable Path opendmarc;

        @Option(names = "--policyd-spf-conf", paramLabel = "FILE", description = "read as well")
        private @Nullable Path policydSpf;

        @Option(
                names = "--defaults",
                paramLabel = "FILE",
                description = "an /etc/default/opendkim, whose SOCKET overrides")
        private @Nullable Path defaults;

        @Option(names = "--check-dns", description = "compares the keys with the published ones")
        private boolean checkDns;

        @Option(names = "--lenient", description = "leaves out what is wrong with single domains")
        private boolean lenient;

        @Option(names = "--write", description = "puts settings and keys into the data folder")
        private boolean write;

        Opendkim() {}

        @Override
        public Integer call() throws IOException {
            LogSetup.silent();
            BesideTexts texts = BesideTexts.in(common.locale());
            for (Path file : new Path[] {opendkim, opendmarc, policydSpf, defaults}) {
                if (file != null) {
                    require(file, texts);
                }
            }
            Beside beside =
                    Beside.read(
                            new BesideFiles(opendkim, defaults, opendmarc, policydSpf),
                            Clock.systemUTC());
            List<ConfigNote> published =
                    checkDns ? beside.published(Resolvers.of(beside.dns())) : List.of();
            NativeForm form = NativeForm.of(beside);
            boolean sound = beside.isSound(lenient);
            if (write && sound) {
                write(form, texts);
            }
            tell(beside, form, published, texts);
            if (write && !sound) {
                throw new CommandFailure(texts.text("import.unsound", errors(beside)));
            }
            return errors(beside) == 0 && form.unconverted().isEmpty() ? 0 : OPEN;
        }

        private static long errors(Beside beside) {
            return beside.notes().stream().filter(n -> n.level() == Level.ERROR).count();
        }

        private void tell(
                Beside beside, NativeForm form, List<ConfigNote> published, BesideTexts texts) {
            Output out = common.output();
            out.json(data(beside, form, published));
            for (List<ConfigNote> notes : List.of(beside.notes(), published)) {
                notes.forEach(note -> out.line("# " + texts.note(note)));
            }
            form.unconverted().forEach(row -> out.line("# " + unconverted(row, texts)));
            form.keys()
                    .forEach(
                            key ->
                                    out.line(
                                            "# "
                                                    + texts.text(
                                                            "import.key",
                                                            key.selector(),
                                                            key.domain(),
                                                            key.algorithm().tag(),
                                                            opendkim)));
            out.text(form.toml());
            out.line(
                    "# "
                            + (write
                                    ? texts.text(
                                            "import.written",
                                            common.settingsFile(),
                                            form.keys().size(),
                                            common.dir())
                                    : texts.text("import.hint", common.settingsFile())));
        }

        private String unconverted(Row row, BesideTexts texts) {
            return row.value().isEmpty()
                    ? texts.text("import.setting", row.place(), row.key())
                    : texts.text("import.row", row.place(), row.key(), opendkim);
        }

        private static Map<String, Object> data(
                Beside beside, NativeForm form, List<ConfigNote> published) {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("toml", form.toml());
            data.put("keys", form.keys().stream().map(Object::toString).toList());
            data.put(
                    "unconverted",
                    form.unconverted().stream()
                            .map(row -> Map.of("entry", row.key(), "at", row.place().toString()))
                            .toList());
            data.put("notes", beside.notes().stream().map(BesideTexts::data).toList());
            data.put("published", published.stream().map(BesideTexts::data).toList());
            return data;
        }

        private void write(NativeForm form, BesideTexts texts) throws IOException {
            Path file = common.settingsFile();
            String before = Files.exists(file) ? Files.readString(file) : "";
            if (before.lines().anyMatch(line -> line.strip().startsWith("[milter]"))) {
                throw new CommandFailure(texts.text("import.present", file));
            }
            StringBuilder added = new StringBuilder();
            if (!Files.exists(common.dir())) {
                added.append(newFolder());
            } else {
                common.settings();
            }
            try (EmbeddedStore store = EmbeddedStore.open(common.dir())) {
                for (DkimKeyPair key : form.keys()) {
                    keep(store, key);
                }
            }
            added.append('\n').append(form.toml());
            Files.writeString(
                    file, added.toString(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }

        /** A folder for the milter alone: no mail comes in by SMTP. */
        private String newFolder() throws IOException {
            String name = InetAddress.getLocalHost().getHostName();
            String host = name.contains(".") ? name : name + ".localdomain";
            boolean sound = DomainName.parse(host).map(DomainName::isHostName).orElse(false);
            Files.createDirectories(common.dir());
            Files.setPosixFilePermissions(
                    common.dir(), PosixFilePermissions.fromString("rwx------"));
            return "hostname = \""
                    + (sound ? DomainName.of(host).ascii() : "localhost.localdomain")
                    + "\"\n\n[listen]\nsmtp = []\nsubmission = []\nsubmissions = []\n";
        }

        /** A key that is there already stays. */
        private static void keep(EmbeddedStore store, DkimKeyPair pair) {
            DomainName domain = pair.domain();
            if (store.domains().find(domain).isEmpty()) {
                store.domains().add(new LocalDomain(domain, null));
            }
            boolean present =
                    store.keys().signing(domain).stream()
                            .anyMatch(key -> key.selector().equals(pair.selector()));
            if (!present) {
                store.keys()
                        .add(
                                new StoredKey(
                                        domain,
                                        pair.selector(),
                                        pair.algorithm().keyType(),
                                        pair.key().getEncoded()));
            }
        }
    }
}
