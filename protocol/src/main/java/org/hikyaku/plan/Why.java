package org.hikyaku.plan;

import java.util.List;

/**
 * A reason with what it is about.
 *
 * @param details what the text of the reason names, in its order; may be foreign text
 */
public record Why(Reason reason, List<String> details) {

    /** Copies the list. */
    public Why {
        details = List.copyOf(details);
    }

    /** A reason about {@code details}. */
    static Why of(Reason reason, String... details) {
        return new Why(reason, List.of(details));
    }
}
