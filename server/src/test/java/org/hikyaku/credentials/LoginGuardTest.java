package org.hikyaku.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LoginGuardTest {

    private Instant now = Instant.parse("2026-11-24T10:00:00Z");
    private final LoginGuard guard = new LoginGuard(() -> now);

    private static InetAddress ip(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private void fail(String client, String login, int times) {
        for (int i = 0; i < times; i++) {
            guard.failed(ip(client), login);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "2001:db8:1:2::1, 2001:db8:1:2:ffff::1, true",
        "2001:db8:1:2::1, 2001:db8:1:3::1, false",
        "::ffff:192.0.2.1, 192.0.2.1, true",
    })
    void barsANetwork(String failing, String other, boolean barred) {
        fail(failing, "", 9);
        assertThat(guard.isBarred(ip(failing))).isFalse();
        fail(failing, "", 1);
        assertThat(guard.isBarred(ip(failing))).isTrue();
        assertThat(guard.isBarred(ip(other))).isEqualTo(barred);
    }

    @Test
    void forgetsAfterAWhile() {
        fail("192.0.2.1", "", 10);
        now = now.plus(Duration.ofMinutes(10));
        assertThat(guard.isBarred(ip("192.0.2.1"))).isTrue();
        now = now.plusMillis(1);
        assertThat(guard.isBarred(ip("192.0.2.1"))).isFalse();
        fail("192.0.2.1", "", 9);
        assertThat(guard.isBarred(ip("192.0.2.1"))).as("counted anew").isFalse();
    }

    @Test
    void aSuccessClearsTheNetwork() {
        fail("192.0.2.1", "a@here.example", 9);
        guard.succeeded(ip("192.0.2.1"));
        fail("192.0.2.1", "a@here.example", 9);
        assertThat(guard.isBarred(ip("192.0.2.1"))).isFalse();
    }

    @Test
    void barsALoginThatManyTry() {
        for (int i = 0; i < 50; i++) {
            assertThat(guard.isBarred("a@here.example")).isFalse();
            guard.failed(ip("192.0.2." + i), i % 2 == 0 ? "a@here.example" : "A@Here.Example");
        }
        assertThat(guard.isBarred("a@HERE.example")).isTrue();
        assertThat(guard.isBarred("b@here.example")).isFalse();
        guard.succeeded(ip("192.0.2.1"));
        assertThat(guard.isBarred("a@here.example")).isTrue();
    }

    @Test
    void anEndlessLoginIsNotKept() {
        String endless = "a".repeat(321);
        fail("192.0.2.1", endless, 60);
        assertThat(guard.isBarred(endless)).isFalse();
    }
}
