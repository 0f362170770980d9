package org.hikyaku.plan;

/**
 * Why something is planned, or what is odd about a record. The texts for people have these names.
 */
public enum Reason {
    /** Nothing of the kind is there. */
    MISSING,
    /** {0}: an alias at the name leads to the wanted record. */
    BY_ALIAS,
    /** {0}: an alias stands where the record should (RFC 1034 section 3.6.2: nothing beside it). */
    ALIAS_IN_THE_WAY,
    /** The settings say otherwise. */
    DIFFERS,
    /** {0} records of a kind that may stand once only: receivers follow none. */
    SEVERAL,
    /** {0}: where it should be; nobody looks here. */
    MISPLACED,
    /** {0}: the name to which the zone's own was added, because the final dot was missing. */
    NO_FINAL_DOT,
    /** Quotes, backslashes or blanks that belong to a zone file have become part of the text. */
    STRAY_QUOTES,
    /** Somebody else's; it stays. */
    OTHERS,
    /** Not in this zone: to be asked for where that is kept. */
    NOT_OURS,
    /** The host has other addresses. */
    OTHER_ADDRESS,
    /** Mail goes to other servers, and would be shared with them. */
    MAIL_GOES_ELSEWHERE,
    /** Some mail goes to other servers too. */
    OTHER_EXCHANGERS,
    /** RFC 7505: the domain says that it takes no mail. */
    NULL_MX,
    /** An exchanger is given as an address: it must be a name. */
    ADDRESS_AS_NAME,
    /** {0}: a term of ours that was added. */
    SPF_ADDED,
    /** {0}: a term that the settings take out. */
    SPF_DROPPED,
    /** {0} to {1}: how the record ends. */
    SPF_TIGHTENED,
    /** {0}: the record's own end lets everybody send. */
    SPF_OPEN,
    /** {0} to {1}: a term that was misspelt. */
    SPF_REPAIRED,
    /** {0}: what cannot be read, so that receivers answer permerror. */
    SPF_MALFORMED,
    /** {0}: a redirect that became an include when records were joined. */
    SPF_REDIRECT_JOINED,
    /** A new record only watches. */
    DMARC_STARTS,
    /** {0}: an address for reports that was added. */
    DMARC_REPORTS,
    /** {0} to {1}: the policy that the settings ask for. */
    DMARC_RAISED,
    /** {0}: the published policy is stronger than that of the settings and stays. */
    DMARC_STRONGER,
    /** {0}: RFC 9989 has no pct; receivers of today apply the policy to all mail. */
    DMARC_PCT,
    /** {0}: a tag that was repaired. */
    DMARC_REPAIRED,
    /** There is no policy that can be read: receivers of RFC 7489 ignore the record. */
    DMARC_NO_POLICY,
    /** {0}: an address for reports whose domain cannot exist. */
    DMARC_UNDELIVERABLE,
    /** The key is shorter than ours and begins like it: it was cut, usually at 255 octets. */
    KEY_CUT,
    /** The strings of the key have become records of their own. */
    KEY_SPLIT,
    /** The record holds another key: mail signed with it would fail. */
    KEY_OTHER,
    /** The record has an empty key: somebody has taken it back. */
    KEY_REVOKED,
    /** {0}: the record cannot be read. */
    KEY_BROKEN,
    /** t=y: the domain says that it is only trying. */
    KEY_TESTING,
    /** The standard is Historic: hardly anybody asks. */
    ADSP_HISTORIC,
    /** A logo is shown only where DMARC is enforced, which it will not be. */
    BIMI_NEEDS_DMARC,
    /** DNSSEC does not cover the zone: nobody may believe the record. */
    TLSA_UNSIGNED,
    /** {0}: the published record of the same authority is wider, so that ours has no effect. */
    CAA_WIDER,
    /** {0}: the published record forbids all authorities. */
    CAA_FORBIDS,
    /** The name leads somewhere already; it stays. */
    LEADS_SOMEWHERE,
    /** A conflict that the administrator has decided. */
    DECIDED
}
