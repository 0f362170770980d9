package org.hikyaku.dkim;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import org.hikyaku.dns.Resolver;
import org.hikyaku.message.MessageScanner;

/**
 * Checks the DKIM signatures of messages (RFC 6376 section 6, RFC 8301, RFC 8463). Safe for many
 * threads; each message gets a run of its own.
 */
public final class DkimVerifier {

    private final DkimKeyLookup keys;
    private final InstantSource clock;
    private final DkimLimits limits;

    /**
     * A verifier that asks {@code resolver} for keys.
     *
     * @param clock tells whether a signature has expired
     */
    public DkimVerifier(Resolver resolver, InstantSource clock, DkimLimits limits) {
        this.keys = new DkimKeyLookup(resolver, limits);
        this.clock = clock;
        this.limits = limits;
    }

    /** A verifier with the {@linkplain DkimLimits#STANDARD standard limits}. */
    public DkimVerifier(Resolver resolver, InstantSource clock) {
        this(resolver, clock, DkimLimits.STANDARD);
    }

    /** Starts on one message. */
    public DkimVerification begin() {
        return new DkimVerification(keys, clock, limits);
    }

    /**
     * Checks a message that is in memory.
     *
     * @param message header, empty line and body, with CRLF line ends
     * @return one result per signature, from top to bottom
     * @throws IOException where the header is larger than {@link MessageScanner#MAX_HEADER_BYTES}
     */
    public List<DkimResult> verify(byte[] message) throws IOException {
        DkimVerification run = begin();
        MessageScanner scanner = new MessageScanner(List.of(run));
        scanner.feed(message, 0, message.length);
        scanner.end();
        return run.results();
    }
}
