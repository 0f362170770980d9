package org.hikyaku.findings;

import java.util.Optional;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;

/** Gives answers that are there; never waits. */
public interface Source extends Resolver {

    /** The answer, or empty where it is not known yet. */
    <T> Optional<T> ask(Question<T> question);

    /**
     * As {@link #ask}. What is not known yet looks like a failure of the kind BUDGET, so that what
     * works with any resolver works here too.
     */
    @Override
    default Answer query(DomainName name, RecordType type) {
        return ask(new Question.Dns(name, type))
                .orElse(new Answer.Failed(Answer.Failure.BUDGET, "not known yet"));
    }
}
