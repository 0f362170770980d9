package org.hikyaku.dmarc;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.hikyaku.dkim.DkimResult;
import org.hikyaku.dmarc.DmarcVerdict.Code;
import org.hikyaku.dmarc.DmarcVerdict.Policy;
import org.hikyaku.dmarc.DmarcVerdict.Rule;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.spf.SpfResult;
import org.jspecify.annotations.Nullable;

/** Evaluates DMARC for a message whose SPF and DKIM results are known. Safe for many threads. */
public final class DmarcVerifier {

    /**
     * Domains in From that are looked at. A person writes one; with more, each costs up to {@link
     * TreeWalk#MAX_QUERIES} queries.
     */
    public static final int MAX_AUTHOR_DOMAINS = 4;

    private final Resolver resolver;
    private final DmarcMode mode;
    private final @Nullable Function<DomainName, DomainName> suffixes;

    /** A verifier that finds organizational domains with the tree walk. */
    public DmarcVerifier(Resolver resolver, DmarcMode mode) {
        this.resolver = resolver;
        this.mode = mode;
        this.suffixes = null;
    }

    /**
     * A verifier after RFC 7489, which finds organizational domains with a list of public suffixes
     * (RFC 7489 section 3.2).
     *
     * @param organizational gives the organizational domain of a domain
     */
    public DmarcVerifier(Resolver resolver, Function<DomainName, DomainName> organizational) {
        this.resolver = resolver;
        this.mode = DmarcMode.RFC7489;
        this.suffixes = organizational;
    }

    /**
     * What is known of a message.
     *
     * @param authorDomains the domains of From, as {@code FromAuthor} reads them
     * @param fromFieldCount how many From fields there are
     * @param spf the check of MAIL FROM, or of HELO where MAIL FROM is {@code <>}
     * @param dkim one result per signature
     */
    public record Input(
            List<DomainName> authorDomains,
            int fromFieldCount,
            SpfResult spf,
            List<DkimResult> dkim) {
        /** Copies the lists. */
        public Input {
            authorDomains = List.copyOf(authorDomains);
            dkim = List.copyOf(dkim);
        }
    }

    /**
     * Evaluates. Without exactly one From field that names a domain there is nothing to evaluate:
     * permerror (RFC 9989 section 5.3.1). With several domains each is evaluated, and the strictest
     * policy among those that fail is told (section 11.5, RFC 7489 section 6.6.1).
     */
    public DmarcVerdict evaluate(Input input) {
        Set<DomainName> authors = new LinkedHashSet<>(input.authorDomains());
        if (input.fromFieldCount() != 1 || authors.isEmpty()) {
            return unusable(
                    input.fromFieldCount() == 1
                            ? "From names no domain"
                            : "there are " + input.fromFieldCount() + " From fields, not one");
        }
        if (authors.size() > MAX_AUTHOR_DOMAINS) {
            return unusable("From names more than " + MAX_AUTHOR_DOMAINS + " domains");
        }
        DmarcEvaluation.Context context =
                new DmarcEvaluation.Context(new TreeWalk(resolver), resolver, mode, suffixes);
        DmarcVerdict strictest = null;
        for (DomainName author : authors) {
            DmarcVerdict verdict = new DmarcEvaluation(context, author, input).verdict();
            if (strictest == null || weight(verdict) > weight(strictest)) {
                strictest = verdict;
            }
        }
        return strictest == null ? unusable("From names no domain") : strictest;
    }

    private static int weight(DmarcVerdict verdict) {
        return switch (verdict.code()) {
            case PASS -> 0;
            case NONE -> 1;
            case PERMERROR -> 2;
            case TEMPERROR -> 3;
            case FAIL ->
                    switch (verdict.policy()) {
                        case NONE -> 4;
                        case QUARANTINE -> 5;
                        case REJECT -> 6;
                    };
        };
    }

    private static DmarcVerdict unusable(String reason) {
        return new DmarcVerdict(
                Code.PERMERROR,
                null,
                null,
                null,
                null,
                Policy.NONE,
                Rule.NO_RECORD,
                false,
                false,
                reason,
                List.of());
    }
}
