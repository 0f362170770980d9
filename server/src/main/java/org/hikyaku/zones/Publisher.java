package org.hikyaku.zones;

import java.util.List;
import org.hikyaku.dns.RecordChange;
import org.hikyaku.name.DomainName;

/**
 * Carries changes out where a zone is kept.
 *
 * <p>Idempotent: an addition of a record that is there, and a removal of one that is not, count as
 * done. So whatever was left unfinished may be published again as it is. Blocks, with a deadline of
 * its own. Safe for many threads.
 */
public interface Publisher {

    /**
     * Carries out {@code changes}, all or as many as can be.
     *
     * @param zone the apex of the zone that all of them lie in
     * @throws PublishException where some could not be carried out; it tells which are done
     */
    Published publish(DomainName zone, List<RecordChange> changes) throws PublishException;

    /** How it publishes, for a person: {@code dynamic update (RFC 2136) to ns1.example.com}. */
    String description();
}
