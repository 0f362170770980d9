package org.hikyaku.lookup;

import java.util.function.Consumer;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;

/**
 * Tells of each question and its answer, in the order of the answers.
 *
 * @param below who answers
 * @param tell called by the thread that asked; must be safe for many
 */
public record TracingResolver(Resolver below, Consumer<Asked> tell) implements Resolver {

    /** A question and its answer. */
    public record Asked(DomainName name, RecordType type, Answer answer) {}

    @Override
    public Answer query(DomainName name, RecordType type) {
        Answer answer = below.query(name, type);
        tell.accept(new Asked(name, type, answer));
        return answer;
    }
}
