package org.hikyaku.dovecot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines of Dovecot 2.3 and what they mean. */
final class AuthReplyTest {

    @Test
    void linesOfAHandshake() throws AuthReply.Malformed {
        assertThat(AuthReply.parse("VERSION\t1\t2")).isEqualTo(new AuthReply.Version(1, 2));
        assertThat(AuthReply.parse("MECH\tPLAIN\tplaintext"))
                .isEqualTo(new AuthReply.Mechanism("PLAIN", Set.of("plaintext")));
        assertThat(AuthReply.parse("SPID\t7131")).isEqualTo(new AuthReply.Other("SPID"));
        assertThat(AuthReply.parse("DONE")).isEqualTo(new AuthReply.Done());
    }

    @Test
    void answers() throws AuthReply.Malformed {
        assertThat(AuthReply.parse("OK\t1\tuser=amy@kept.example\toriginal_user=amy"))
                .isEqualTo(new AuthReply.Success(1, "amy@kept.example"));
        assertThat(AuthReply.parse("FAIL\t1\tuser=amy\tcode=temp_fail"))
                .isEqualTo(new AuthReply.Failure(1, true, "amy", "temp_fail"));
        assertThat(AuthReply.parse("FAIL\t1\tuser=a\001tb\treason=no\001nway"))
                .isEqualTo(new AuthReply.Failure(1, false, "a\tb", "no\nway"));
        assertThat(AuthReply.parse("CONT\t1\tVXNlcm5hbWU6"))
                .isInstanceOfSatisfying(
                        AuthReply.Continue.class,
                        c ->
                                assertThat(new String(c.challenge(), StandardCharsets.US_ASCII))
                                        .isEqualTo("Username:"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "VERSION",
                "VERSION\t1",
                "VERSION\tx\t1",
                "MECH",
                "MECH\t",
                "CONT\t1\t***",
                "OK",
                "OK\tx",
                "FAIL\t99999999999999"
            })
    void whatIsNone(String line) {
        assertThatThrownBy(() -> AuthReply.parse(line)).isInstanceOf(AuthReply.Malformed.class);
    }

    @Test
    void aRequestInOneLineAndNothingSecretInItsText() throws Exception {
        var request =
                new AuthRequest(
                        "PL\tAIN\n",
                        new InetSocketAddress("192.0.2.1", 587),
                        InetAddress.getByName("2001:db8::5"),
                        true,
                        "secret".getBytes(StandardCharsets.UTF_8));
        assertThat(request.line(1))
                .isEqualTo(
                        "AUTH\t1\tPL\001tAIN\001n\tservice=smtp\tlip=192.0.2.1"
                                + "\trip=2001:db8:0:0:0:0:0:5\tlport=587\tsecured=tls\tnologin"
                                + "\tresp=c2VjcmV0\n");
        assertThat(request.toString()).doesNotContain("secret", "c2VjcmV0");
    }
}
