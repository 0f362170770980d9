package org.hikyaku.neighbours.slips;

import java.util.Locale;

/** The kinds of slips, each with how much it matters; the worst first within a severity. */
public enum SlipRule {
    /** Patterns in a signing table that is not read as patterns. */
    SIGNING_TABLE_NEEDS_REFILE(Severity.BROKEN),
    /** OpenDKIM verifies and never signs. */
    SIGNING_SWITCHED_OFF(Severity.BROKEN),
    /** A signing table names a key that the key table lacks. */
    SIGNING_KEY_UNKNOWN(Severity.BROKEN),
    /** The file of a key is not there or is no key. */
    KEY_FILE_UNUSABLE(Severity.BROKEN),
    /** Others may read a key. */
    KEY_OPEN(Severity.BROKEN),
    /** The published key is missing or another. */
    KEY_NOT_PUBLISHED(Severity.BROKEN),
    /** A key's record cannot be read. */
    KEY_RECORD_MALFORMED(Severity.BROKEN),
    /** A list of internal hosts without loopback. */
    LOOPBACK_REPLACED(Severity.BROKEN),
    /** An entry of a list of hosts that never matches. */
    HOST_NEVER_MATCHES(Severity.BROKEN),
    /** A domain that sends has no line in the signing table. */
    SUBDOMAIN_UNSIGNED(Severity.BROKEN),
    /** A filter is asked at a path outside of the chroot. */
    MILTER_OUTSIDE_CHROOT(Severity.BROKEN),
    /** A filter is asked where nothing listens. */
    MILTER_NOT_LISTENING(Severity.BROKEN),
    /** A filter's socket that Postfix may not connect to. */
    MILTER_SOCKET_FORBIDDEN(Severity.BROKEN),
    /** Users' own mail is judged as if it came from outside. */
    OWN_MAIL_REJECTED(Severity.BROKEN),
    /** OpenDMARC does not trust the name under which OpenDKIM writes. */
    DKIM_RESULT_IGNORED(Severity.BROKEN),
    /** A filter that no mail passes. */
    MILTER_UNUSED(Severity.BROKEN),
    /** The users' own mail does not pass the filter that signs. */
    SUBMISSION_UNFILTERED(Severity.BROKEN),
    /** Certificates are set, STARTTLS is not offered. */
    TLS_NOT_OFFERED(Severity.BROKEN),
    /** A restriction asks a service that is not there. */
    POLICY_SERVICE_MISSING(Severity.BROKEN),
    /** An indented line that belongs to the one before. */
    LINE_SWALLOWED(Severity.BROKEN),
    /** A comment behind a value is part of the value. */
    COMMENT_IN_VALUE(Severity.BROKEN),
    /** Two SPF records. */
    SPF_TWICE(Severity.BROKEN),
    /** An SPF record that cannot be read. */
    SPF_MALFORMED(Severity.BROKEN),
    /** A sub-domain's SPF record forbids what the domain's own permits. */
    SPF_SUBDOMAIN_FAILS(Severity.BROKEN),
    /** Two DMARC records. */
    DMARC_TWICE(Severity.BROKEN),
    /** A DMARC record that cannot be read. */
    DMARC_MALFORMED(Severity.BROKEN),
    /** Reports go to an address that does not exist. */
    REPORTS_UNDELIVERABLE(Severity.BROKEN),
    /** Reports go to a domain that does not take them. */
    REPORTS_NOT_AUTHORIZED(Severity.BROKEN),
    /** A mail host without address. */
    MX_WITHOUT_ADDRESS(Severity.BROKEN),
    /** A certificate is past its time. */
    CERTIFICATE_EXPIRED(Severity.BROKEN),
    /** A name is missing in a certificate. */
    CERTIFICATE_NAME_MISSING(Severity.BROKEN),
    /** The program that renews is not maintained any more. */
    RENEWAL_PROGRAM_DEAD(Severity.BROKEN),
    /** The challenge is written where the web server does not look. */
    CHALLENGE_FOLDER_DIFFERS(Severity.BROKEN),
    /** The world may send through this host. */
    OPEN_RELAY(Severity.EXPOSED),
    /** Every host is internal: mail of strangers is signed. */
    EVERYBODY_INTERNAL(Severity.EXPOSED),
    /** Passwords go over the wire in clear. */
    LOGIN_UNENCRYPTED(Severity.EXPOSED),
    /** Outgoing mail is never encrypted. */
    OUTGOING_UNENCRYPTED(Severity.EXPOSED),
    /** A filter listens to the world. */
    MILTER_PORT_OPEN(Severity.EXPOSED),
    /** Old versions of TLS. */
    OLD_TLS(Severity.EXPOSED),
    /** Tables that the daemon itself may write. */
    TABLE_OWNED_BY_DAEMON(Severity.EXPOSED),
    /** A name server that answers everybody about everything. */
    OPEN_RESOLVER(Severity.EXPOSED),
    /** Mail stops while a filter is down. */
    MILTER_DOWN_STOPS_MAIL(Severity.FRAGILE),
    /** DMARC is judged before DKIM. */
    MILTER_ORDER(Severity.FRAGILE),
    /** Mail made on the host is not signed. */
    LOCAL_MAIL_UNSIGNED(Severity.FRAGILE),
    /** Own certificate as the list of trusted ones. */
    OWN_CHAIN_AS_TRUST(Severity.FRAGILE),
    /** A renewed certificate that nobody loads. */
    RENEWED_NOT_LOADED(Severity.FRAGILE),
    /** Failures of renewals are thrown away. */
    RENEWAL_SILENT(Severity.FRAGILE),
    /** A hook that runs after failures too. */
    HOOK_AFTER_FAILURE(Severity.FRAGILE),
    /** A restart where a reload is enough. */
    RESTART_CUTS(Severity.FRAGILE),
    /** Two things renew. */
    RENEWED_TWICE(Severity.FRAGILE),
    /** An old version of the protocol between MTA and filter. */
    MILTER_PROTOCOL_OLD(Severity.FRAGILE),
    /** A sub-domain's SPF follows the MX. */
    SPF_SUBDOMAIN_BY_MX(Severity.FRAGILE),
    /** A setting that a later line replaces. */
    SETTING_REPLACED(Severity.IDLE),
    /** A setting that another one takes the effect from. */
    SETTING_IGNORED(Severity.IDLE),
    /** A list that can have no effect. */
    LIST_WITHOUT_EFFECT(Severity.IDLE),
    /** A header field that proves nothing. */
    FILTER_FIELD_NO_PROOF(Severity.IDLE),
    /** A term of SPF that is there twice. */
    SPF_REPEATED(Severity.IDLE),
    /** A tag of DMARC that is not read any more. */
    DMARC_PCT(Severity.IDLE),
    /** A record of ADSP. */
    ADSP_HISTORIC(Severity.IDLE),
    /** A serial that counts seconds. */
    SERIAL_SECONDS(Severity.IDLE);

    /** How much a slip matters; the worst first. */
    public enum Severity {
        /** Something does not happen that its author believes to happen. */
        BROKEN,
        /** Others can do what they should not. */
        EXPOSED,
        /** It works until something happens. */
        FRAGILE,
        /** It has no effect, or it is good to know. */
        IDLE
    }

    private final Severity severity;

    SlipRule(Severity severity) {
        this.severity = severity;
    }

    /** How much it matters. */
    public Severity severity() {
        return severity;
    }

    /** The name for machines: lower case with hyphens. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
