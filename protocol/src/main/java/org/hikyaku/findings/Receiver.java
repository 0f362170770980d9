package org.hikyaku.findings;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A large receiver, and what of its requirements the DNS can show. */
public enum Receiver {
    /** support.google.com/mail/answer/81126. */
    GMAIL("Gmail", "5.7.25", "5.7.27", "5.7.30", "5.7.40"),
    /** senders.yahooinc.com/best-practices; an SOA record for the sender's domain too. */
    YAHOO("Yahoo", "5.7.1", "5.7.9", "5.7.9", "5.7.9"),
    /** learn.microsoft.com, 5.7.515 of 2025; PTR for IPv6 (5.7.25). */
    MICROSOFT("Microsoft", "5.7.25", "5.7.515", "5.7.515", "5.7.515"),
    /** support.apple.com/102322. */
    APPLE("Apple", "5.7.0", "5.7.0", "5.7.0", "5.7.0");

    private static final Set<Code> PTR = EnumSet.of(Code.PTR_NONE, Code.PTR_NOT_CONFIRMED);
    private static final Set<Code> SPF =
            EnumSet.of(
                    Code.SPF_NONE,
                    Code.SPF_SEVERAL,
                    Code.SPF_SYNTAX,
                    Code.SPF_LEADS_NOWHERE,
                    Code.SPF_LOOP,
                    Code.SPF_LOOKUPS,
                    Code.SPF_VOIDS,
                    Code.SPF_EXCHANGES,
                    Code.SPF_PASSES_ALL,
                    Code.SPF_ADDRESS_FAILS);
    private static final Set<Code> DKIM =
            EnumSet.of(
                    Code.DKIM_MISSING,
                    Code.DKIM_BROKEN,
                    Code.DKIM_NOT_FOR_MAIL,
                    Code.DKIM_NOT_FOUND);
    private static final Set<Code> DMARC =
            EnumSet.of(
                    Code.DMARC_NONE, Code.DMARC_SEVERAL, Code.DMARC_SYNTAX, Code.DMARC_NO_POLICY);
    private static final Set<Code> DOMAIN = EnumSet.of(Code.SOA_NONE, Code.MX_NONE);

    private final String shown;
    private final List<String> replies;

    Receiver(String shown, String... replies) {
        this.shown = shown;
        this.replies = List.of(replies);
    }

    /**
     * A requirement that is not met.
     *
     * @param reply the enhanced code that mail is refused with
     */
    public record Unmet(Receiver receiver, Finding finding, String reply) {}

    /** Its name for people. */
    public String shown() {
        return shown;
    }

    /** What of {@code reports} it would refuse mail for. */
    public List<Unmet> unmet(List<AreaReport> reports) {
        // One good key is enough: receivers take the signature that verifies (RFC 6376 section
        // 6.1).
        boolean signs =
                reports.stream()
                        .flatMap(report -> report.findings().stream())
                        .anyMatch(finding -> finding.code() == Code.DKIM_KEY);
        List<Unmet> unmet = new ArrayList<>();
        for (AreaReport report : reports) {
            for (Finding finding : report.findings()) {
                int rule = rule(finding.code());
                if (rule >= 0 && !(signs && DKIM.contains(finding.code()))) {
                    unmet.add(new Unmet(this, finding, replies.get(rule)));
                }
            }
        }
        return unmet;
    }

    /** Which reply belongs to it; -1 where the receiver does not mind. */
    private int rule(Code code) {
        List<Set<Code>> rules = List.of(PTR, SPF, DKIM, DMARC);
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).contains(code)) {
                return i;
            }
        }
        return this == YAHOO && DOMAIN.contains(code) ? 0 : -1;
    }
}
