package org.hikyaku.zoneio;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.ResourceBundle;
import org.hikyaku.zonefile.ZoneFileException;
import org.hikyaku.zonefile.ZoneProblem;
import org.hikyaku.zonefile.ZoneRule;
import org.hikyaku.zonefile.ZoneSeverity;

/** Why a zone file on disk cannot be edited. */
public enum FileFault implements ZoneRule {
    /** It cannot be read. */
    UNREADABLE,
    /** A copy that a server keeps in its own form. */
    NO_TEXT,
    /** A name server writes it. */
    JOURNAL,
    /** A name server would write it, its configuration says. */
    WRITTEN_BY_SERVER,
    /** It cannot be written. */
    UNWRITABLE,
    /** Somebody else has changed it at the same time. */
    CHANGED_MEANWHILE,
    /** The installed named-checkzone refuses what would be written. */
    REFUSED_BY_NAMED,
    /** What was saved is not there any more. */
    BACKUP_GONE;

    @Override
    public ZoneSeverity severity() {
        return ZoneSeverity.ERROR;
    }

    @Override
    public ResourceBundle texts(Locale locale) {
        return ZoneRule.bundle(FileFault.class, "FileFaults", locale);
    }

    /** This fault at {@code file}. */
    ZoneFileException of(Path file, String... more) {
        return new ZoneFileException(ZoneProblem.of(this, place(file), more));
    }

    /** This fault at {@code file}, with the reason that {@code cause} gives. */
    ZoneFileException of(Path file, IOException cause) {
        String reason =
                switch (cause) {
                    case NoSuchFileException _ -> "@reason.absent";
                    case AccessDeniedException _ -> "@reason.forbidden";
                    default -> String.valueOf(cause.getMessage());
                };
        return new ZoneFileException(ZoneProblem.of(this, place(file), reason), cause);
    }

    private static ZoneProblem.Location place(Path file) {
        return new ZoneProblem.Location(file.toString(), 0, 0);
    }
}
