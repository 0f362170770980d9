package org.hikyaku.inbound;

import java.time.Instant;
import org.hikyaku.smtp.Envelope;
import org.hikyaku.store.BlobRef;

/** Tells senders who asked for it that a message is in its mailbox. Safe for many threads. */
@FunctionalInterface
public interface DeliveryReports {

    /** Nobody is told. */
    DeliveryReports NONE = (_, _, _) -> {};

    /**
     * The message is durable and filed for all recipients of {@code envelope}; some of them may
     * have NOTIFY=SUCCESS (RFC 3461 section 5.2.3).
     */
    void delivered(Envelope envelope, BlobRef message, Instant at);
}
