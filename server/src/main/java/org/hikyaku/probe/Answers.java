package org.hikyaku.probe;

import org.hikyaku.findings.Question;

/**
 * Answers questions about the world. Blocks until it knows; every implementation has a deadline.
 */
public interface Answers {

    /** The answer. Never throws for what the world does: a failure is an answer. */
    <T> T answer(Question<T> question);
}
