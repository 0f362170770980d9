package org.hikyaku.milterd;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.hikyaku.arc.ArcResult;
import org.hikyaku.dkim.DkimResult;
import org.hikyaku.dmarc.DmarcPolicy;
import org.hikyaku.dmarc.DmarcVerdict;
import org.hikyaku.inbound.Decision;
import org.hikyaku.inbound.Policy;
import org.hikyaku.message.FromAuthor;
import org.hikyaku.name.DomainName;
import org.hikyaku.opendkim.OpendmarcSetup;
import org.hikyaku.opendkim.PolicydSpfSetup;
import org.hikyaku.opendkim.PolicydSpfSetup.Rejects;
import org.hikyaku.signing.VerifyPolicy;
import org.hikyaku.signing.VerifyPolicy.Action;
import org.hikyaku.smtp.Reply;
import org.hikyaku.spf.SpfResult;
import org.hikyaku.wire.Printable;
import org.jspecify.annotations.Nullable;

/**
 * Decides as the files of OpenDKIM, OpenDMARC and policyd-spf have it, in the order in which the
 * three would have been asked: SPF, DKIM, DMARC. What one of them exempts is still asked of the
 * others.
 */
public final class FilePolicy implements Policy {

    /** To the letter: what OpenDMARC does. */
    private static final DmarcPolicy.Settings LETTER = DmarcPolicy.Settings.RFC7489;

    private final VerifyPolicy files;

    /** The policy of {@code files}. */
    public FilePolicy(VerifyPolicy files) {
        this.files = files;
    }

    @Override
    public Decision decide(Facts facts) {
        Decision spf = files.spf().logsOnly() || isExemptFromSpf(facts) ? null : spf(facts);
        Decision dkim = spf == null ? dkim(facts.auth().dkim()) : spf;
        if (dkim != null) {
            return dkim;
        }
        return isExemptFromDmarc(facts)
                ? new Decision.Deliver("exempt from DMARC here", null)
                : dmarc(facts);
    }

    private boolean isExemptFromSpf(Facts facts) {
        PolicydSpfSetup.Exempt exempt = files.spf().exempt();
        InetAddress client = facts.reverse().client();
        DomainName name = facts.reverse().name();
        DomainName helo = facts.auth().helo().domain();
        return (client != null && exempt.networks().stream().anyMatch(n -> n.contains(client)))
                || (helo != null && exempt.heloNames().contains(helo.ascii()))
                || (name != null && isWithin(name, exempt.clientDomains()));
    }

    private static boolean isWithin(DomainName name, Set<String> domains) {
        for (DomainName at = name; !at.isRoot(); at = at.parent()) {
            if (domains.contains(at.ascii())) {
                return true;
            }
        }
        return false;
    }

    /** Null where SPF refuses nothing. */
    private @Nullable Decision spf(Facts facts) {
        PolicydSpfSetup rules = files.spf();
        SpfResult helo = facts.auth().helo();
        SpfResult from = facts.auth().spf();
        boolean bounce = facts.envelope().from().isNull();
        if (refuses(rules.helo(), helo.code(), bounce)) {
            return refusedBySpf(helo);
        }
        if (bounce) {
            return null; // there is no other identity
        }
        DomainName domain = from.domain();
        boolean strict = domain != null && rules.strictDomains().contains(domain.ascii());
        boolean refused =
                refuses(rules.mailFrom(), from.code(), false)
                        || (strict && from.code() != SpfResult.Code.PASS)
                        || (rules.rejectsPermError() && from.code() == SpfResult.Code.PERMERROR);
        if (refused) {
            return refusedBySpf(from);
        }
        return rules.defersTempError() && from.code() == SpfResult.Code.TEMPERROR
                ? new Decision.Defer(
                        // RFC 7372 section 3.2
                        Reply.of(451, "4.7.24", "SPF cannot be checked now, try later"),
                        "SPF: " + from.reason())
                : null;
    }

    private static boolean refuses(Rejects rule, SpfResult.Code code, boolean bounce) {
        boolean fail = code == SpfResult.Code.FAIL;
        boolean soft = fail || code == SpfResult.Code.SOFTFAIL;
        return switch (rule) {
            case UNCHECKED, NOTHING -> false;
            case FAIL_OF_BOUNCE -> bounce && fail;
            case FAIL -> fail;
            case SOFTFAIL -> soft;
            case NOT_PASS -> soft || code == SpfResult.Code.NEUTRAL;
        };
    }

