package org.hikyaku.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.hikyaku.fakes.ScriptedHost;
import org.hikyaku.name.DomainName;
import org.hikyaku.queue.AttemptResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever a host does instead of answering: the message is never lost and never taken for sent.
 */
final class HostMisbehavesTest {

    private static final String YOU = "you@to.example";

    @TempDir Path folder;

    private OutboundWorld world(ScriptedHost host) {
        return new OutboundWorld(folder, host.port(), "to.example A 127.0.0.1");
    }

    /** With little time for each reply. */
    private OutboundWorld hasty(ScriptedHost host) {
        OutboundSettings hasty =
                new OutboundSettings(
                        DomainName.of("mx.here.example"),
                        host.port(),
                        null,
                        Duration.ofSeconds(10),
                        Duration.ofMillis(300));
        return new OutboundWorld(folder, hasty, "to.example A 127.0.0.1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CONNECT | stall | the host did not answer in time",
                "EHLO | stall | the host did not answer in time",
                "MAIL | stall | the host did not answer in time",
                "RCPT | stall | the host did not answer in time",
                "DATA | stall | the host did not answer in time",
                ". | stall | the host did not answer in time, after the message was sent",
                "CONNECT | close | the host closed the connection",
                "EHLO | close | the host closed the connection",
                "MAIL | close | the host closed the connection",
                "RCPT | close | the host closed the connection",
                "DATA | close | the host closed the connection",
                ". | close | the host closed the connection, after the message was sent",
                "CONNECT | endless | a reply",
                "EHLO | endless | a reply of more than 200 lines",
                "MAIL | endless | a reply of more than 200 lines",
                "RCPT | endless | a reply of more than 200 lines",
                "DATA | endless | a reply of more than 200 lines",
                ". | endless | a reply of more than 200 lines, after the message was sent",
                "CONNECT | SSH-2.0-OpenSSH | is no reply",
                "MAIL | 25 | is no reply",
                "RCPT | 999 what | is no reply",
                "DATA | 250 ok | in answer to DATA",
                "DATA | 200 | in answer to DATA",
                ". | \u0001\u0002x | is no reply",
            })
    void triedAgain(String command, String answer, String words) throws IOException {
        for (boolean pipelining : new boolean[] {true, false}) {
            try (ScriptedHost host = ScriptedHost.start();
                    OutboundWorld world =
                            answer.equals(ScriptedHost.STALL) ? hasty(host) : world(host)) {
                host.offering(pipelining ? "PIPELINING" : "X-NONE").on(command, answer);
                AttemptResult result = world.send(YOU).of(YOU);
                assertThat(result).isInstanceOf(AttemptResult.Unreachable.class);
                assertThat(result.text()).contains(words);
                assertThat(host.taken()).hasSizeLessThanOrEqualTo(1);
            }
        }
    }

    /** RFC 5321 section 3.8: 421 may come in answer to anything. */
    @ParameterizedTest
    @CsvSource({"CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "."})
    void a421IsForNow(String command) throws IOException {
        for (boolean pipelining : new boolean[] {true, false}) {
            try (ScriptedHost host = ScriptedHost.start();
                    OutboundWorld world = world(host)) {
                host.offering(pipelining ? "PIPELINING" : "X-NONE")
                        .on(command, "421 4.3.2 going down");
                AttemptResult result = world.send(YOU).of(YOU);
                assertThat(result).isInstanceOf(AttemptResult.Deferred.class);
                assertThat(result.text()).isEqualTo("421 4.3.2 going down");
                assertThat(host.taken()).isEmpty();
                // Not used again.
                host.on(command, "");
                assertThat(world.send(YOU).of(YOU)).isInstanceOf(AttemptResult.Delivered.class);
                assertThat(host.connections()).isEqualTo(2);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MAIL | 354 what",
                "RCPT | 354 what",
                ". | 354 once more",
            })
    void a3xxOutOfPlaceIsNoSuccess(String command, String answer) throws IOException {
        for (boolean pipelining : new boolean[] {true, false}) {
            try (ScriptedHost host = ScriptedHost.start();
                    OutboundWorld world = world(host)) {
                host.offering(pipelining ? "PIPELINING" : "X-NONE").on(command, answer);
                assertThat(world.send(YOU).of(YOU)).isInstanceOf(AttemptResult.Deferred.class);
            }
        }
    }

    /** RFC 7435 section 3: no worse than without TLS; on a new connection. */
    @ParameterizedTest
    @CsvSource({
        "STARTTLS, stall",
        "STARTTLS, close",
        "STARTTLS, endless",
        "STARTTLS, 454 4.7.0 not now",
        "STARTTLS, 250 ok",
        "handshake, stall",
        "handshake, close",
        "handshake, 250 injected",
    })
    void tlsThatFailsIsDoneWithout(String command, String answer) throws IOException {
        try (ScriptedHost host = ScriptedHost.start().encrypting();
                OutboundWorld world =
                        answer.equals(ScriptedHost.STALL) ? hasty(host) : world(host)) {
            host.on(command, answer);
            assertThat(world.send(YOU).of(YOU)).isInstanceOf(AttemptResult.Delivered.class);
            assertThat(host.connections()).isEqualTo(2);
            assertThat(host.taken())
                    .singleElement()
                    .satisfies(
                            t -> {
                                assertThat(t.tls()).isFalse();
                                assertThat(t.data()).isEqualTo(OutboundWorld.TEXT);
                            });
        }
    }

    /** RFC 5321 section 3.2: HELO where EHLO is not known. */
    @ParameterizedTest
    @CsvSource({"500 5.5.1 what", "502 5.5.1 no", "550 no", "554 5.7.1 no"})
    void heloWhereEhloIsNotKnown(String answer) throws IOException {
        try (ScriptedHost host = ScriptedHost.start();
                OutboundWorld world = world(host)) {
            host.on("EHLO", answer);
            assertThat(world.send(YOU).of(YOU)).isInstanceOf(AttemptResult.Delivered.class);
            assertThat(host.commands()).contains("HELO mx.here.example");
        }
    }

    @Test
    void aRefusalOfHeloIsARefusal() throws IOException {
        try (ScriptedHost host = ScriptedHost.start();
                OutboundWorld world = world(host)) {
            host.on("EHLO", "550 5.7.1 not you").on("HELO", "550 5.7.1 not you");
            assertThat(world.send(YOU).of(YOU)).isInstanceOf(AttemptResult.Refused.class);
        }
    }
}
