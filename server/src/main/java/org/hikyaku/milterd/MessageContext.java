package org.hikyaku.milterd;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.hikyaku.message.HeaderBlock;
import org.hikyaku.ops.Event;
import org.hikyaku.smtp.Envelope;
import org.hikyaku.smtp.Reply;

/**
 * What is known of a message when its header is complete, and by which rules it is treated.
 *
 * @param id to find all lines of one session in the log, with the server's own name for the message
 * @param authservId the name that our results carry
 * @param edits in the form that was agreed on with the server
 */
record MessageContext(
        String id,
        MilterRules rules,
        MilterParts parts,
        String authservId,
        Client client,
        Envelope envelope,
        HeaderBlock header,
        HeaderEdits edits,
        Instant start,
        BodyCount size) {

    /**
     * The client as the mail server told it.
     *
     * @param address as text, {@code local} where it has none
     * @param login the account, or {@code -}
     */
    record Client(
            Optional<InetAddress> ip, String address, String helo, String tls, String login) {}

    /** How large the message is so far. */
    static final class BodyCount {
        private long octets;

        BodyCount(long header) {
            this.octets = header;
        }

        void add(int more) {
            octets += more;
        }

        long octets() {
            return octets;
        }
    }

    /** Names under which nobody else's results may stand. */
    Set<String> ownIds() {
        Set<String> ids = new HashSet<>(rules.ownIds());
        ids.add(authservId);
        return ids;
    }

    Duration took() {
        return Duration.between(start, parts.clock().instant());
    }

    /** One of our own is on its way. */
    void tellSent(String signedBy) {
        parts.events()
                .emit(
                        new Event.MessageSubmitted(
                                id,
                                client.address(),
                                client.login(),
                                envelope.from().text(),
                                envelope.recipients().stream()
                                        .map(r -> r.address().toString())
                                        .toList(),
                                size.octets(),
                                client.tls(),
                                signedBy,
                                id,
                                took()));
    }

    /** It is refused before anything was found out about it. */
    void tellRefused(Reply reply, String cause) {
        parts.events()
                .emit(new Event.Refused("milter", id, client.address(), reply.toString(), cause));
    }
}
