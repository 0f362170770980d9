package org.hikyaku.app.console;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.hikyaku.app.settings.Settings;
import org.hikyaku.app.settings.SettingsException;
import org.hikyaku.app.settings.SettingsReader;
import org.hikyaku.store.embedded.EmbeddedStore;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every command has. */
public final class CommonOptions {

    @Option(
            names = "--dir",
            paramLabel = "DATA",
            description = "the data folder (default: hikyaku-data)",
            defaultValue = "hikyaku-data")
    private Path dir = Path.of("hikyaku-data");

    @Option(names = "--json", description = "answers as JSON")
    private boolean json;

    @Option(
            names = "--lang",
            paramLabel = "LANG",
            description = "en or ja (default: from LC_ALL, LC_MESSAGES, LANG)")
    private @Nullable String lang;

    @Option(names = "--debug", description = "shows the stack of a failure")
    private boolean debug;

    /** For picocli. */
    public CommonOptions() {}

    /** The data folder. */
    public Path dir() {
        return dir;
    }

    /** Whether data is wanted. */
    public boolean isJson() {
        return json;
    }

    /** Whether stacks are wanted. */
    public boolean isDebug() {
        return debug;
    }

    /** The language for people. */
    public Locale locale() {
        return Texts.locale(lang);
    }

    /** The texts of the commands in the language that is wanted. */
    public Texts texts() {
        return Texts.commands(locale());
    }

    /** A failure told in the language that is wanted; {@code arguments} may be foreign text. */
    public CommandFailure failure(String key, Object... arguments) {
        return new CommandFailure(texts().text(key, arguments));
    }

    /** Where to answer. */
    public Output output() {
        PrintStream out = System.out;
        return new Output(out, json);
    }

    /** The settings in the data folder. */
    public Settings settings() {
        requireFolder();
        try {
            return SettingsReader.read(settingsFile());
        } catch (SettingsException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    /** Where the settings are. */
    public Path settingsFile() {
        return dir.resolve("hikyaku.toml");
    }

    /** The store in the data folder, beside whoever serves it; never made where it is absent. */
    public EmbeddedStore store() {
        requireStore();
        return EmbeddedStore.open(dir);
    }

    /** Says what stands in the way of using the data folder, before anything is written there. */
    public void requireStore() {
        requireFolder();
        Path database = dir.resolve("mail.db");
        if (Files.exists(database)) {
            return;
        }
        throw Files.exists(settingsFile())
                ? failure("dir.no-database", dir)
                : failure("dir.other", dir);
    }

    /** Says where the data folder is there and belongs to another user. */
    public void requireOurs() {
        String owner = Files.isDirectory(dir) ? FolderOwner.other(dir) : "";
        if (!owner.isEmpty()) {
            throw failure("dir.owner", dir, owner, FolderOwner.user());
        }
    }

    private void requireFolder() {
        if (!Files.exists(dir)) {
            throw failure("dir.absent", dir);
        }
        if (!Files.isDirectory(dir)) {
            throw failure("dir.file", dir);
        }
        requireOurs();
        if (!Files.isExecutable(dir) || !Files.isReadable(dir)) {
            throw failure("dir.forbidden", dir);
        }
        if (!Files.isWritable(dir)) {
            throw failure("dir.unwritable", dir);
        }
    }
}
