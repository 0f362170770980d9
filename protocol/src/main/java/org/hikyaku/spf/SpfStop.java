package org.hikyaku.spf;

import org.hikyaku.spf.SpfResult.Code;
import org.hikyaku.spf.SpfResult.Problem;
import org.jspecify.annotations.Nullable;

/** Ends a check at once with an error, from however deep within includes (RFC 7208 section 2.6). */
final class SpfStop extends Exception {
    private static final long serialVersionUID = 1L;

    private final Code code;
    private final transient @Nullable Problem problem;

    private SpfStop(Code code, String reason, @Nullable Problem problem) {
        super(reason, null, false, false);
        this.code = code;
        this.problem = problem;
    }

    static SpfStop temporary(String reason) {
        return new SpfStop(Code.TEMPERROR, reason, null);
    }

    static SpfStop permanent(String reason, @Nullable Problem problem) {
        return new SpfStop(Code.PERMERROR, reason, problem);
    }

    Code code() {
        return code;
    }

    @Nullable Problem problem() {
        return problem;
    }

    String reason() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
