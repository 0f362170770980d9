package org.hikyaku.findings;

import java.util.List;
import java.util.Map;
import org.hikyaku.dns.Resolver;

/** Runs a check with every answer at hand. */
final class Answered {

    private Answered() {}

    /** The codes that were found, in order, over a DNS and what else is given. */
    static List<Code> codes(
            Area area, Subject subject, Resolver dns, Map<Question<?>, Object> others) {
        return findings(area, subject, dns, others).stream().map(Finding::code).toList();
    }

    static List<Finding> findings(
            Area area, Subject subject, Resolver dns, Map<Question<?>, Object> others) {
        Known known =
                new Known(
                        question ->
                                question instanceof Question.Dns(var name, var type)
                                        ? dns.query(name, type)
                                        : others.getOrDefault(question, question.unasked()));
        List<Finding> found = Checks.of(area, subject, known);
        if (!known.missing().isEmpty()) {
            throw new AssertionError("not answered: " + known.missing());
        }
        return found;
    }
}
