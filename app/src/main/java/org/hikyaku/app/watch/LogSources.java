package org.hikyaku.app.watch;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.function.Supplier;
import org.hikyaku.app.settings.Settings;
import org.hikyaku.watch.LogFile;
import org.hikyaku.watch.LogSource;

/** Logs as the settings name them. */
public final class LogSources {

    private static final String JOURNALCTL = "journalctl";

    private LogSources() {}

    /** For a server: a new source each time one is needed. */
    public static Supplier<LogSource> of(Settings.Watch watch) {
        return switch (watch) {
            case Settings.Watch.File(Path path) -> () -> file(path);
            case Settings.Watch.Journal _ -> LogSources::journal;
        };
    }

    static LogSource file(Path path) {
        return new LogFile(path, ZoneId.systemDefault());
    }

    static LogSource journal() {
        return new JournalSource(JOURNALCTL);
    }
}
