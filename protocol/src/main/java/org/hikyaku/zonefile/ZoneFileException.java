package org.hikyaku.zonefile;

import java.util.Locale;

/** A zone file cannot be used or not be edited so; {@link #problem} tells where and why. */
public final class ZoneFileException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient ZoneProblem problem;

    /** For a finding. */
    public ZoneFileException(ZoneProblem problem) {
        super(problem.toString());
        this.problem = problem;
    }

    /** With what brought it about. */
    public ZoneFileException(ZoneProblem problem, Throwable cause) {
        super(problem.toString(), cause);
        this.problem = problem;
    }

    /** What is wrong. */
    public ZoneProblem problem() {
        return problem;
    }

    /** {@code file:line:column: what} in a person's language. */
    public String text(Locale locale) {
        String fix = problem.fix(locale);
        return problem.placed(problem.what(locale)) + (fix.isEmpty() ? "" : "; " + fix);
    }
}
