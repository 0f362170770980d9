package org.hikyaku.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hikyaku.sasl.OneLogin.octets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ScramClientTest {

    private final ScramClient client = new ScramClient("user", "pencil", "abc");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "r=abc,s=QSXCR+Q6sek8bf92,i=4096",
                "r=abdxyz,s=QSXCR+Q6sek8bf92,i=4096",
                "r=abcxyz,s=,i=4096",
                "r=abcxyz,s=!,i=4096",
                "r=abcxyz,i=4096",
                "r=abcxyz,s=QSXCR+Q6sek8bf92",
                "r=abcxyz,s=QSXCR+Q6sek8bf92,i=0",
                "r=abcxyz,s=QSXCR+Q6sek8bf92,i=-1",
                "r=abcxyz,s=QSXCR+Q6sek8bf92,i=9999999",
                "r=abcxyz,s=QSXCR+Q6sek8bf92,i=99999999999999999999",
                "m=x,r=abcxyz,s=QSXCR+Q6sek8bf92,i=4096",
                "e=other-error",
            })
    void answersNothingToNonsense(String serverFirst) {
        assertThat(client.answer(octets(serverFirst))).isEmpty();
    }

    @Test
    void believesOnlyAProvedServer() {
        assertThat(client.isServerProved(octets("v="))).isFalse();
        assertThat(client.answer(octets("r=abcxyz,s=QSXCR+Q6sek8bf92,i=4096"))).isPresent();
        assertThat(client.isServerProved(octets("v="))).isFalse();
        assertThat(client.isServerProved(octets("e=invalid-proof"))).isFalse();
        String other = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";
        assertThat(client.isServerProved(octets(other))).isFalse();
    }
}
