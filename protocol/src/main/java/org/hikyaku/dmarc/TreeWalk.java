package org.hikyaku.dmarc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hikyaku.dmarc.DmarcRecord.Psd;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.wire.Printable;
import org.jspecify.annotations.Nullable;

/**
 * Walks from a domain up to its top-level domain, looking for policy records (RFC 9989 section
 * 4.10).
 *
 * <p>One instance serves one message and one thread: what was asked once is not asked again.
 */
public final class TreeWalk {

    /** RFC 9989 section 4.10: a longer name is cut to 7 labels after the first query. */
    public static final int MAX_QUERIES = 8;

    private final Resolver resolver;
    private final Map<DomainName, Step> asked = new HashMap<>();

    /** A walk for one message. */
    public TreeWalk(Resolver resolver) {
        this.resolver = resolver;
    }

    /**
     * One name on the way.
     *
     * @param name the domain, without {@code _dmarc}
     * @param record the one record there, or null
     * @param failure why it could not be found out, or null
     * @param note what was found, in one line
     */
    public record Step(
            DomainName name,
            @Nullable DmarcRecord record,
            Answer.@Nullable Failed failure,
            String note) {}

    /**
     * A whole walk.
     *
     * @param start where it began
     * @param steps from the start upwards, until psd=y, psd=n, the top, or a failure
     */
    public record Walk(DomainName start, List<Step> steps) {

        /** Copies the list. */
        public Walk {
            steps = List.copyOf(steps);
        }

        /** The failure that ended the walk. */
        public Optional<Answer.Failed> failure() {
            return Optional.ofNullable(steps.getLast().failure());
        }

        /** The organizational domain of the start (RFC 9989 section 4.10.2). */
        public DomainName organizationalDomain() {
            DomainName fewest = start;
            for (Step step : steps) {
                DmarcRecord record = step.record();
                if (record == null) {
                    continue;
                }
                // Rule 2: one label below the public suffix, unless the walk began at it.
                if (record.psd() == Psd.YES && !step.name().equals(start)) {
                    return start.lastLabels(step.name().labelCount() + 1);
                }
                fewest = step.name(); // rules 1 (psd=n ends the walk) and 3
            }
            return fewest;
        }

        /**
         * The step whose record applies to the start (RFC 9989 section 4.10.1): its own, that of
         * its organizational domain, or that of its public suffix.
         */
        public Optional<Step> policyStep() {
            DomainName organizational = organizationalDomain();
            Step suffix = null;
            Step above = null;
            for (Step step : steps) {
                DmarcRecord record = step.record();
                if (record == null) {
                    continue;
                }
                if (step.name().equals(start)) {
                    return Optional.of(step);
                }
                if (step.name().equals(organizational)) {
                    above = step;
                } else if (record.psd() == Psd.YES) {
                    suffix = step;
                }
            }
            return Optional.ofNullable(above == null ? suffix : above);
        }
    }

    /** Walks from {@code start}. */
    public Walk from(DomainName start) {
        List<Step> steps = new ArrayList<>(MAX_QUERIES);
        DomainName at = start;
        while (true) {
            Step step = at(at);
            steps.add(step);
            boolean ends = step.record() != null && step.record().psd() != Psd.UNKNOWN;
            if (ends || step.failure() != null || at.labelCount() <= 1) {
                return new Walk(start, steps);
            }
            // Step 4: of 8 and more labels 7 are left.
            at = at.labelCount() >= MAX_QUERIES ? at.lastLabels(MAX_QUERIES - 1) : at.parent();
        }
    }

    /** Asks for the record of one domain. */
    public Step at(DomainName domain) {
        return asked.computeIfAbsent(domain, this::ask);
    }

    private Step ask(DomainName domain) {
        Optional<DomainName> name = domain.withPrefix("_dmarc");
        if (name.isEmpty()) {
            return new Step(domain, null, null, "_dmarc." + domain + " would be too long");
        }
        Answer answer = resolver.query(name.get(), RecordType.TXT);
        return switch (answer) {
            case Answer.NoRecord _ -> new Step(domain, null, null, name.get() + ": no record");
            case Answer.Failed failed ->
                    new Step(domain, null, failed, name.get() + ": " + failed.detail());
            case Answer.Found found -> select(domain, name.get(), found);
        };
    }

    private static Step select(DomainName domain, DomainName name, Answer.Found found) {
        List<String> texts = new ArrayList<>();
        for (DnsRecord record : found.records()) {
            if (record instanceof DnsRecord.Txt(String value) && DmarcParser.isRecord(value)) {
                texts.add(value);
            }
        }
        if (texts.isEmpty()) {
            return new Step(domain, null, null, name + ": no DMARC record");
        }
        // Step 2: of several none counts.
        if (texts.size() > 1) {
            String note = name + ": " + texts.size() + " DMARC records, none of them counts";
            return new Step(domain, null, null, note);
        }
        try {
            DmarcRecord record = DmarcParser.parse(texts.getFirst());
            return new Step(domain, record, null, name + ": " + Printable.of(record.text(), 500));
        } catch (DmarcParser.Malformed e) {
            return new Step(domain, null, null, name + ": " + e.getMessage());
        }
    }
}
