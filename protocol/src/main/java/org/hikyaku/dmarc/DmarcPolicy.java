package org.hikyaku.dmarc;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.hikyaku.dkim.DkimResult;
import org.hikyaku.dmarc.DmarcVerdict.Policy;
import org.hikyaku.name.DomainName;
import org.hikyaku.spf.SpfResult;
import org.jspecify.annotations.Nullable;

/**
 * What a receiver does with a message that fails: pure local policy (RFC 9989 section 5.3.6, 5.4).
 *
 * <p>"Mail Receivers MUST NOT reject incoming messages solely on the basis of a p=reject policy";
 * without other knowledge such a message is treated as if the policy were quarantine (RFC 9989
 * section 7.4). Whatever differs from what the owner asks for is told as an {@link Override}, for
 * the aggregate report.
 */
public final class DmarcPolicy {

    private DmarcPolicy() {}

    /** What is done with a message on DMARC's account. */
    public enum Disposition {
        NONE,
        QUARANTINE,
        REJECT;

        /** The name as reports write it. */
        public String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * Why it is not what the owner asks for (RFC 9990, PolicyOverrideType; RFC 7489 appendix C).
     */
    public enum OverrideType {
        LOCAL_POLICY,
        MAILING_LIST,
        OTHER,
        POLICY_TEST_MODE,
        TRUSTED_FORWARDER,
        /** RFC 7489 only. */
        SAMPLED_OUT;

        /** The name as reports write it. */
        public String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * One deviation.
     *
     * @param type the kind
     * @param comment one sentence for a person
     */
    public record Override(OverrideType type, String comment) {}

    /**
     * The decision.
     *
     * @param disposition what to do
     * @param override why it is less than the owner asks for, or null
     */
    public record Decision(Disposition disposition, @Nullable Override override) {}

    /** What, besides p=reject, speaks against a message that fails (RFC 9989 section 7.4). */
    public enum Evidence {
        /** SPF ended in a hard fail: the owner of the MAIL FROM domain says "not from there". */
        SPF_FAIL,
        /**
         * No signature names a domain of the author's organization, broken ones included. Whoever
         * publishes p=reject must sign (RFC 9989 section 7.4, 8), and a forwarder or list breaks
         * signatures rather than taking them out.
         */
        NO_AUTHOR_SIGNATURE,
        /** The receiver knows more: a content filter, a block list, a reputation. */
        OTHER
    }

    /**
     * What is known locally about this message.
     *
     * @param trustedForwarder came over a forwarder or sealer that is trusted
     * @param mailingList is a mailing list's mail, as far as the receiver can tell
     * @param allowlisted the receiver's own rules let it in
     * @param sample 0 to 99, drawn for this message: for pct of RFC 7489
     * @param evidence what speaks against it
     */
    public record Local(
            boolean trustedForwarder,
            boolean mailingList,
            boolean allowlisted,
            int sample,
            Set<Evidence> evidence) {

        /** Nothing is known. */
        public static final Local NOTHING = new Local(false, false, false, 0, Set.of());

        /** Copies the set. */
        public Local {
            evidence = Set.copyOf(evidence);
        }

        /** Nothing is known but what speaks against it. */
        public static Local of(Set<Evidence> evidence) {
            return new Local(false, false, false, 0, evidence);
        }
    }

    /**
     * How a receiver wants it.
     *
     * @param enforce whether DMARC decides about delivery at all
     * @param rejectNeedsEvidence whether a reject needs {@link Evidence} (RFC 9989 section 7.4);
     *     false is what many receivers do, and what RFC 9989 forbids
     * @param honourPercent whether pct counts (RFC 7489 section 6.6.4; gone in RFC 9989)
     */
    public record Settings(boolean enforce, boolean rejectNeedsEvidence, boolean honourPercent) {

        /** As RFC 9989 says. */
        public static final Settings DEFAULT = new Settings(true, true, false);

        /** As RFC 7489 says. */
        public static final Settings RFC7489 = new Settings(true, false, true);
    }

