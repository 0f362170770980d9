package org.hikyaku.zoneio;

import java.util.Locale;
import java.util.ResourceBundle;
import org.hikyaku.zonefile.ZoneRule;
import org.hikyaku.zonefile.ZoneSeverity;

/** Why a zone file on disk cannot be edited. */
public enum FileFault implements ZoneRule {
    /** It cannot be read. */
    UNREADABLE,
    /** A name server writes it. */
    JOURNAL,
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
}
