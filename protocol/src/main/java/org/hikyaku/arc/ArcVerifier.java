package org.hikyaku.arc;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import org.hikyaku.dkim.DkimKeyLookup;
import org.hikyaku.dkim.DkimLimits;
import org.hikyaku.dns.Resolver;
import org.hikyaku.message.MessageScanner;

/**
 * Checks the Authenticated Received Chain of messages (RFC 8617 section 5.2). Safe for many
 * threads; each message gets a run of its own.
 */
public final class ArcVerifier {

    private final DkimKeyLookup keys;
    private final InstantSource clock;

    /**
     * A verifier that asks {@code resolver} for keys.
     *
     * @param clock tells whether a message signature has expired
     */
    public ArcVerifier(Resolver resolver, InstantSource clock) {
        this.keys = new DkimKeyLookup(resolver, DkimLimits.STANDARD);
        this.clock = clock;
    }

    /** Starts on one message. */
    public ArcVerification begin() {
        return new ArcVerification(keys, clock);
    }

    /**
     * Checks a message that is in memory, with CRLF line ends.
     *
     * @throws IOException where the header is larger than {@link MessageScanner#MAX_HEADER_BYTES}
     */
    public ArcResult verify(byte[] message) throws IOException {
        ArcVerification run = begin();
        MessageScanner scanner = new MessageScanner(List.of(run));
        scanner.feed(message, 0, message.length);
        scanner.end();
        return run.result();
    }
}
