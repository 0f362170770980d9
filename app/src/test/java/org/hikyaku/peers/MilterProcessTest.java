package org.hikyaku.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hikyaku.milter.MilterCommand;
import org.hikyaku.milter.MilterOptions;
import org.hikyaku.milter.MilterReader;
import org.hikyaku.milter.MilterReply;
import org.hikyaku.milter.MilterWriter;
import org.hikyaku.store.embedded.EmbeddedStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The milter as a process of its own on a data folder, and what signals do to it. */
final class MilterProcessTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir Path folder;

    private TestServer data;
    private Path socket;
    private Path log;
    private Process process;

    @BeforeEach
    void start() throws IOException {
        data = new TestServer(folder.resolve("data"), List.of());
        data.prepare("dns.servers = [\"127.0.0.1:9\"]\ndns.timeout = \"100ms\"\n");
        socket = folder.resolve("m.sock");
        log = folder.resolve("log");
        process =
                new ProcessBuilder(
                                TestServer.java(
                                        List.of(),
                                        "milter",
                                        "--lang=en",
                                        "--dir",
                                        data.dir().toString(),
                                        "--listen",
                                        "unix:" + socket,
                                        "--listen",
                                        "inet:0@127.0.0.1"))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        Commands.await(this::said, LIMIT, () -> said().contains("\nready;"));
    }

    @AfterEach
    void stop() {
        process.destroyForcibly();
    }

    private String said() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void signal(String name) {
        Commands.run("kill", "-" + name, Long.toString(process.pid()));
    }

    /** A message of a client; all replies to it. */
    private List<MilterReply> send(String address, String from) throws IOException {
        List<MilterReply> replies = new ArrayList<>();
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            MilterWriter out = new MilterWriter(Channels.newOutputStream(channel));
            MilterReader in = new MilterReader(Channels.newInputStream(channel));
            out.put(new MilterCommand.Negotiate(new MilterOptions(6, 0x1ff, 0x1fffff)));
            out.put(
                    new MilterCommand.Connect(
                            "client.example", MilterCommand.Family.INET, 1, address));
            out.put(new MilterCommand.Mail(List.of("<" + from + ">")));
            out.put(new MilterCommand.Rcpt(List.of("<bob@out.example>")));
            out.put(new MilterCommand.Header("From", " " + from));
            out.put(new MilterCommand.EndOfHeaders());
            out.put(new MilterCommand.EndOfBody(new byte[0], 0, 0));
            out.put(new MilterCommand.Quit());
            out.flush();
            for (MilterReply one = in.reply(); one != null; one = in.reply()) {
                replies.add(one);
            }
        }
        return replies;
    }

    private static long signatures(List<MilterReply> replies) {
        return replies.stream()
                .filter(MilterReply.InsertHeader.class::isInstance)
                .filter(r -> ((MilterReply.InsertHeader) r).name().equals("DKIM-Signature"))
                .count();
    }

    @Test
    void itSignsChecksReloadsAndEnds() throws Exception {
        assertThat(said())
                .contains("signs for sender.example with ed1, rsa1")
                .contains("milter listens on unix:" + socket)
                .containsPattern("milter listens on inet:[1-9][0-9]*@127\\.0\\.0\\.1");
        assertThat(signatures(send("127.0.0.1", TestServer.ACCOUNT))).isEqualTo(2);
        assertThat(signatures(send("203.0.113.5", TestServer.ACCOUNT))).isZero();

        Path file = data.dir().resolve("hikyaku.toml");
        String settings = Files.readString(file);
        String changed =
                settings.replace(
                        "# internal-networks = [\"127.0.0.0/8\", \"::1\"]",
                        "internal-networks = [\"203.0.113.0/24\"]");
        assertThat(changed).isNotEqualTo(settings);
        Files.writeString(file, changed);
        signal("USR1");
        Commands.await(this::said, LIMIT, () -> said().contains("what=reloaded"));
        assertThat(signatures(send("203.0.113.5", TestServer.ACCOUNT))).isEqualTo(2);

        Files.writeString(file, "hostname = 7\n");
        signal("HUP");
        Commands.await(this::said, LIMIT, () -> said().contains("the new settings are not used"));
        assertThat(signatures(send("203.0.113.5", TestServer.ACCOUNT))).isEqualTo(2);

        signal("TERM");
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(socket).doesNotExist();
        try (EmbeddedStore store = EmbeddedStore.open(data.dir())) {
            assertThat(store.evidence().inbound(Instant.EPOCH, 9))
                    .singleElement()
                    .satisfies(row -> assertThat(row.clientIp()).isEqualTo("203.0.113.5"));
        }
    }
}
