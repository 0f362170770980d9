package org.hikyaku.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hikyaku.name.MailAddress;
import org.hikyaku.smtp.ReversePath;
import org.jspecify.annotations.Nullable;

/** Delivered messages. */
public interface Mailboxes {

    /** The mailbox of wanted mail. */
    String INBOX = "INBOX";

    /** The mailbox of quarantined mail. */
    String JUNK = "Junk";

    /**
     * A message to file.
     *
     * @param blob durable bytes
     * @param deliveries where to; at least one
     * @param from the reverse path
     * @param received when it was accepted
     * @param evidence what was seen of it, or null for a message that came from this server
     */
    record Delivery(
            BlobRef blob,
            List<Target> deliveries,
            ReversePath from,
            Instant received,
            Evidence.@Nullable Inbound evidence) {
        /** Copies the list. */
        public Delivery {
            deliveries = List.copyOf(deliveries);
        }

        /** A message that came from this server: nothing was seen of it. */
        public static Delivery ofOurOwn(
                BlobRef blob, List<Target> deliveries, ReversePath from, Instant received) {
            return new Delivery(blob, deliveries, from, received, null);
        }
    }

    /** A mailbox of an account. */
    record Target(MailAddress account, String mailbox) {}

    /**
     * A filed message.
     *
     * @param id unique in the store, growing
     */
    record Stored(
            long id,
            MailAddress account,
            String mailbox,
            BlobRef blob,
            ReversePath from,
            Instant received) {}

    /**
     * Files a message in all its mailboxes and records its evidence, in one transaction that shares
     * its sync with others; durable on return. The new ids, in the order of the deliveries.
     */
    List<Long> deliver(Delivery delivery);

    /**
     * Up to {@code limit} messages of an account with ids above {@code afterId}, ascending; all
     * mailboxes where {@code mailbox} is null.
     */
    List<Stored> list(MailAddress account, @Nullable String mailbox, long afterId, int limit);

    /** One message. */
    Optional<Stored> find(long id);
}
