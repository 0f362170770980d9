package org.hikyaku.peers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hikyaku.app.Ran;
import org.hikyaku.smtp.ReplyReader;
import org.hikyaku.wire.LineReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server as a process of its own, and what SIGTERM and SIGHUP do to it. */
final class SignalsTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final String SETTINGS =
            """
            listen.smtp = ["127.0.0.1:0"]
            listen.submission = ["127.0.0.1:0"]
            listen.submissions = ["127.0.0.1:0"]
            ops.address = "none"
            """;

    @TempDir Path folder;

    private TestServer server;
    private Path file;

    @BeforeEach
    void start() {
        server = new TestServer(folder.resolve("data"), List.of());
        file = server.dir().resolve("hikyaku.toml");
        server.prepare(SETTINGS);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    /** A client of port 25. */
    private final class Client implements AutoCloseable {
        private final Socket socket;
        private final LineReader in;

        Client() throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), server.port("smtp"));
            in = new LineReader(socket.getInputStream(), 4096);
            assertThat(reply()).startsWith("220");
        }

        String reply() throws IOException {
            return ReplyReader.read(in).toString();
        }

        void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(US_ASCII));
            socket.getOutputStream().flush();
        }

        String ask(String line) throws IOException {
            send(line + "\r\n");
            return reply();
        }

        boolean isAtEnd() throws IOException {
            return socket.getInputStream().read() < 0;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void whoIsInTheMiddleOfAMessageMayFinishIt() throws IOException {
        try (Client busy = new Client();
                Client idle = new Client()) {
            busy.ask("EHLO client.example");
            busy.ask("MAIL FROM:<someone@elsewhere.example>");
            busy.ask("RCPT TO:<" + TestServer.ACCOUNT + ">");
            assertThat(busy.ask("DATA")).startsWith("354");
            busy.send("From: someone@elsewhere.example\r\n\r\nthe first half, ");
            idle.ask("EHLO client.example");
            server.signal("TERM");
            assertThat(idle.reply()).startsWith("421 4.3.2");
            assertThat(idle.isAtEnd()).isTrue();
            busy.send("and the second\r\n.\r\n");
            assertThat(busy.reply()).startsWith("250 2.0.0");
            assertThat(busy.reply()).startsWith("421 4.3.2");
            assertThat(busy.isAtEnd()).isTrue();
        }
        assertThat(server.exitStatus()).as(server.said()).isZero();
        assertThat(server.said()).contains("what=ending", "what=ended");
        Ran mail = Ran.of("mail", "list", TestServer.ACCOUNT, "--json", "--dir=" + server.dir());
        assertThat(mail.json()).hasSize(1);
    }

    private void settings(String from, String to) throws IOException {
        Files.writeString(file, Files.readString(file).replace(from, to));
    }

    private boolean greetsWith(String extension) {
        try (Client client = new Client()) {
            return client.ask("EHLO client.example").contains(extension);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void hangUp(String expected, int times) {
        server.signal("HUP");
        Pattern line = Pattern.compile(Pattern.quote(expected));
        Commands.await(
                expected + " in the log",
                LIMIT,
                () -> {
                    Matcher found = line.matcher(server.said());
                    return found.results().count() >= times;
                });
    }

    @Test
    void changedSettingsHoldAndDamagedOnesDoNot() throws IOException {
        settings("# max-message = \"50MiB\"", "max-message = \"64KiB\"");
        settings("# log-level = \"info\"", "log-level = \"debug\"");
        hangUp("what=reloaded detail=\"settings, certificate and keys hold from now on\"", 1);
        try (Client client = new Client()) {
            assertThat(client.ask("EHLO client.example")).contains("SIZE 65536");
        }
        settings("max-message = \"64KiB\"", "max-message = \"64 KB\"");
        hangUp("the new settings are not used", 1);
        assertThat(server.said()).contains("limits.max-message", "must be a size from");
        settings("[limits]", "[limits");
        hangUp("the new settings are not used", 2);
        assertThat(server.said()).contains("this is not TOML");
        try (Client client = new Client()) {
            assertThat(client.ask("EHLO client.example")).contains("SIZE 65536");
        }
    }

    @Test
    void aDamagedKeyOrCertificateChangesNothing() throws IOException {
        Path key = server.dir().resolve("keys/sender.example/ed1.ed25519.pem");
        String good = Files.readString(key);
        Files.writeString(key, "no key");
        hangUp("the new settings are not used", 1);
        Files.writeString(key, good);
        settings("[tls]\n", "[tls]\ncertificate = \"absent.pem\"\nkey = \"absent.pem\"\n");
        hangUp("the new settings are not used", 2);
        assertThat(server.said()).contains("absent.pem does not exist");
        server.awaitGreeting();
    }

    @Test
    void theLogIsAsLoudAsItIsTold() throws IOException {
        settings("# log-level = \"info\"", "log-level = \"warn\"");
        settings("# max-message = \"50MiB\"", "max-message = \"64KiB\"");
        server.signal("HUP");
        Commands.await("the new settings hold", LIMIT, () -> greetsWith("SIZE 65536"));
        settings("hostname = \"", "hostname = \"..");
        hangUp("the new settings are not used", 1);
        assertThat(server.said()).contains("trouble");
        server.signal("TERM");
        assertThat(server.exitStatus()).isZero();
        assertThat(server.said()).doesNotContain("what=ended");
    }
}
