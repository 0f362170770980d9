package org.hikyaku.zonefile;

/** How bad a finding is. */
public enum ZoneSeverity {
    /** A name server does not load the zone. */
    ERROR,
    /** It loads, and does not do what was meant. */
    WARNING,
    /** It works, and could be better. */
    NOTE
}
