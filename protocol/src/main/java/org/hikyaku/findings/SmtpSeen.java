package org.hikyaku.findings;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How a mail host behaved. */
public sealed interface SmtpSeen {

    /** It was not connected to. */
    record NotAsked() implements SmtpSeen {}

    /** No connection, or none that says anything. */
    record Unreachable(String detail) implements SmtpSeen {}

    /** It refuses in its greeting or to EHLO. */
    record Refused(String reply) implements SmtpSeen {}

    /**
     * A session that ended in order.
     *
     * @param greeting the text of the first reply, without its code
     * @param greetingTook from the connection to the greeting
     * @param extensions keywords of the answer to the first EHLO, before TLS
     * @param tls what became of STARTTLS
     * @param relay whether it would take mail from a stranger to a stranger
     */
    record Session(
            String greeting,
            Duration greetingTook,
            Duration took,
            List<String> extensions,
            Tls tls,
            Relay relay)
            implements SmtpSeen {
        /** Copies the list. */
        public Session {
            extensions = List.copyOf(extensions);
        }
    }

    /** What became of STARTTLS. */
    sealed interface Tls {
        /** The host does not offer it. */
        record NotOffered() implements Tls {}

        /** It is offered and does not work. */
        record Broken(String detail) implements Tls {}

        /**
         * It works.
         *
         * @param version such as {@code TLSv1.3}
         * @param chain as shown, the host's own certificate first
         * @param trusted whether the usual authorities stand behind the chain now, whatever names
         *     it is for
         * @param at when it was looked at
         */
        record Works(
                String version,
                String cipher,
                List<X509Certificate> chain,
                boolean trusted,
                Instant at)
                implements Tls {
            /** Copies the list. */
            public Works {
                chain = List.copyOf(chain);
            }
        }
    }

    /**
     * Whether a foreign recipient was accepted.
     *
     * @param accepted true for an open relay
     * @param reply to the recipient, or to the sender where that was refused
     */
    record Relay(boolean accepted, String reply) {}
}
