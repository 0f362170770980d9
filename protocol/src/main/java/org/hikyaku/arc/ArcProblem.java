package org.hikyaku.arc;

/** Why a chain fails: RFC 8617 section 5.2.1 knows only one kind of failure. */
final class ArcProblem extends Exception {

    private static final long serialVersionUID = 1L;

    ArcProblem(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
