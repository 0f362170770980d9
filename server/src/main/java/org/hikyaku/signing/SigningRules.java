package org.hikyaku.signing;

/** Decides who signs. Safe for many threads, asks no network. */
public interface SigningRules {

    /** What to do with one message. Never fails: a key that cannot be used is a reason. */
    SigningDecision decide(SigningQuestion question);
}
