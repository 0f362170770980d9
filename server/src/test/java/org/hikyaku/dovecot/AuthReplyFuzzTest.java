package org.hikyaku.dovecot;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** Any line gives a reply or the declared exception, and values survive their escapes. */
final class AuthReplyFuzzTest {

    @FuzzTest
    void anyLine(byte[] data) {
        String line = new String(data, StandardCharsets.UTF_8);
        assertThat(TabText.unescaped(TabText.escaped(line))).isEqualTo(line);
        assertThat(TabText.escaped(line)).doesNotContain("\t", "\n", "\r", "\0");
        try {
            assertThat(AuthReply.parse(line)).isNotNull();
        } catch (AuthReply.Malformed e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }
}
