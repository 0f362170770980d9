package org.hikyaku.zonefile;

import static org.hikyaku.zonefile.ZoneSeverity.ERROR;
import static org.hikyaku.zonefile.ZoneSeverity.NOTE;
import static org.hikyaku.zonefile.ZoneSeverity.WARNING;

import java.util.Locale;
import java.util.ResourceBundle;

/** What can be wrong with a zone file by the rules of DNS itself. */
public enum ZoneFault implements ZoneRule {
    // syntax, RFC 1035 section 5.1
    QUOTE_OPEN(ERROR),
    PARENTHESIS_OPEN(ERROR),
    PARENTHESIS_CLOSED(ERROR),
    DIRECTIVE_UNKNOWN(ERROR),
    EXPECTED(ERROR),
    END_TOO_EARLY(ERROR),
    TEXT_LEFT(ERROR),
    OWNER_NONE(ERROR),
    NAME_LABEL_EMPTY(ERROR),
    NAME_LABEL_LONG(ERROR),
    NAME_LONG(ERROR),
    NAME_ESCAPE(ERROR),
    TYPE_UNKNOWN(ERROR),
    TYPE_META(ERROR),
    TYPE_OBSOLETE(ERROR),
    CLASS_OTHER(ERROR),
    TTL_NONE(ERROR),
    BYTE_ORDER_MARK(ERROR),
    INCLUDE_FAILED(ERROR),
    INCLUDE_DEEP(ERROR),
    GENERATE_OVERFLOW(ERROR),
    GENERATE_MANY(ERROR),
    TOO_LARGE(ERROR),
    ORIGIN_UNKNOWN(ERROR),
    // record data
    STRING_LONG(ERROR),
    DATA_LENGTH(ERROR),
    PARAMETER_TWICE(ERROR),
    PARAMETER_MANDATORY(ERROR),
    // the zone as a whole
    SOA_COUNT(ERROR),
    SOA_PLACE(ERROR),
    NS_NONE(ERROR),
    CNAME_AND_OTHER(ERROR),
    SINGLETON(ERROR),
    DS_AT_TOP(ERROR),
    DS_WITHOUT_NS(ERROR),
    NS_WILDCARD(ERROR),
    NS_ALIAS(ERROR),
    NS_WITHOUT_ADDRESS(ERROR),
    NSEC3_OWNER(ERROR),
    CDS_WITHOUT_KEY(ERROR),
    SVCB_OF_DNS(ERROR),
    OUT_OF_ZONE(WARNING),
    TTL_DIFFERS(WARNING),
    TTL_HUGE(WARNING),
    TTL_FROM_SOA(WARNING),
    TTL_FROM_BEFORE(NOTE),
    DUPLICATE(WARNING),
    TARGET_ALIAS(WARNING),
    TARGET_WITHOUT_ADDRESS(WARNING),
    TARGET_IS_ADDRESS(WARNING),
    TARGET_NOT_HOST(WARNING),
    OWNER_NOT_HOST(WARNING),
    SPF_TYPE_ALONE(WARNING),
    NO_FINAL_NEWLINE(NOTE),
    // edits
    EDIT_ABSENT(ERROR),
    EDIT_PRESENT(ERROR),
    EDIT_OUTSIDE(ERROR),
    EDIT_GENERATED(ERROR),
    EDIT_INCLUDED(ERROR),
    EDIT_DATA(ERROR),
    EDIT_SIDE_EFFECT(ERROR),
    EDIT_TTL(ERROR);

    private final ZoneSeverity severity;

    ZoneFault(ZoneSeverity severity) {
        this.severity = severity;
    }

    @Override
    public ZoneSeverity severity() {
        return severity;
    }

    @Override
    public ResourceBundle texts(Locale locale) {
        return ZoneRule.bundle(ZoneFault.class, "ZoneFaults", locale);
    }
}
