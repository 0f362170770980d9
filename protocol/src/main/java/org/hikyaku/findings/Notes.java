package org.hikyaku.findings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hikyaku.dns.Answer;

/** Collects the findings of one area. Belongs to one thread. */
final class Notes {

    /**
     * Findings beyond these are no longer read by anybody; a hostile zone could cause thousands.
     */
    private static final int MAX_FINDINGS = 300;

    private final Area area;
    private final List<Finding> findings = new ArrayList<>();

    Notes(Area area) {
        this.area = area;
    }

    /** Adds a finding. */
    void add(Code code, String seen, Object... arguments) {
        Finding finding =
                new Finding(
                        area, code, seen, Arrays.stream(arguments).map(String::valueOf).toList());
        if (findings.size() < MAX_FINDINGS && !findings.contains(finding)) {
            findings.add(finding);
        }
    }

    /** Whether there was no answer to the question about {@code what}; then that is a finding. */
    boolean unanswered(Answer answer, Object what) {
        if (answer instanceof Answer.Failed(var failure, var detail)) {
            add(
                    failure == Answer.Failure.BOGUS ? Code.DNSSEC_BOGUS : Code.UNANSWERED,
                    detail,
                    what);
            return true;
        }
        return false;
    }

    /** Whether nothing failed and nothing is to be warned of so far. */
    boolean isClean() {
        return findings.stream().allMatch(f -> f.severity() == Severity.PASSED);
    }

    List<Finding> all() {
        return List.copyOf(findings);
    }
}
