package org.hikyaku.inbound;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.hikyaku.authres.AuthenticationResults;
import org.hikyaku.message.HeaderBlock;
import org.hikyaku.message.HeaderField;
import org.hikyaku.message.MessageSink;
import org.hikyaku.store.Blobs;
import org.jspecify.annotations.Nullable;

/**
 * Copies a message into the store while it streams by, without the fields that only this server may
 * write: results under our name (RFC 8601 section 5) and Return-Path (RFC 5321 section 4.4).
 */
final class IncomingMessage implements MessageSink {

    private static final byte[] CRLF = {'\r', '\n'};

    private final Blobs.Writer blob;
    private final Set<String> ownIds;
    private @Nullable HeaderBlock header;
    private int received;

    IncomingMessage(Blobs.Writer blob, String ownId) {
        this.blob = blob;
        this.ownIds = Set.of(ownId);
    }

    @Override
    public void header(HeaderBlock block) throws IOException {
        header = block;
        for (HeaderField field : block.fields()) {
            received += field.is("received") ? 1 : 0;
            if (!isOurs(field)) {
                blob.write(field.raw());
            }
        }
        if (!endsInCrlf(block.fields())) {
            blob.write(CRLF); // a header that BDAT broke off: the fields stay apart from the body
        }
        blob.write(CRLF);
    }

    private boolean isOurs(HeaderField field) {
        return field.is("return-path")
                || (field.is("authentication-results")
                        && AuthenticationResults.isForged(field.octetValue(), ownIds));
    }

    private static boolean endsInCrlf(List<HeaderField> fields) {
        if (fields.isEmpty()) {
            return true;
        }
        byte[] raw = fields.getLast().raw();
        return raw.length > 0 && raw[raw.length - 1] == '\n';
    }

    @Override
    public void body(byte[] octets, int offset, int length) throws IOException {
        blob.write(octets, offset, length);
    }

    /** How many servers the message has been through, by its own account. */
    int received() {
        return received;
    }

    /** The header as received; empty before it is complete. */
    HeaderBlock header() {
        return header == null ? new HeaderBlock(List.of()) : header;
    }
}
