package org.hikyaku.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.hikyaku.fakes.Events;
import org.hikyaku.ops.Event;
import org.junit.jupiter.api.Test;

final class ListenerTest {

    private static final InetSocketAddress ANY_PORT =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    /** Sends back each octet; what it says when it is busy is {@code B}. */
    private static final class Echo implements ConnectionHandler {
        @Override
        public void serve(Connection connection) throws IOException {
            connection.idle(true);
            int octet = connection.closing() ? -1 : connection.input().read();
            while (octet >= 0) {
                connection.output().write(octet);
                octet = connection.input().read();
            }
            connection
                    .output()
                    .write(connection.expired() ? 'T' : connection.closing() ? 'C' : 'E');
        }

        @Override
        public byte[] busy() {
            return "B".getBytes(StandardCharsets.US_ASCII);
        }
    }

    private final Events events = new Events();

    private Listener start(int max, int perAddress, Duration age) throws IOException {
        return Listener.start(
                new ListenerSettings("echo", ANY_PORT, max, perAddress, age), new Echo(), events);
    }

    private static Socket connect(Listener listener) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static int ask(Socket socket, int octet) throws IOException {
        socket.getOutputStream().write(octet);
        return socket.getInputStream().read();
    }

    @Test
    void servesSeveralAtOnce() throws IOException {
        try (var listener = start(10, 10, Duration.ofMinutes(1));
                var a = connect(listener);
                var b = connect(listener)) {
            assertThat(ask(b, 'b')).isEqualTo('b');
            assertThat(ask(a, 'a')).isEqualTo('a');
            assertThat(listener.connections()).isEqualTo(2);
            assertThat(listener.address().getPort()).isEqualTo(listener.port());
        }
    }

    @Test
    void thePortThatIsTakenIsNamed() throws IOException {
        try (var listener = start(1, 1, Duration.ofMinutes(1))) {
            var same = ListenerSettings.of("echo", listener.address());
            assertThatThrownBy(() -> Listener.start(same, new Echo(), events))
                    .isInstanceOfSatisfying(
                            ListenException.class, e -> assertThat(e.isForbidden()).isFalse())
                    .hasMessageContaining("port " + listener.port())
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void anUnknownHostIsNamed() {
        var nowhere = ListenerSettings.of("x", InetSocketAddress.createUnresolved("no.invalid", 1));
        assertThatThrownBy(() -> Listener.start(nowhere, new Echo(), events))
                .isInstanceOf(ListenException.class)
                .hasMessageContaining("no.invalid port 1");
    }

    @Test
    void oneAddressGetsOnlyItsShare() throws IOException {
        try (var listener = start(10, 1, Duration.ofMinutes(1));
                var a = connect(listener)) {
            assertThat(ask(a, 'a')).isEqualTo('a');
            try (var b = connect(listener)) {
                assertThat(b.getInputStream().read()).isEqualTo('B');
                assertThat(b.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(events.of(Event.Refused.class))
                    .singleElement()
                    .satisfies(e -> assertThat(e.cause()).contains("more than 1 from this"));
        }
    }

    @Test
    void allTogetherGetOnlySoMany() throws IOException {
        try (var listener = start(1, 10, Duration.ofMinutes(1));
                var a = connect(listener)) {
            assertThat(ask(a, 'a')).isEqualTo('a');
            try (var b = connect(listener)) {
                assertThat(b.getInputStream().read()).isEqualTo('B');
            }
        }
    }

    @Test
    void nobodyStaysForEver() throws IOException {
        try (var listener = start(1, 1, Duration.ofMillis(200));
                var a = connect(listener)) {
            assertThat(ask(a, 'a')).isEqualTo('a');
            assertThat(a.getInputStream().read()).isEqualTo('T');
            assertThat(a.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void stoppingWakesWhoeverWaits() throws IOException {
        var listener = start(2, 2, Duration.ofMinutes(1));
        try (var a = connect(listener)) {
            assertThat(ask(a, 'a')).isEqualTo('a');
            listener.stop(Duration.ofSeconds(20));
            assertThat(a.getInputStream().read()).isEqualTo('C');
            assertThat(listener.connections()).isZero();
            assertThatThrownBy(() -> connect(listener)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void stoppingDoesNotWaitForTheStubborn() throws Exception {
        var reached = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        ConnectionHandler stubborn =
                connection -> {
                    reached.countDown();
                    connection.input().read(); // not idle: a command is under way
                };
        var listener = Listener.start(ListenerSettings.of("x", ANY_PORT), stubborn, events);
        try (var a = connect(listener)) {
            reached.await();
            listener.stop(Duration.ofMillis(50));
            assertThat(listener.connections()).isZero();
            assertThat(never.getCount()).isEqualTo(1);
        }
    }

    @Test
    void aBugEndsOneConnectionOnly() throws IOException {
        ConnectionHandler broken =
                _ -> {
                    throw new IllegalStateException("broken");
                };
        try (var listener = Listener.start(ListenerSettings.of("x", ANY_PORT), broken, events)) {
            for (int i = 0; i < 3; i++) {
                try (var a = connect(listener)) {
                    assertThat(a.getInputStream().read()).isEqualTo(-1);
                }
            }
            assertThat(events.of(Event.Bug.class)).isNotEmpty();
        }
    }

    @Test
    void peersAreCountedByWhatOneCustomerGets() throws IOException {
        var counts = new PeerCounts(2);
        assertThat(counts.enter(InetAddress.ofLiteral("2001:db8::1"))).isTrue();
        assertThat(counts.enter(InetAddress.ofLiteral("2001:db8::ffff:1"))).isTrue();
        assertThat(counts.enter(InetAddress.ofLiteral("2001:db8::2"))).isFalse();
        assertThat(counts.enter(InetAddress.ofLiteral("2001:db8:0:1::2"))).isTrue();
        assertThat(counts.enter(InetAddress.ofLiteral("192.0.2.1"))).isTrue();
        assertThat(counts.enter(InetAddress.ofLiteral("192.0.2.2"))).isTrue();
        for (String peer : new String[] {"2001:db8::1", "2001:db8::5", "2001:db8:0:1::2"}) {
            counts.leave(InetAddress.ofLiteral(peer));
        }
        counts.leave(InetAddress.ofLiteral("192.0.2.1"));
        counts.leave(InetAddress.ofLiteral("192.0.2.2"));
        assertThat(counts.size()).isZero();
    }
}
