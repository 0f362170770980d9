package org.hikyaku.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

final class ScramSha256FuzzTest {

    private static final OneLogin USER = OneLogin.of("user", "pencil");

    /** The messages of a login, with a zero octet between them, whatever they are. */
    @FuzzTest
    void neverLetsAnybodyIn(byte[] data) {
        boolean plus = data.length % 2 == 1;
        Map<String, byte[]> bindings = Map.of("tls-exporter", new byte[] {1, 2, 3});
        ScramSha256 server = new ScramSha256(USER, bindings, plus, "serverNonce");
        int from = 0;
        for (int i = 0; i <= data.length; i++) {
            if (i < data.length && data[i] != 0) {
                continue;
            }
            byte[] message = Arrays.copyOfRange(data, from, i);
            from = i + 1;
            if (!(server.step(message) instanceof SaslStep.Challenge(byte[] octets))) {
                return;
            }
            assertThat(new String(octets, StandardCharsets.UTF_8)).doesNotStartWith("v=");
        }
    }

    @FuzzTest
    void aNameComesBack(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        Optional<String> name = ScramMessage.unescaped(text);
        name.ifPresent(
                n ->
                        assertThat(ScramMessage.unescaped(ScramMessage.escaped(n)))
                                .as(text)
                                .contains(n));
    }
}
