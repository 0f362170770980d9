package org.hikyaku.smtp;

import java.util.function.Supplier;
import org.hikyaku.name.MailAddress;
import org.jspecify.annotations.Nullable;

/** A command of a client (RFC 5321 section 4.1.1 and the extensions that we know). */
public sealed interface Command {

    /** Which client calls, without extensions; {@code name} as given. */
    record Helo(String name) implements Command {}

    /** Which client calls, with extensions; {@code name} as given. */
    record Ehlo(String name) implements Command {}

    /**
     * Starts a transaction.
     *
     * @param from the reverse path
     * @param sizeBytes SIZE= (RFC 1870), -1 where it is not given
     * @param options the other parameters
     */
    record Mail(ReversePath from, long sizeBytes, Envelope.Options options) implements Command {}

    /**
     * Adds a recipient.
     *
     * @param recipient null for {@code <Postmaster>} without a domain, which every server must
     *     accept (RFC 5321 section 4.5.1)
     */
    record Rcpt(@Nullable Recipient recipient) implements Command {

        /** The recipient, or {@code postmaster} where the client left out the domain. */
        public Recipient orElse(Supplier<MailAddress> postmaster) {
            return recipient == null ? Recipient.of(postmaster.get()) : recipient;
        }
    }

    /** The message follows, ended by a dot on its own. */
    record Data() implements Command {}

    /**
     * A piece of the message follows (RFC 3030 section 2).
     *
     * @param sizeBytes how many octets, 0 or more
     * @param last whether it is the end of the message
     */
    record Bdat(long sizeBytes, boolean last) implements Command {}

    /** Drops the transaction. */
    record Rset() implements Command {}

    /** Does nothing. */
    record Noop() implements Command {}

    /** Ends the session. */
    record Quit() implements Command {}

    /** Asks whether there is such a user. */
    record Vrfy(String text) implements Command {}

    /** Asks who is on a list. */
    record Expn(String text) implements Command {}

    /** Asks for help. */
    record Help() implements Command {}

    /** TLS from here on (RFC 3207). */
    record StartTls() implements Command {}

    /**
     * A login (RFC 4954).
     *
     * @param mechanism in upper case
     * @param initial the initial response in base64, {@code "="} for an empty one, null for none;
     *     hidden by {@link #toString}
     */
    record Auth(String mechanism, @Nullable String initial) implements Command {
        @Override
        public String toString() {
            return "Auth[" + mechanism + "]";
        }
    }
}
