package org.hikyaku.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.hikyaku.dkim.DkimResult;
import org.hikyaku.dmarc.DmarcVerdict;
import org.hikyaku.name.DomainName;
import org.hikyaku.spf.SpfResult;
import org.jspecify.annotations.Nullable;

/**
 * A verdict on a message that would be another one after a change.
 *
 * @param check which one
 * @param domain what was checked
 * @param selector of the signature; null for other checks
 * @param before such as {@code pass}
 * @param after such as {@code fail}; for DMARC with the policy that would then hold
 * @param reason of the verdict after the change, for a person, in English
 */
public record Flip(
        Sighting message,
        Check check,
        @Nullable DomainName domain,
        @Nullable String selector,
        String before,
        String after,
        String reason) {

    private static final String PASS = "pass";

    /** What was checked. */
    public enum Check {
        SPF,
        DKIM,
        DMARC
    }

    /** Whether a message that passed would not pass any more. */
    public boolean isLoss() {
        return before.equals(PASS) && !after.equals(PASS);
    }

    /** Whether a message would pass that did not. */
    public boolean isGain() {
        return after.equals(PASS);
    }

    /** What differs. */
    static List<Flip> between(Sighting message, Judged before, Judged after) {
        List<Flip> flips = new ArrayList<>();
        SpfResult spf = after.spf();
        add(
                flips,
                new Flip(
                        message,
                        Check.SPF,
                        spf.domain(),
                        null,
                        before.spf().code().text(),
                        spf.code().text(),
                        spf.reason()));
        for (int i = 0; i < Math.min(before.dkim().size(), after.dkim().size()); i++) {
            DkimResult now = after.dkim().get(i);
            add(
                    flips,
                    new Flip(
                            message,
                            Check.DKIM,
                            now.domain(),
                            now.selector(),
                            before.dkim().get(i).code().text(),
                            now.code().text(),
                            now.reason()));
        }
        DmarcVerdict dmarc = after.dmarc();
        add(
                flips,
                new Flip(
                        message,
                        Check.DMARC,
                        Objects.requireNonNullElse(dmarc.authorDomain(), message.author()),
                        null,
                        shown(before.dmarc()),
                        shown(dmarc),
                        dmarc.reason()));
        return flips;
    }

    private static void add(List<Flip> flips, Flip flip) {
        if (!flip.before().equals(flip.after())) {
            flips.add(flip);
        }
    }

    private static String shown(DmarcVerdict verdict) {
        return verdict.code() == DmarcVerdict.Code.FAIL
                ? "fail (p=" + verdict.policy().text() + ")"
                : verdict.code().text();
    }
}