    private static Decision refusedBySpf(SpfResult spf) {
        return new Decision.Reject(
                // RFC 7372 section 3.2
                Reply.of(550, "5.7.23", "Refused by SPF: " + spf.code().text() + of(spf.domain())),
                "SPF: " + spf.reason());
    }

    private static String of(@Nullable DomainName domain) {
        return domain == null ? "" : " of " + domain;
    }

    /** Null where DKIM refuses nothing. */
    private @Nullable Decision dkim(List<DkimResult> signatures) {
        VerifyPolicy.Dkim rules = files.dkim();
        if (signatures.isEmpty()) {
            return decided(rules.noSignature(), "5.7.20", "without a DKIM signature");
        }
        // RFC 6376 section 6.1: one that passes is enough.
        if (signatures.stream().anyMatch(DkimResult::passed)) {
            return null;
        }
        DkimResult first = signatures.getFirst();
        return switch (first.code()) {
            case TEMPERROR -> decided(rules.dnsError(), "5.7.20", "DKIM key cannot be looked up");
            case PERMERROR -> decided(rules.noKey(), "5.7.20", "DKIM: " + first.reason());
            case FAIL, POLICY -> decided(rules.badSignature(), "5.7.20", "DKIM signature is bad");
            case NONE, NEUTRAL, PASS -> null;
        };
    }

    private static @Nullable Decision decided(Action action, String status, String why) {
        return switch (action) {
            case ACCEPT -> null;
            // Nothing is thrown away without a word: the sender would never know.
            case REJECT, DISCARD ->
                    new Decision.Reject(Reply.of(550, status, "Refused: " + printable(why)), why);
            case TEMPFAIL ->
                    new Decision.Defer(
                            Reply.of(451, status.replaceFirst("5", "4"), "Try later"), why);
            case QUARANTINE -> new Decision.Quarantine(why, null);
        };
    }

    private static String printable(String why) {
        return Printable.of(why, 200);
    }

    private boolean isExemptFromDmarc(Facts facts) {
        OpendmarcSetup.Exempt exempt = files.dmarc().exempt();
        InetAddress client = facts.reverse().client();
        DomainName name = facts.reverse().name();
        boolean host =
                exempt.hosts()
                        .find(name == null ? "" : name.ascii(), Optional.ofNullable(client))
                        .isPresent();
        DomainName author = facts.auth().dmarc().authorDomain();
        return host
                || (author != null && exempt.senders().contains(author.ascii()))
                || facts.envelope().recipients().stream()
                        .anyMatch(
                                r ->
                                        exempt.recipients()
                                                .contains(
                                                        r.address()
                                                                .toString()
                                                                .toLowerCase(Locale.ROOT)));
    }

    private Decision dmarc(Facts facts) {
        OpendmarcSetup rules = files.dmarc();
        FromAuthor author = FromAuthor.of(facts.header());
        if (rules.requiresHeaders()
                && (author.fieldCount() != 1 || facts.header().all("date").size() != 1)) {
            // RFC 5322 section 3.6
            return new Decision.Reject(
                    Reply.of(554, "5.6.0", "The message needs exactly one From and one Date"),
                    "RequiredHeaders");
        }
        if (rules.rejectsSeveralAuthors() && author.domains().size() > 1) {
            return new Decision.Reject(
                    Reply.of(550, "5.7.1", "The authors are of several domains"),
                    author.domains().size() + " author domains");
        }
        DmarcVerdict verdict = facts.auth().dmarc();
        var local = new DmarcPolicy.Local(isTrusted(facts.auth().arc()), false, false, 0, Set.of());
        var decision = DmarcPolicy.decide(verdict, local, LETTER);
        String override =
                decision.override() == null
                        ? null
                        : decision.override().type().text() + ": " + decision.override().comment();
        return switch (decision.disposition()) {
            case REJECT ->
                    rules.rejects()
                            ? refusedByDmarc(verdict)
                            : new Decision.Deliver(
                                    "RejectFailures is off", "local_policy: RejectFailures is off");
            case QUARANTINE -> new Decision.Quarantine(verdict.reason(), override);
            case NONE -> new Decision.Deliver(verdict.reason(), override);
        };
    }

    private boolean isTrusted(ArcResult arc) {
        return arc.code() == ArcResult.Code.PASS
                && !arc.sealers().isEmpty()
                && arc.sealers().stream()
                        .allMatch(s -> files.dmarc().trustedSealers().contains(s.ascii()));
    }

    private static Decision refusedByDmarc(DmarcVerdict verdict) {
        return new Decision.Reject(
                Reply.of(550, "5.7.1", "Rejected by the DMARC policy" + of(verdict.authorDomain())),
                verdict.reason());
    }
}
