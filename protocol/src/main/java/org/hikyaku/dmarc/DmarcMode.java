package org.hikyaku.dmarc;

/** Whose rules apply. */
public enum DmarcMode {
    /** RFC 9989 (2026): tree walk, np, psd, t; pct is gone. */
    RFC9989,
    /**
     * RFC 7489 (2015): pct, no np, psd and t. The organizational domain comes from a list of public
     * suffixes where one is given, otherwise from the tree walk.
     */
    RFC7489
}
