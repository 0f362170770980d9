package org.hikyaku.findings;

import java.net.InetAddress;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;

/**
 * Something that a check wants to know of the world.
 *
 * @param <T> the form of the answer
 */
public sealed interface Question<T> {

    /** The form of the answer. */
    Class<T> form();

    /** The answer where the question was not asked at all: the limit of a run is reached. */
    T unasked();

    /** What a resolver says. */
    record Dns(DomainName name, RecordType type) implements Question<Answer> {
        @Override
        public Class<Answer> form() {
            return Answer.class;
        }

        @Override
        public Answer unasked() {
            return new Answer.Failed(Answer.Failure.BUDGET, "too many questions");
        }
    }

    /** What one name server says of a name, asked directly. */
    record Server(InetAddress server, DomainName name, RecordType type, Way way)
            implements Question<ServerSaid> {
        @Override
        public Class<ServerSaid> form() {
            return ServerSaid.class;
        }

        @Override
        public ServerSaid unasked() {
            return new ServerSaid.NotAsked();
        }
    }

    /** How a server is asked. */
    enum Way {
        /** Over UDP, for what it is itself the authority for. */
        DATAGRAM,
        /** Over TCP (RFC 7766 section 5), likewise. */
        STREAM,
        /** Over UDP, with the wish that it ask others: what an open resolver would do. */
        RECURSIVE
    }

    /** How a mail host behaves on port 25; no message is sent. */
    record Smtp(DomainName host, InetAddress address) implements Question<SmtpSeen> {
        @Override
        public Class<SmtpSeen> form() {
            return SmtpSeen.class;
        }

        @Override
        public SmtpSeen unasked() {
            return new SmtpSeen.NotAsked();
        }
    }

    /** The MTA-STS policy of a domain, over HTTPS. */
    record Policy(DomainName domain) implements Question<PolicyFetched> {
        @Override
        public Class<PolicyFetched> form() {
            return PolicyFetched.class;
        }

        @Override
        public PolicyFetched unasked() {
            return new PolicyFetched.NotAsked();
        }
    }
}