    /** What in the results themselves speaks against a message that fails. */
    public static Set<Evidence> evidence(
            DmarcVerdict verdict, SpfResult spf, List<DkimResult> dkim) {
        EnumSet<Evidence> found = EnumSet.noneOf(Evidence.class);
        if (spf.code() == SpfResult.Code.FAIL) {
            found.add(Evidence.SPF_FAIL);
        }
        DomainName organization = verdict.organizationalDomain();
        DomainName base = organization == null ? verdict.authorDomain() : organization;
        boolean signed = base != null && dkim.stream().anyMatch(r -> names(r, base));
        if (!signed) {
            found.add(Evidence.NO_AUTHOR_SIGNATURE);
        }
        return found;
    }

    private static boolean names(DkimResult result, DomainName base) {
        DomainName domain = result.domain();
        return domain != null && domain.isWithin(base);
    }

    /** Decides. What passes, has no policy or could not be evaluated is left alone. */
    public static Decision decide(DmarcVerdict verdict, Local local, Settings settings) {
        Policy asked = verdict.code() == DmarcVerdict.Code.FAIL ? verdict.policy() : Policy.NONE;
        if (asked == Policy.NONE) {
            // RFC 9989 section 5.4: p=none must not change how mail is handled.
            return new Decision(Disposition.NONE, null);
        }
        Override exemption = exemption(local, settings);
        if (exemption != null) {
            return new Decision(Disposition.NONE, exemption);
        }
        return lowered(asked, verdict, local, settings);
    }

    private static @Nullable Override exemption(Local local, Settings settings) {
        if (!settings.enforce()) {
            return new Override(OverrideType.LOCAL_POLICY, "DMARC is observed here, not enforced");
        }
        if (local.allowlisted()) {
            return new Override(OverrideType.LOCAL_POLICY, "the sender is on the allow list");
        }
        if (local.trustedForwarder()) {
            return new Override(OverrideType.TRUSTED_FORWARDER, "it came over a trusted forwarder");
        }
        if (local.mailingList()) {
            return new Override(OverrideType.MAILING_LIST, "it came over a mailing list");
        }
        return null;
    }

    private static Decision lowered(
            Policy asked, DmarcVerdict verdict, Local local, Settings settings) {
        DmarcRecord record = record(verdict);
        if (settings.honourPercent()) {
            // RFC 7489 section 6.6.4: the rest gets the next lower policy. t= is not known there.
            if (record != null && local.sample() >= record.percent()) {
                String comment = "not among the " + record.percent() + " percent (pct)";
                return new Decision(below(asked), new Override(OverrideType.SAMPLED_OUT, comment));
            }
        } else if (record != null && record.testing()) {
            // RFC 9989 section 4.7, t: one level less than declared.
            return new Decision(
                    below(asked),
                    new Override(OverrideType.POLICY_TEST_MODE, "the record says t=y"));
        }
        if (asked == Policy.QUARANTINE) {
            return new Decision(Disposition.QUARANTINE, null);
        }
        if (settings.rejectNeedsEvidence() && local.evidence().isEmpty()) {
            return new Decision(
                    Disposition.QUARANTINE,
                    new Override(
                            OverrideType.LOCAL_POLICY,
                            "nothing but p=reject speaks against it (RFC 9989 section 7.4)"));
        }
        return new Decision(Disposition.REJECT, null);
    }

    private static Disposition below(Policy asked) {
        return switch (asked) {
            case NONE, QUARANTINE -> Disposition.NONE;
            case REJECT -> Disposition.QUARANTINE;
        };
    }

    private static @Nullable DmarcRecord record(DmarcVerdict verdict) {
        String text = verdict.record();
        if (text == null) {
            return null;
        }
        try {
            return DmarcParser.parse(text);
        } catch (DmarcParser.Malformed e) {
            throw new IllegalStateException("a verdict's record has been parsed before", e);
        }
    }
}
