package org.hikyaku.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hikyaku.name.DomainName;
import org.hikyaku.smtp.Envelope;
import org.hikyaku.smtp.Recipient;
import org.hikyaku.smtp.ReversePath;

/** Messages on their way out, with the state of each recipient. */
public interface Queue {

    /** A message in the queue. */
    record QueueId(long value) {
        @Override
        public String toString() {
            return Long.toString(value, 36);
        }

        /** Reads {@link #toString}'s form. */
        public static Optional<QueueId> parse(String text) {
            try {
                long value = Long.parseLong(text, 36);
                return value > 0 ? Optional.of(new QueueId(value)) : Optional.empty();
            } catch (NumberFormatException _) {
                return Optional.empty();
            }
        }
    }

    /** A message to send: durable bytes and the envelope. */
    record NewMessage(BlobRef blob, Envelope envelope, Instant queued) {}

    /** Where a recipient stands. */
    enum State {
        /** Waiting for its time. */
        WAITING,
        /** Kept back by the administrator. */
        HELD,
        /** Sent. */
        DELIVERED,
        /** Given up. */
        BOUNCED,
        /** Taken out by the administrator. */
        DROPPED
    }

    /**
     * A recipient with its state.
     *
     * @param number unique within the message, from 0
     * @param attempts how many have ended
     * @param nextAttempt when it is due
     * @param delayReported whether the sender has been told of the delay
     * @param lastReply the last reply or failure; empty before the first
     */
    record Entry(
            int number,
            Recipient recipient,
            State state,
            int attempts,
            Instant nextAttempt,
            boolean delayReported,
            String lastReply) {}

    /** A message as it stands. */
    record Message(
            QueueId id,
            BlobRef blob,
            ReversePath from,
            Envelope.Options options,
            Instant queued,
            List<Entry> entries) {
        /** Copies the list. */
        public Message {
            entries = List.copyOf(entries);
        }

        /** The same message with these of its recipients. */
        public Message with(List<Entry> some) {
            return new Message(id, blob, from, options, queued, some);
        }
    }

    /**
     * Work for one connection: the due recipients of one message at one domain. {@code
     * message.entries()} holds these only.
     *
     * @param until when another may take it
     */
    record Lease(DomainName domain, Message message, String owner, Instant until) {}

    /** What an attempt leads to for one recipient. */
    sealed interface Settlement {
        /** Which recipient. */
        int number();

        /** It was taken. */
        record Delivered(int number, String reply) implements Settlement {}

        /**
         * It is for this server: {@code delivery} is filed in the same transaction, so that a
         * message cannot be filed and still wait, whenever the server dies.
         */
        record Filed(int number, String reply, Mailboxes.Delivery delivery) implements Settlement {}

        /** Try again; {@code delayReported} once the sender has been told. */
        record Retry(int number, Instant at, String reply, boolean delayReported)
                implements Settlement {}

        /** Given up. */
        record Bounced(int number, String reply) implements Settlement {}
    }

    /** Adds messages in one transaction that shares its sync; durable on return. */
    QueueId add(NewMessage message);

    /**
     * Takes due work: up to {@code max} leases, the longest due first, none for a domain in {@code
     * busy}. Leased recipients are not given out again before the lease ends or is settled.
     */
    List<Lease> lease(String owner, int max, Set<DomainName> busy, Instant now, Duration duration);

    /**
     * Ends a lease: every recipient of it gets its settlement, and {@code reports} (messages to the
     * sender) are added, in one transaction. A message without waiting or held recipients is
     * removed. Does nothing and returns false where the lease has been lost.
     */
    boolean settle(Lease lease, List<Settlement> settlements, List<NewMessage> reports);

    /**
     * Gives a lease back unsettled: the recipients are due again at {@code at}, attempts unchanged.
     */
    void release(Lease lease, Instant at);

    /** Gives back all leases of {@code owner}: at start, those of the process before. */
    int releaseAll(String owner);

    /** When the next waiting recipient is due. */
    Optional<Instant> nextDue();

    /**
     * Messages with ids above {@code after}, ascending, at most {@code limit}, each with all its
     * recipients.
     */
    List<Message> list(long after, int limit);

    /** One message. */
    Optional<Message> find(QueueId id);

    /** How many recipients wait or are held. */
    long size();

    /** Makes waiting and held recipients due now; how many. */
    int retry(QueueId id, Instant now);

    /** Keeps waiting recipients back; how many. */
    int hold(QueueId id);

    /** Takes a message out, without a report; how many recipients it had left. */
    int drop(QueueId id);
}
