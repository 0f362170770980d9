package org.hikyaku.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.hikyaku.fakes.Events;
import org.hikyaku.net.SocketFileException.Problem;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UnixListenerTest {

    @TempDir Path folder;

    private Listener start(Path path, @Nullable String group) throws IOException {
        return Listener.start(
                ListenerSettings.of(
                        "echo", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                new SocketFile(path, PosixFilePermissions.fromString("rw-rw----"), group),
                connection -> {
                    connection.deadline(Duration.ofSeconds(20));
                    connection.idle(true);
                    int octet = connection.closing() ? -1 : connection.input().read();
                    while (octet >= 0) {
                        connection.output().write(octet);
                        octet = connection.input().read();
                    }
                    connection.output().write('E');
                },
                new Events());
    }

    private static int ask(SocketChannel channel, int octet) throws IOException {
        Channels.newOutputStream(channel).write(octet);
        return Channels.newInputStream(channel).read();
    }

    private void requireServed(Path path) throws IOException {
        try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            assertThat(ask(client, 'a')).isEqualTo('a');
            assertThat(ask(client, 'b')).isEqualTo('b');
            client.shutdownOutput();
            assertThat(Channels.newInputStream(client).read()).isEqualTo('E');
        }
    }

    @Test
    void servesWithItsModeAndGoesWithItsFile() throws IOException {
        Path path = folder.resolve("m.sock");
        try (Listener listener = start(path, null)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rw-rw----");
            assertThat(listener.port()).isZero();
            requireServed(path);
            requireServed(path);
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void stoppingEndsWhoWaits() throws IOException {
        Path path = folder.resolve("m.sock");
        try (Listener listener = start(path, null);
                SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            assertThat(ask(client, 'a')).isEqualTo('a');
            listener.stop(Duration.ofSeconds(20));
            assertThat(Channels.newInputStream(client).read()).isEqualTo('E');
        }
    }

    @Test
    void aSocketOnWhichNobodyAnswersIsReplaced() throws IOException {
        Path path = folder.resolve("m.sock");
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(path));
        }
        assertThat(path).exists();
        try (Listener _ = start(path, null)) {
            requireServed(path);
        }
    }

    @Test
    void aSocketOnWhichSomebodyAnswersIsNot() throws IOException {
        Path path = folder.resolve("m.sock");
        try (Listener _ = start(path, null)) {
            requireProblem(path, null, Problem.IN_USE);
            requireServed(path);
        }
    }

    @Test
    void whatStandsInTheWay() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "precious");
        requireProblem(file, null, Problem.NO_SOCKET);
        assertThat(file).hasContent("precious");
        requireProblem(folder.resolve("none/m.sock"), null, Problem.NO_FOLDER);
        requireProblem(folder.resolve("m.sock"), "no-such-group", Problem.NO_GROUP);
        requireProblem(folder.resolve("a".repeat(120)), null, Problem.OTHER);
    }

    private void requireProblem(Path path, @Nullable String group, Problem problem) {
        assertThatThrownBy(() -> start(path, group))
                .isInstanceOfSatisfying(
                        SocketFileException.class,
                        e -> {
                            assertThat(e.problem()).isEqualTo(problem);
                            assertThat(e.path()).isEqualTo(path);
                        });
    }

    @Test
    void aSuccessorsFileIsLeftAlone() throws IOException {
        Path path = folder.resolve("m.sock");
        try (Listener first = start(path, null)) {
            Files.delete(path);
            try (Listener _ = start(path, null)) {
                first.stop(Duration.ZERO);
                requireServed(path);
            }
        }
    }
}
