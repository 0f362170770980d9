package org.hikyaku.signing;

import java.util.Set;

/** Decides who signs. Safe for many threads, asks no network. */
public interface SigningRules {

    /** What to do with one message. Never fails: a key that cannot be used is a reason. */
    SigningDecision decide(SigningQuestion question);

    /** Macros that it looks at beside the usual ones, without braces: the MTA must be asked. */
    default Set<String> macros() {
        return Set.of();
    }
}
