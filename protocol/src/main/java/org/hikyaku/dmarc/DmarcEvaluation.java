package org.hikyaku.dmarc;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.hikyaku.dkim.DkimResult;
import org.hikyaku.dmarc.DmarcRecord.Alignment;
import org.hikyaku.dmarc.DmarcVerdict.Code;
import org.hikyaku.dmarc.DmarcVerdict.Policy;
import org.hikyaku.dmarc.DmarcVerdict.Rule;
import org.hikyaku.dmarc.TreeWalk.Step;
import org.hikyaku.dmarc.TreeWalk.Walk;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.spf.SpfResult;
import org.jspecify.annotations.Nullable;

/** The evaluation of one author domain. Belongs to one thread. */
final class DmarcEvaluation {

    /**
     * Signing domains that are compared. Each that lies within the author's organization may cost a
     * walk; nobody signs with more.
     */
    private static final int MAX_SIGNING_DOMAINS = 8;

    private final TreeWalk walk;
    private final Resolver resolver;
    private final DomainName author;
    private final DmarcVerifier.Input input;
    private final DmarcMode mode;
    private final @Nullable Function<DomainName, DomainName> suffixes;
    private final List<String> steps = new ArrayList<>();
    private @Nullable DomainName organizational;

    DmarcEvaluation(Context context, DomainName author, DmarcVerifier.Input input) {
        this.walk = context.walk();
        this.resolver = context.resolver();
        this.mode = context.mode();
        this.suffixes = context.suffixes();
        this.author = author;
        this.input = input;
    }

    /** What the evaluations of one message share. */
    record Context(
            TreeWalk walk,
            Resolver resolver,
            DmarcMode mode,
            @Nullable Function<DomainName, DomainName> suffixes) {}

    /** A DNS question that the outcome hangs on had no answer (RFC 9989 section 5.3.6). */
    private static final class Unanswered extends Exception {
        private static final long serialVersionUID = 1L;

        Unanswered(String message) {
            super(message, null, false, false);
        }
    }

    /** The record that applies and what it asks for. */
    private record Applied(DomainName domain, DmarcRecord record, Policy policy, Rule rule) {}

    DmarcVerdict verdict() {
        Applied applied = null;
        try {
            Optional<Step> found = discover();
            if (found.isEmpty()) {
                return noRecord(author + " and the domains above it have no DMARC record");
            }
            DmarcRecord record = recordOf(found.get());
            if (!record.applies()) {
                // RFC 9989 section 4.10.1: no valid policy and nobody to report to.
                return noRecord(
                        "the record of " + found.get().name() + " has no valid policy and no rua");
            }
            applied = new Applied(found.get().name(), record, record.domainPolicy(), Rule.P);
            return decide(applied);
        } catch (Unanswered e) {
            String reason = e.getMessage();
            return verdict(Code.TEMPERROR, applied, false, false, reason == null ? "" : reason);
        }
    }

    private static DmarcRecord recordOf(Step step) {
        DmarcRecord record = step.record();
        if (record == null) {
            throw new IllegalStateException("a policy step has a record");
        }
        return record;
    }

    private DmarcVerdict decide(Applied applied) throws Unanswered {
        DmarcRecord record = applied.record();
        boolean spf = spfAligned(record.aspf());
        boolean dkim = dkimAligned(record.adkim());
        boolean passes = spf || dkim;
        // Whether the name exists matters only to a message that fails.
        Applied asked = passes ? inherited(applied, false) : inherited(applied, isMissing(applied));
        String reason =
                passes
                        ? how(spf, dkim) + " aligned with " + author
                        : "neither SPF nor DKIM proves a domain that is aligned with " + author;
        return verdict(passes ? Code.PASS : Code.FAIL, asked, spf, dkim, reason);
    }

    private static String how(boolean spf, boolean dkim) {
        if (spf && dkim) {
            return "SPF and DKIM are";
        }
        return spf ? "SPF is" : "DKIM is";
    }

    private Optional<Step> discover() throws Unanswered {
        Step own = walk.at(author);
        if (own.failure() != null) {
            steps.add(own.note());
            throw new Unanswered(own.note());
        }
        if (suffixes != null) {
            return discoverWithSuffixes(own, suffixes.apply(author));
        }
        if (own.record() != null && allIdentifiersAre(author)) {
            // RFC 9989 section 4.10.2: the common domain is the organizational domain; no walk.
            steps.add(own.note());
            organizational = author;
            return Optional.of(own);
        }
        Walk up = walk.from(author);
        up.steps().forEach(step -> steps.add(step.note()));
        Optional<Answer.Failed> failure = up.failure();
        if (failure.isEmpty()) {
            organizational = up.organizationalDomain();
            steps.add("organizational domain: " + organizational);
            return up.policyStep();
        }
        if (own.record() == null || relaxedNeedsWalk(own.record())) {
            throw new Unanswered(up.steps().getLast().note());
        }
        return Optional.of(own);
    }

    /** RFC 7489 section 6.6.3: the author domain, then its organizational domain. */
    private Optional<Step> discoverWithSuffixes(Step own, DomainName above) throws Unanswered {
        organizational = above;
        steps.add(own.note());
        if (own.record() != null || above.equals(author)) {
            return own.record() == null ? Optional.empty() : Optional.of(own);
        }
        Step step = walk.at(above);
        steps.add(step.note());
        if (step.failure() != null) {
            throw new Unanswered(step.note());
        }
        return step.record() == null ? Optional.empty() : Optional.of(step);
    }

