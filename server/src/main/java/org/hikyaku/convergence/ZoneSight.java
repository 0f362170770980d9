package org.hikyaku.convergence;

import java.net.Inet6Address;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.Place;

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

    /** Those of which something can be expected. */
    List<ServerSight> expected() {
        return servers.stream().filter(s -> !isHiddenAndSilent(s) && !isOfAbsentFamily(s)).toList();
    }

    /** A primary that no NS record names is often behind a firewall: the world does not ask it. */
    private static boolean isHiddenAndSilent(ServerSight server) {
        return !server.server().listed() && server.start().isEmpty();
    }

    /** Where no server at all answers over IPv6, this host has none. */
    private boolean isOfAbsentFamily(ServerSight server) {
        return isV6(server)
                && servers.stream().filter(ZoneSight::isV6).allMatch(ServerSight::isSilent)
                && servers.stream()
                        .anyMatch(
                                s ->
                                        !isV6(s)
                                                && s.server().name().equals(server.server().name())
                                                && s.start().isPresent());
    }

    private static boolean isV6(ServerSight server) {
        return server.server().address().getAddress() instanceof Inet6Address;
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
