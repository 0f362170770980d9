package org.hikyaku.app.dns;

import java.net.InetSocketAddress;
import java.util.List;
import org.hikyaku.convergence.ServerQueries;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;

/**
 * A zone as its own servers have it, past every cache: a plan that was made of remembered answers
 * would undo what was done an hour ago. What they do not answer for, and where none of them can be
 * reached, is asked for the usual way. Safe for many threads.
 *
 * @param servers the primary first
 */
record AuthoritativeResolver(
        DomainName apex, List<InetSocketAddress> servers, ServerQueries queries, Resolver usual)
        implements Resolver {

    AuthoritativeResolver {
        servers = List.copyOf(servers);
    }

    @Override
    public Answer query(DomainName name, RecordType type) {
        // Whether DNSSEC covers a TLSA record only a validating resolver knows (RFC 4035).
        if (!name.isWithin(apex) || type == RecordType.TLSA) {
            return usual.query(name, type);
        }
        for (InetSocketAddress server : servers) {
            ServerQueries.Said said = queries.ask(server, name, type);
            if (said.authoritative() && !(said.answer() instanceof Answer.Failed)) {
                return isAlias(said.answer(), type) ? usual.query(name, type) : said.answer();
            }
        }
        return usual.query(name, type);
    }

    private static boolean isAlias(Answer answer, RecordType type) {
        return type != RecordType.CNAME && !answer.records(DnsRecord.Cname.class).isEmpty();
    }
}
