package org.hikyaku.convergence;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.zones.Place;

/**
 * What was seen of a zone at one moment.
 *
 * @param resolved what a resolver says, which may validate and may remember
 */
record ZoneSight(List<ServerSight> servers, Map<Place, Answer> resolved) {

    ZoneSight {
        servers = List.copyOf(servers);
        resolved = Map.copyOf(resolved);
    }

    /** What one server says. */
    record ServerSight(
            NameServer server, ServerQueries.Said soa, Map<Place, ServerQueries.Said> records) {

        ServerSight {
            records = Map.copyOf(records);
        }

        /** The zone's start as this server has it; empty where it does not answer for the zone. */
        Optional<DnsRecord.Soa> start() {
            return soa.authoritative()
                    ? soa.answer().records(DnsRecord.Soa.class).stream().findFirst()
                    : Optional.empty();
        }

        /** Whether it answers as wanted. */
        boolean shows(FollowedChange followed) {
            ServerQueries.Said said = records.get(followed.place());
            return said != null && said.authoritative() && followed.isIn(said.answer());
        }

        boolean isSilent() {
            return soa.answer() instanceof Answer.Failed(var failure, _)
                    && failure == Answer.Failure.TIMEOUT;
        }
    }
}
