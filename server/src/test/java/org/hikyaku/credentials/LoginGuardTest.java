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

    private boolean isBarred(String client) {
        return guard.isBarred(ip(client), "somebody@here.example");
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
        assertThat(isBarred(failing)).isFalse();
        fail(failing, "", 1);
        assertThat(isBarred(failing)).isTrue();
        assertThat(isBarred(other)).isEqualTo(barred);
    }

    @Test
    void forgetsAfterAWhile() {
        fail("192.0.2.1", "", 10);
        now = now.plus(Duration.ofMinutes(10));
        assertThat(isBarred("192.0.2.1")).isTrue();
        now = now.plusMillis(1);
        assertThat(isBarred("192.0.2.1")).isFalse();
        fail("192.0.2.1", "", 9);
        assertThat(isBarred("192.0.2.1")).as("counted anew").isFalse();
    }

    /** Whoever has an account must not buy tries at the others with it. */
    @Test
    void aSuccessBuysNoMoreTries() {
        for (int i = 0; i < 10; i++) {
            fail("192.0.2.1", "victim@here.example", 1);
            guard.succeeded(ip("192.0.2.1"), "mallory@here.example");
        }
        assertThat(guard.isBarred(ip("192.0.2.1"), "victim@here.example")).isTrue();
        assertThat(guard.isBarred(ip("192.0.2.1"), "mallory@here.example")).isFalse();
    }

    @Test
    void barsALoginThatManyTry() {
        InetAddress stranger = ip("198.51.100.1");
        for (int i = 0; i < 50; i++) {
            assertThat(guard.isBarred(stranger, "a@here.example")).isFalse();
            guard.failed(ip("192.0.2." + i), i % 2 == 0 ? "a@here.example" : "A@Here.Example");
        }
        assertThat(guard.isBarred(stranger, "a@HERE.example")).isTrue();
        assertThat(guard.isBarred(stranger, "b@here.example")).isFalse();
    }

    /** From where the owner has logged in lately, what others do is no matter. */
    @Test
    void theOwnerIsNotLockedOut() {
        InetAddress home = ip("203.0.113.7");
        guard.succeeded(home, "a@here.example");
        for (int i = 0; i < 60; i++) {
            fail("192.0.2." + i, "a@here.example", 1);
        }
        fail("203.0.113.7", "other@here.example", 10);
        assertThat(guard.isBarred(home, "A@here.example")).isFalse();
        assertThat(guard.isBarred(home, "other@here.example")).isTrue();
        assertThat(guard.isBarred(ip("192.0.2.200"), "a@here.example")).isTrue();
        fail("203.0.113.7", "a@here.example", 50);
        assertThat(guard.isBarred(home, "a@here.example")).as("a thief there").isTrue();
        now = now.plus(Duration.ofDays(31));
        fail("203.0.113.7", "other@here.example", 10);
        assertThat(guard.isBarred(home, "a@here.example")).as("home no more").isTrue();
    }

    @Test
    void anEndlessLoginIsNotKept() {
        assertThat(guard.isBarred(ip("192.0.2.1"), "a".repeat(321))).isTrue();
        fail("192.0.2.1", "a".repeat(321), 1);
        assertThat(guard.isBarred(ip("192.0.2.1"), "a".repeat(320))).isFalse();
    }
}
