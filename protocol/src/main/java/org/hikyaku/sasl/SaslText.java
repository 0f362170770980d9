package org.hikyaku.sasl;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The text of a client's response. */
final class SaslText {

    private SaslText() {}

    /** The text; empty where the octets are too many or not UTF-8. */
    static Optional<String> decoded(byte[] response) {
        if (response.length > SaslServer.MAX_RESPONSE_OCTETS) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(response))
                            .toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }
}
