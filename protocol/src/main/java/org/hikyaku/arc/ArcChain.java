package org.hikyaku.arc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hikyaku.arc.ArcFields.MessageSignature;
import org.hikyaku.arc.ArcFields.Seal;
import org.hikyaku.message.HeaderBlock;
import org.hikyaku.message.HeaderField;

/** The ARC sets of a message, from i=1, complete and without gaps (RFC 8617 section 4.2). */
record ArcChain(List<ArcSet> sets) {

    /** Three fields for each of 50 sets; one more is already wrong. */
    private static final int MAX_FIELDS = 3 * ArcFields.MAX_INSTANCE;

    record ArcSet(int instance, HeaderField results, MessageSignature signature, Seal seal) {}

    /** Three fields of one instance on their way to a set. */
    private static final class Parts {
        private final List<HeaderField> results = new ArrayList<>();
        private final List<HeaderField> signatures = new ArrayList<>();
        private final List<HeaderField> seals = new ArrayList<>();

        void add(HeaderField field) {
            if (field.is(ArcFields.RESULTS)) {
                results.add(field);
            } else if (field.is(ArcFields.SEAL)) {
                seals.add(field);
            } else {
                signatures.add(field);
            }
        }

        ArcSet set(int instance) throws ArcProblem {
            // RFC 8617 section 5.2 step 3A
            if (results.size() != 1 || signatures.size() != 1 || seals.size() != 1) {
                throw new ArcProblem("set " + instance + " does not have one field of each kind");
            }
            return new ArcSet(
                    instance,
                    results.getFirst(),
                    MessageSignature.of(signatures.getFirst()),
                    Seal.of(seals.getFirst()));
        }
    }

    static List<HeaderField> fieldsOf(HeaderBlock header) {
        return header.fields().stream()
                .filter(
                        f ->
                                f.is(ArcFields.SEAL)
                                        || f.is(ArcFields.MESSAGE_SIGNATURE)
                                        || f.is(ArcFields.RESULTS))
                .toList();
    }

    /**
     * Collects the chain; one without sets where the message has none.
     *
     * @throws ArcProblem where the structure is broken
     */
    static ArcChain of(HeaderBlock header) throws ArcProblem {
        List<HeaderField> fields = fieldsOf(header);
        if (fields.size() > MAX_FIELDS) {
            throw new ArcProblem("the message has more than 50 ARC sets");
        }
        Map<Integer, Parts> parts = new TreeMap<>();
        for (HeaderField field : fields) {
            parts.computeIfAbsent(ArcFields.instance(field), _ -> new Parts()).add(field);
        }
        List<ArcSet> sets = new ArrayList<>();
        for (Map.Entry<Integer, Parts> entry : parts.entrySet()) {
            // RFC 8617 section 5.2 step 3B
            if (entry.getKey() != sets.size() + 1) {
                throw new ArcProblem("set " + (sets.size() + 1) + " is missing");
            }
            sets.add(entry.getValue().set(entry.getKey()));
        }
        ArcChain chain = new ArcChain(List.copyOf(sets));
        chain.requireStatuses();
        return chain;
    }

    /** RFC 8617 section 5.2 steps 2 and 3C. */
    private void requireStatuses() throws ArcProblem {
        for (ArcSet set : sets.reversed()) {
            String status = set.seal().status();
            if (status.equals("fail")) {
                throw new ArcProblem(
                        "sealer "
                                + set.seal().signed().domain()
                                + " found the chain broken (cv=fail at i="
                                + set.instance()
                                + ")");
            }
            if (!status.equals(set.instance() == 1 ? "none" : "pass")) {
                throw new ArcProblem("the seal at i=" + set.instance() + " has the wrong cv=");
            }
        }
    }
}
