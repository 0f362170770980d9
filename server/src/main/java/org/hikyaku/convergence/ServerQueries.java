package org.hikyaku.convergence;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.RecordType;
import org.hikyaku.lookup.DirectQueries;
import org.hikyaku.name.DomainName;

/** Asks one server for what it knows itself. Blocks, with a deadline. Safe for many threads. */
@FunctionalInterface
public interface ServerQueries {

    /**
     * What one server says.
     *
     * @param authoritative whether it answers for the zone (AA)
     */
    record Said(Answer answer, boolean authoritative) {}

    /** Asks. A failure is an answer. */
    Said ask(InetSocketAddress server, DomainName name, RecordType type);

    /** Over the network. */
    static ServerQueries network(Duration timeout) {
        DirectQueries queries = new DirectQueries(timeout);
        return (server, name, type) -> {
            DirectQueries.Said said = queries.ask(server, name, type);
            return new Said(said.answer(), said.authoritative());
        };
    }
}