    private boolean allIdentifiersAre(DomainName domain) {
        Set<DomainName> identifiers = identifiers();
        return identifiers.size() == 1 && identifiers.contains(domain);
    }

    /** Whether the organization matters: something passed, not under the very same name. */
    private boolean relaxedNeedsWalk(DmarcRecord record) {
        boolean spf = spfDomain().filter(d -> !d.equals(author)).isPresent();
        boolean dkim = signingDomains().stream().anyMatch(d -> !d.equals(author));
        boolean matters =
                (spf && record.aspf() == Alignment.RELAXED)
                        || (dkim && record.adkim() == Alignment.RELAXED);
        return matters && !identifiers().contains(author);
    }

    private Set<DomainName> identifiers() {
        Set<DomainName> all = signingDomains();
        spfDomain().ifPresent(all::add);
        return all;
    }

    private Optional<DomainName> spfDomain() {
        SpfResult spf = input.spf();
        return spf.code() == SpfResult.Code.PASS
                ? Optional.ofNullable(spf.domain())
                : Optional.empty();
    }

    private Set<DomainName> signingDomains() {
        Set<DomainName> domains = new LinkedHashSet<>();
        for (DkimResult result : input.dkim()) {
            DomainName domain = result.domain();
            if (result.passed() && domain != null) {
                domains.add(domain);
            }
        }
        return domains;
    }

    private boolean spfAligned(Alignment alignment) throws Unanswered {
        Optional<DomainName> domain = spfDomain();
        boolean aligned = domain.isPresent() && isAligned(domain.get(), alignment);
        steps.add(
                domain.map(d -> "SPF passes for " + d + (aligned ? ", aligned" : ", not aligned"))
                        .orElse("SPF: " + input.spf().code().text()));
        return aligned;
    }

    private boolean dkimAligned(Alignment alignment) throws Unanswered {
        List<DomainName> domains = new ArrayList<>(signingDomains());
        // The same domain first: it needs no walk.
        if (domains.remove(author)) {
            domains.addFirst(author);
        }
        int compared = 0;
        for (DomainName domain : domains) {
            if (compared++ == MAX_SIGNING_DOMAINS) {
                break;
            }
            boolean aligned = isAligned(domain, alignment);
            steps.add("DKIM passes for " + domain + (aligned ? ", aligned" : ", not aligned"));
            if (aligned) {
                return true;
            }
        }
        if (domains.isEmpty()) {
            steps.add("DKIM: no signature passes");
        }
        return false;
    }

    private boolean isAligned(DomainName domain, Alignment alignment) throws Unanswered {
        if (domain.equals(author)) {
            return true;
        }
        // RFC 9989 section 4.4: strict means identical. And whatever lies outside the author's
        // organizational domain cannot have the same one: no walk for it.
        if (alignment == Alignment.STRICT
                || organizational == null
                || !domain.isWithin(organizational)) {
            return false;
        }
        return organizationalDomainOf(domain).equals(organizational);
    }

    private DomainName organizationalDomainOf(DomainName domain) throws Unanswered {
        if (suffixes != null) {
            return suffixes.apply(domain);
        }
        Walk up = walk.from(domain);
        if (up.failure().isPresent()) {
            throw new Unanswered(up.steps().getLast().note());
        }
        return up.organizationalDomain();
    }

    /** Which policy a record gives to the author domain (RFC 9989 section 4.10.1). */
    private Applied inherited(Applied applied, boolean missing) {
        DmarcRecord record = applied.record();
        if (applied.domain().equals(author)) {
            return applied;
        }
        if (missing) {
            Rule rule = record.np() != null ? Rule.NP : subdomainRule(record);
            return new Applied(applied.domain(), record, record.nonexistentPolicy(), rule);
        }
        return new Applied(
                applied.domain(), record, record.subdomainPolicy(), subdomainRule(record));
    }

    private static Rule subdomainRule(DmarcRecord record) {
        return record.sp() != null && !record.wrongPolicy() ? Rule.SP : Rule.P;
    }

    /** Whether np applies: RFC 7489 does not know it. */
    private boolean isMissing(Applied applied) throws Unanswered {
        boolean matters =
                mode == DmarcMode.RFC9989
                        && applied.record().np() != null
                        && !applied.record().wrongPolicy()
                        && !applied.domain().equals(author);
        return matters && !exists();
    }

    /** RFC 9989 section 3.2.13, RFC 8020: only NXDOMAIN says that a domain does not exist. */
    private boolean exists() throws Unanswered {
        Answer answer = resolver.query(author, RecordType.A);
        return switch (answer) {
            case Answer.Found _ -> true;
            case Answer.NoRecord(boolean nameExists, _, _) -> {
                steps.add(author + (nameExists ? " exists" : " does not exist"));
                yield nameExists;
            }
            case Answer.Failed failed ->
                    throw new Unanswered("whether " + author + " exists: " + failed.detail());
        };
    }

    private DmarcVerdict noRecord(String reason) {
        return verdict(Code.NONE, null, false, false, reason);
    }

    private DmarcVerdict verdict(
            Code code, @Nullable Applied applied, boolean spf, boolean dkim, String reason) {
        return new DmarcVerdict(
                code,
                author,
                organizational,
                applied == null ? null : applied.domain(),
                applied == null ? null : applied.record().text(),
                applied == null ? Policy.NONE : applied.policy(),
                applied == null ? Rule.NO_RECORD : applied.rule(),
                spf,
                dkim,
                reason,
                steps);
    }
}
