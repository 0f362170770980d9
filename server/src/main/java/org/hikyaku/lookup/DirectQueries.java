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

    private final Duration timeout;
    private final RandomGenerator random;

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
     * @param timeout for one question, two tries
     * @param random gives the ids of questions; must not be predictable
     */
    public DirectQueries(Duration timeout, RandomGenerator random) {
        this.timeout = timeout;
        this.random = random;
    }

    /** As above, with the system's source of unpredictable numbers. */
    public DirectQueries(Duration timeout) {
        this(timeout, new SecureRandom());
    }

    /** Asks {@code server}. A failure is an answer. */
    public Said ask(InetSocketAddress server, DomainName name, RecordType type) {
        DnsResolver resolver =
                new DnsResolver(
                        List.of(new DnsResolver.Server(server, false)), timeout, random, false);
        return switch (resolver.once(name, type)) {
            case WireAnswer.Complete(var answer, var authoritative) ->
                    new Said(answer, authoritative);
            case WireAnswer.Alias alias ->
                    new Said(
                            new Answer.Found(
                                    List.of(new DnsRecord.Cname(alias.target())),
                                    false,
                                    alias.ttlSeconds()),
                            true);
        };
    }
}
