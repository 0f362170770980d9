package org.hikyaku.smtp;

import java.util.EnumSet;
import java.util.Set;
import org.hikyaku.name.MailAddress;
import org.jspecify.annotations.Nullable;

/**
 * One RCPT TO with its DSN parameters.
 *
 * @param address where to
 * @param notices when to report (RFC 3461 section 4.1); empty where the sender did not say
 * @param originalRecipient ORCPT as given, {@code type;xtext}, or null
 */
public record Recipient(
        MailAddress address, Set<Notify> notices, @Nullable String originalRecipient) {

    /** When to report. */
    public enum Notify {
        NEVER,
        SUCCESS,
        FAILURE,
        DELAY
    }

    /** Copies the set; NEVER stands alone (RFC 3461 section 4.1). */
    public Recipient {
        notices = Set.copyOf(notices.isEmpty() ? Set.of() : EnumSet.copyOf(notices));
        if (notices.contains(Notify.NEVER) && notices.size() > 1) {
            throw new IllegalArgumentException("NOTIFY=NEVER stands alone");
        }
    }

    /** A recipient without parameters. */
    public static Recipient of(MailAddress address) {
        return new Recipient(address, Set.of(), null);
    }

    /**
     * The same recipient at {@code other}, where an alias leads; what the sender wrote stays known
     * (RFC 3461 section 4.2).
     */
    public Recipient withAddress(MailAddress other) {
        if (other.equals(address)) {
            return this;
        }
        String original = originalRecipient;
        if (original == null && !address.needsSmtpUtf8()) {
            original = "rfc822;" + Xtext.encode(address.toString());
        }
        return new Recipient(other, notices, original);
    }

    /** Whether a failure is reported: the default is yes (RFC 3461 section 4.1). */
    public boolean wantsFailure() {
        return notices.isEmpty() || notices.contains(Notify.FAILURE);
    }

    /** Whether a delay is reported: ours to decide where the sender did not say. */
    public boolean wantsDelay() {
        return notices.isEmpty() || notices.contains(Notify.DELAY);
    }
}
