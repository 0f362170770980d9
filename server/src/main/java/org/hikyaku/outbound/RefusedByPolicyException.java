package org.hikyaku.outbound;

import java.io.IOException;
import org.hikyaku.queue.AttemptResult;

/** A connection on which the message must not go. */
final class RefusedByPolicyException extends IOException {
    private static final long serialVersionUID = 1L;
    private final transient AttemptResult result;

    RefusedByPolicyException(AttemptResult result) {
        super(result.text());
        this.result = result;
    }

    AttemptResult result() {
        return result;
    }
}
