package org.hikyaku.zone;

import static org.hikyaku.zonefile.ZoneSeverity.NOTE;
import static org.hikyaku.zonefile.ZoneSeverity.WARNING;

import java.util.Locale;
import java.util.ResourceBundle;
import org.hikyaku.zonefile.ZoneRule;
import org.hikyaku.zonefile.ZoneSeverity;

/** What a zone that loads can still get wrong, most of it about mail. */
public enum LintRule implements ZoneRule {
    /** A name that a final dot was forgotten at. */
    DOT_MISSING_TARGET(WARNING),
    /** An owner that a final dot was forgotten at. */
    DOT_MISSING_OWNER(WARNING),
    /** A host of one label. */
    ONE_LABEL(WARNING),
    /** A key that no signature can be checked with. */
    DKIM_KEY_BROKEN(WARNING),
    /** A key record that cannot be read. */
    DKIM_UNREADABLE(WARNING),
    /** Quotation marks within a record of mail. */
    QUOTES_STRAY(WARNING),
    /** Several SPF records at one name. */
    SPF_SEVERAL(WARNING),
    /** An SPF record that receivers answer permerror to. */
    SPF_UNREADABLE(WARNING),
    /** Strings joined without the blank that was meant. */
    SPF_CUT(WARNING),
    /** An SPF record of the type that nobody asks for. */
    SPF_TYPE(NOTE),
    /** SPF, DKIM or DMARC at a name where nobody looks for it. */
    WRONG_NAME(WARNING),
    /** Several DMARC records at one name. */
    DMARC_SEVERAL(WARNING),
    /** Tags of a DMARC record that receivers pass over. */
    DMARC_IGNORED(WARNING),
    /** A record at _dmarc that is none. */
    DMARC_UNREADABLE(WARNING),
    /** pct, which RFC 9989 has taken away. */
    DMARC_PCT(NOTE),
    /** A timer of the SOA record that is too low. */
    TIMER_LOW(WARNING),
    /** A timer of the SOA record that is too high. */
    TIMER_HIGH(WARNING),
    /** Secondaries try again less often than they ask. */
    TIMER_RETRY(WARNING),
    /** A time to live so short that every lookup asks the servers. */
    TTL_ZERO(NOTE),
    /** A time to live so long that a mistake stays for weeks. */
    TTL_LONG(NOTE);

    private final ZoneSeverity severity;

    LintRule(ZoneSeverity severity) {
        this.severity = severity;
    }

    @Override
    public ZoneSeverity severity() {
        return severity;
    }

    @Override
    public ResourceBundle texts(Locale locale) {
        return ZoneRule.bundle(LintRule.class, "LintRules", locale);
    }
}
