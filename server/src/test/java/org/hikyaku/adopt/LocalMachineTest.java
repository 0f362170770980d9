package org.hikyaku.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.hikyaku.milter.MilterCommand;
import org.hikyaku.milter.MilterReader;
import org.hikyaku.milter.MilterReply;
import org.hikyaku.milter.MilterSocket;
import org.hikyaku.milter.MilterWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a check sees of services that are really there, on loopback. */
final class LocalMachineTest {

    @TempDir Path folder;

    private final LocalMachine machine = new LocalMachine(Duration.ZERO);

    private interface Service {
        void serve(SocketChannel client) throws IOException;
    }

    private static ServerSocketChannel tcp(Service service) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return serving(server, service);
    }

    private static ServerSocketChannel serving(ServerSocketChannel server, Service service) {
        Thread.startVirtualThread(
                () -> {
                    while (server.isOpen()) {
                        try (SocketChannel client = server.accept()) {
                            service.serve(client);
                        } catch (ClosedChannelException _) {
                            return;
                        } catch (IOException _) {
                            // That client has gone; the next one comes.
                        }
                    }
                });
        return server;
    }

    private static InetSocketAddress address(ServerSocketChannel server) throws IOException {
        return (InetSocketAddress) server.getLocalAddress();
    }

    private static MilterSocket socket(ServerSocketChannel server) throws IOException {
        return new MilterSocket.Inet(address(server).getPort(), "127.0.0.1", false);
    }

    private static void negotiate(SocketChannel client) throws IOException {
        MilterCommand first = new MilterReader(Channels.newInputStream(client)).command();
        if (first instanceof MilterCommand.Negotiate(var offered)) {
            MilterWriter out = new MilterWriter(Channels.newOutputStream(client));
            out.put(new MilterReply.Negotiated(offered, Map.of()));
            out.flush();
        }
    }

    private static Service says(String text) {
        return client -> client.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aServerGreets() throws IOException {
        try (ServerSocketChannel good = tcp(says("220 mail.example.com ESMTP\r\n"));
                ServerSocketChannel bad = tcp(says("554 go away\r\n"))) {
            assertThat(machine.complaint(new Check.Greets(address(good)))).isEmpty();
            assertThat(machine.complaint(new Check.Greets(address(bad))))
                    .hasValueSatisfying(why -> assertThat(why).contains("554 go away"));
        }
    }

    @Test
    void aFilterNegotiates() throws IOException {
        try (ServerSocketChannel filter = tcp(LocalMachineTest::negotiate)) {
            assertThat(machine.complaint(new Check.MilterAnswers(socket(filter)))).isEmpty();
            assertThat(machine.complaint(new Check.Silent(socket(filter)))).isPresent();
        }
    }

    @Test
    void whatIsNoFilterDoesNot() throws IOException {
        try (ServerSocketChannel other = tcp(says("220 mail.example.com ESMTP\r\n"))) {
            assertThat(machine.complaint(new Check.MilterAnswers(socket(other)))).isPresent();
        }
    }

    @Test
    void aFilterNegotiatesAtAPath() throws IOException {
        Path path = folder.resolve("s");
        MilterSocket socket = new MilterSocket.Unix(path.toString());
        assertThat(machine.complaint(new Check.MilterAnswers(socket))).isPresent();
        assertThat(machine.complaint(new Check.Silent(socket))).isEmpty();
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(path));
        try (ServerSocketChannel _ = serving(server, LocalMachineTest::negotiate)) {
            assertThat(machine.complaint(new Check.MilterAnswers(socket))).isEmpty();
        }
    }

    @Test
    void whoIsStillConnectedIsNotWaitedForWithoutEnd() throws IOException {
        try (ServerSocketChannel server = tcp(client -> client.read(ByteBuffer.allocate(1)))) {
            MilterSocket socket = socket(server);
            Probes probes = new Probes();
            assertThat(probes.unused(socket)).isEmpty();
            try (SocketChannel client = SocketChannel.open(address(server))) {
                assertThat(client.isConnected()).isTrue();
                assertThat(probes.unused(socket)).isPresent();
                assertThat(machine.complaint(new Check.Unused(socket))).isEmpty();
            }
        }
    }

    @Test
    void aProgramThatFailsIsToldWithWhatItSays() {
        assertThat(machine.run(List.of("true"))).isEmpty();
        assertThat(machine.run(List.of("sh", "-c", "echo no >&2; exit 3")))
                .contains("status 3: no");
        assertThat(machine.run(List.of("no-such-program-here"))).isPresent();
        assertThat(machine.complaint(new Check.Runs(List.of("false")))).isPresent();
    }

    @Test
    void aFolderIsMadeOnceAndGoesWhereItIsEmpty() throws IOException {
        int uid = (Integer) Files.getAttribute(folder, "unix:uid");
        int gid = (Integer) Files.getAttribute(folder, "unix:gid");
        Folder made = new Folder(folder.resolve("a"), uid, gid, 0750);
        machine.makeFolder(made);
        machine.makeFolder(made);
        assertThat((Integer) Files.getAttribute(made.path(), "unix:mode") & 07777).isEqualTo(0750);
        Files.createFile(made.path().resolve("x"));
        machine.removeFolder(made.path());
        assertThat(made.path()).exists();
        Files.delete(made.path().resolve("x"));
        machine.removeFolder(made.path());
        machine.removeFolder(made.path());
        assertThat(made.path()).doesNotExist();
    }
}
