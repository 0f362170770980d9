package org.hikyaku.dkim;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import org.hikyaku.message.HeaderField;
import org.hikyaku.message.MessageScanner;
import org.jspecify.annotations.Nullable;

/**
 * Signs messages (RFC 6376 section 5, RFC 8463), with several keys in one pass. Safe for many
 * threads; each message gets a run of its own.
 */
public final class DkimSigner {

    private final DkimSigning options;
    private final InstantSource clock;

    /**
     * A signer.
     *
     * @param clock gives t=
     */
    public DkimSigner(DkimSigning options, InstantSource clock) {
        this.options =
                new DkimSigning(
                        options.keys().stream().map(DkimKeyPair::prepared).toList(),
                        options.headers(),
                        options.oversigned(),
                        options.header(),
                        options.body(),
                        options.expiry(),
                        options.agent());
        this.clock = clock;
    }

    private DkimSigner(InstantSource clock, DkimSigning prepared) {
        this.options = prepared;
        this.clock = clock;
    }

    /** The same with other fields to sign; costs no work on the keys. */
    public DkimSigner withHeaders(List<String> names) {
        return new DkimSigner(clock, options.withHeaders(names));
    }

    /** The same with another i=, null to leave it out; costs no work on the keys. */
    public DkimSigner withAgent(@Nullable String identity) {
        return new DkimSigner(clock, options.withAgent(identity));
    }

    /** Starts on one message. */
    public DkimSignRun begin() {
        return new DkimSignRun(options, clock);
    }

    /**
     * Signs a message that is in memory.
     *
     * @param message header, empty line and body, with CRLF line ends
     * @return the fields to put on top, in this order
     * @throws DkimSignException where it cannot be signed; the message says why
     * @throws IOException where the header is larger than {@link MessageScanner#MAX_HEADER_BYTES}
     */
    public List<HeaderField> sign(byte[] message) throws IOException {
        DkimSignRun run = begin();
        MessageScanner scanner = new MessageScanner(List.of(run));
        scanner.feed(message, 0, message.length);
        scanner.end();
        return run.signatures();
    }
}
