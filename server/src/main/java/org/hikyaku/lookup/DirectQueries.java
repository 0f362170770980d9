package org.hikyaku.lookup;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;

/**
 * Asks one server what it says itself, without recursion: for looking at the servers of a zone one
 * by one. Remembers nothing. Safe for many threads.
 */
public final class DirectQueries {

    private final DirectQuestion question;

    /**
     * What one server says.
     *
     * @param answer an alias whose target the server does not know is found as a {@code Cname}
     * @param authoritative whether it answers for the zone (AA, RFC 1035 section 4.1.1); where not,
     *     it is lame or the name is delegated
     */
    public record Said(Answer answer, boolean authoritative) {}

    /**
     * Questions.
     *
     * @param timeout for one question
     * @param random gives the ids of questions; must not be predictable
     */
    public DirectQueries(Duration timeout, RandomGenerator random) {
        this.question = new DirectQuestion(timeout, random);
    }

    /** As above, with the system's source of unpredictable numbers. */
    public DirectQueries(Duration timeout) {
        this(timeout, new SecureRandom());
    }

    /** Asks {@code server}. A failure is an answer. */
    public Said ask(InetSocketAddress server, DomainName name, RecordType type) {
        return switch (question.ask(server, name, type, DirectQuestion.Way.DATAGRAM)) {
            case DirectQuestion.Outcome.Silent(var detail) ->
                    new Said(
                            new Answer.Failed(
                                    Answer.Failure.TIMEOUT, name + " " + type + ": " + detail),
                            false);
            case DirectQuestion.Outcome.Reply reply ->
                    new Said(
                            reply.alias()
                                    .<Answer>map(target -> alias(target, reply.answer()))
                                    .orElse(reply.answer()),
                            reply.authoritative());
        };
    }

    private static Answer alias(DomainName target, Answer rest) {
        long ttl = rest instanceof Answer.NoRecord(_, _, var seconds) ? seconds : 0;
        return new Answer.Found(List.of(new DnsRecord.Cname(target)), false, ttl);
    }
}
