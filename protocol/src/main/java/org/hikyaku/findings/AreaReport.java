package org.hikyaku.findings;

import java.util.List;

/** What was found in one area, the worst first. */
public record AreaReport(Area area, List<Finding> findings) {

    private static final int FAILED_POINTS = 40;
    private static final int WARNING_POINTS = 10;

    /** Sorts, the order of the check kept otherwise. */
    public AreaReport {
        findings =
                findings.stream().sorted((a, b) -> a.severity().compareTo(b.severity())).toList();
    }

    /** Of that severity. */
    public List<Finding> of(Severity severity) {
        return findings.stream().filter(f -> f.severity() == severity).toList();
    }

    /** 0 to 100: each failure takes 40, each warning 10. */
    public int score() {
        int lost =
                of(Severity.FAILED).size() * FAILED_POINTS
                        + of(Severity.WARNING).size() * WARNING_POINTS;
        return Math.max(0, 100 - lost);
    }
}
