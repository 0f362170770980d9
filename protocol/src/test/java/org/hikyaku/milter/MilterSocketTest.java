package org.hikyaku.milter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MilterSocketTest {

    @ParameterizedTest
    @CsvSource({
        "inet:8891@localhost, inet:8891@localhost",
        "inet:8891, inet:8891",
        "inet:8891@127.0.0.1, inet:8891@127.0.0.1",
        "inet6:8891@::1, inet6:8891@::1",
        "inet6:8891@[::1], inet6:8891@::1",
        "inet6:8891@localhost, inet6:8891@localhost",
        "unix:/run/h/h.sock, unix:/run/h/h.sock",
        "local:/run/h/h.sock, unix:/run/h/h.sock",
        "/run/h/h.sock, unix:/run/h/h.sock"
    })
    void sockets(String text, String same) {
        assertThat(MilterSocket.parse(text).orElseThrow()).hasToString(same);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "inet",
                "inet:",
                "inet:x",
                "inet:65536",
                "inet:8891@",
                "inet:8891@::1",
                "inet6:8891@127.0.0.1",
                "inet:8891@a b",
                "inet:localhost:8891",
                "unix:run/h.sock",
                "unix:",
                "local:/a b",
                "tcp:8891",
                "h.sock"
            })
    void noSockets(String text) {
        assertThat(MilterSocket.parse(text)).isEmpty();
    }

    @Test
    void aPathThatTheSystemWouldNotTake() {
        assertThat(MilterSocket.parse("/" + "a".repeat(106))).isPresent();
        assertThat(MilterSocket.parse("/" + "a".repeat(107))).isEmpty();
    }
}
