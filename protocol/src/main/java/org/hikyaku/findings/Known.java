package org.hikyaku.findings;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The answers that are there, and a note of each question whose answer is not. Belongs to one
 * thread and to one run of a check.
 */
public final class Known implements Source {

    private final Function<Question<?>, @Nullable Object> answers;
    private final Set<Question<?>> missing = new LinkedHashSet<>();

    /**
     * A source.
     *
     * @param answers gives the answer in the form of the question, or null where there is none yet
     */
    public Known(Function<Question<?>, @Nullable Object> answers) {
        this.answers = answers;
    }

    @Override
    public <T> Optional<T> ask(Question<T> question) {
        Object answer = answers.apply(question);
        if (answer == null) {
            missing.add(question);
            return Optional.empty();
        }
        return Optional.of(question.form().cast(answer));
    }

    /** What was asked and not known, in order. Empty: what the check found counts. */
    public Set<Question<?>> missing() {
        return Set.copyOf(missing);
    }
}
