package org.hikyaku.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import org.hikyaku.fakes.ScriptedHost;
import org.hikyaku.findings.SmtpSeen;
import org.hikyaku.name.DomainName;
import org.junit.jupiter.api.Test;

/** Mail hosts of all sorts, looked at from outside. */
final class SmtpProbeTest {

    private static final DomainName HOST = DomainName.of("mx.example.com");

    private static SmtpSeen look(ScriptedHost host) {
        return FakeWorld.probe(host.port()).look(HOST, InetAddress.getLoopbackAddress());
    }

    @Test
    void aHostInOrderIsLookedAtAndLeft() throws Exception {
        try (ScriptedHost host = ScriptedHost.start().encrypting().on("RCPT", "550 5.7.1 no")) {
            SmtpSeen.Session session = (SmtpSeen.Session) look(host);
            assertThat(session.greeting()).contains("scripted.example");
            assertThat(session.extensions()).contains("STARTTLS", "SIZE 1000000");
            assertThat(session.relay()).isEqualTo(new SmtpSeen.Relay(false, "550 5.7.1 no"));
            SmtpSeen.Tls.Works tls = (SmtpSeen.Tls.Works) session.tls();
            assertThat(tls.version()).isEqualTo("TLSv1.3");
            assertThat(tls.chain()).hasSize(1);
            assertThat(tls.trusted()).isTrue();
            assertThat(host.allCommands())
                    .containsExactly(
                            "EHLO probe.example",
                            "STARTTLS",
                            "EHLO probe.example",
                            "MAIL FROM:<postmaster@probe.example>",
                            "RCPT TO:<hikyaku-relay-test@example.org>",
                            "RSET",
                            "QUIT");
        }
    }

    @Test
    void anOpenRelayIsFoundAndNothingIsSentThroughIt() throws IOException {
        try (ScriptedHost host = ScriptedHost.start()) {
            SmtpSeen.Session session = (SmtpSeen.Session) look(host);
            assertThat(session.relay().accepted()).isTrue();
            assertThat(session.tls()).isInstanceOf(SmtpSeen.Tls.NotOffered.class);
            assertThat(host.commands()).contains("RSET").noneMatch(c -> c.startsWith("DATA"));
            assertThat(host.taken()).isEmpty();
        }
    }

    @Test
    void aHostThatRefusesTellsWhy() throws IOException {
        try (ScriptedHost host = ScriptedHost.start().on(ScriptedHost.GREETING, "554 5.7.1 go")) {
            assertThat(look(host)).isEqualTo(new SmtpSeen.Refused("554 5.7.1 go"));
        }
        try (ScriptedHost host = ScriptedHost.start().on("EHLO", "550 5.5.1 no")) {
            assertThat(look(host)).isEqualTo(new SmtpSeen.Refused("550 5.5.1 no"));
        }
    }

    @Test
    void encryptionThatDoesNotWorkIsBroken() throws IOException {
        try (ScriptedHost host =
                ScriptedHost.start().encrypting().on("STARTTLS", "454 4.7.0 not now")) {
            SmtpSeen.Session session = (SmtpSeen.Session) look(host);
            assertThat(session.tls()).isEqualTo(new SmtpSeen.Tls.Broken("454 4.7.0 not now"));
        }
        try (ScriptedHost host =
                ScriptedHost.start().encrypting().on("STARTTLS", ScriptedHost.CLOSE)) {
            assertThat(((SmtpSeen.Session) look(host)).tls())
                    .isInstanceOf(SmtpSeen.Tls.Broken.class);
        }
    }

    @Test
    void aHostThatHangsUpIsUnreachable() throws IOException {
        try (ScriptedHost host =
                ScriptedHost.start().on(ScriptedHost.GREETING, ScriptedHost.CLOSE)) {
            assertThat(look(host)).isInstanceOf(SmtpSeen.Unreachable.class);
        }
    }

    @Test
    void aHostThatHangsUpAtTheStrangerIsNoRelay() throws IOException {
        try (ScriptedHost host = ScriptedHost.start().on("RCPT", ScriptedHost.CLOSE)) {
            assertThat(((SmtpSeen.Session) look(host)).relay().accepted()).isFalse();
        }
    }

    @Test
    void aHostThatSaysNothingIsLeftAtTheDeadline() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            SmtpProbe probe =
                    new SmtpProbe(
                            HOST,
                            silent.getLocalPort(),
                            null,
                            InstantSource.system(),
                            Duration.ofMillis(200));
            assertThat(probe.look(HOST, InetAddress.getLoopbackAddress()))
                    .isInstanceOf(SmtpSeen.Unreachable.class);
        }
    }

    @Test
    void nobodyAtThePortIsUnreachable() throws IOException {
        int port;
        try (ServerSocket gone = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            port = gone.getLocalPort();
        }
        assertThat(FakeWorld.probe(port).look(HOST, InetAddress.getLoopbackAddress()))
                .isInstanceOf(SmtpSeen.Unreachable.class);
    }
}
