package org.hikyaku.plan;

import java.util.Locale;
import java.util.Optional;
import org.hikyaku.zone.Purpose;

/** Kinds of text records, told by how they begin, however faulty the rest may be. */
enum TextKind {
    SPF("v=spf1"),
    DKIM("v=dkim1"),
    DMARC("v=dmarc1"),
    MTA_STS("v=stsv1"),
    TLS_RPT("v=tlsrptv1"),
    BIMI("v=bimi1"),
    ADSP("dkim=");

    private final String start;

    TextKind(String start) {
        this.start = start;
    }

    boolean matches(String text) {
        String compact =
                text.substring(0, Math.min(text.length(), start.length() + 16))
                        .replaceAll("\\s", "")
                        .toLowerCase(Locale.ROOT);
        return compact.startsWith(start);
    }

    /** The kind that a record of that purpose is of; empty for other records. */
    static Optional<TextKind> of(Purpose purpose) {
        return switch (purpose) {
            case SPF, HOST_SPF -> Optional.of(SPF);
            case DKIM -> Optional.of(DKIM);
            case DMARC, REPORT_AUTHORISATION -> Optional.of(DMARC);
            case ADSP -> Optional.of(ADSP);
            case MTA_STS -> Optional.of(MTA_STS);
            case TLS_RPT -> Optional.of(TLS_RPT);
            case BIMI -> Optional.of(BIMI);
            case HOST_ADDRESS,
                    MX,
                    MTA_STS_HOST,
                    TLSA,
                    CLIENT_SERVICE,
                    AUTOCONFIG,
                    CAA,
                    PTR,
                    TOKEN ->
                    Optional.empty();
        };
    }
}
