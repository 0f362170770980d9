package org.hikyaku.findings;

import java.util.Locale;
import java.util.Optional;

/** What can be looked at, in the order of a report. */
public enum Area {
    SPF,
    DKIM,
    DMARC,
    ADSP,
    MX,
    PTR,
    SMTP,
    BLACKLIST,
    MTA_STS,
    TLSRPT,
    DANE,
    BIMI,
    CAA,
    SOA,
    NS,
    TXT,
    A,
    AAAA;

    /** The word for it on a command line: {@code mta-sts}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The area of that word, in any case. */
    public static Optional<Area> of(String word) {
        for (Area area : values()) {
            if (area.word().equalsIgnoreCase(word)) {
                return Optional.of(area);
            }
        }
        return Optional.empty();
    }
}
