package org.hikyaku.deliver;

import java.util.Map;
import java.util.Optional;
import org.hikyaku.name.DomainName;
import org.hikyaku.net.StreamAddress;

/**
 * Where mail for our own domains goes.
 *
 * @param common for domains that {@code domains} does not name
 * @param domains what differs for some
 * @param known who says which recipients exist behind LMTP
 * @param junkField the header field that goes before a message that is to be junk behind LMTP, as a
 *     whole line without its end; empty for none
 */
public record DeliverySettings(
        Place common, Map<DomainName, Place> domains, Known known, String junkField) {

    /** Programs that sort mail (Sieve) know this one. */
    public static final String USUAL_JUNK_FIELD = "X-Spam-Flag: YES";

    /** All mail goes into mailboxes of this server. */
    public static final DeliverySettings OWN =
            new DeliverySettings(new Place.Own(), Map.of(), Known.CALLOUT, USUAL_JUNK_FIELD);

    /** Copies the map. */
    public DeliverySettings {
        domains = Map.copyOf(domains);
    }

    /** Where the mail of one domain goes. */
    public sealed interface Place {
        /** Into mailboxes of this server. */
        record Own() implements Place {}

        /** On to an LMTP server. */
        record Lmtp(StreamAddress target) implements Place {}
    }

    /** Who says which recipients exist behind LMTP. */
    public enum Known {
        /** The LMTP server, which is asked when a recipient is named; our own list goes first. */
        CALLOUT,
        /** The accounts and aliases of this server, and nobody else. */
        LIST
    }

    /** Where mail for {@code domain}, which is ours, goes. */
    public Place of(DomainName domain) {
        return domains.getOrDefault(domain, common);
    }

    /** The LMTP server for {@code domain}, which is ours; empty for mailboxes of this server. */
    public Optional<StreamAddress> lmtp(DomainName domain) {
        return switch (of(domain)) {
            case Place.Own _ -> Optional.empty();
            case Place.Lmtp(StreamAddress target) -> Optional.of(target);
        };
    }
}
