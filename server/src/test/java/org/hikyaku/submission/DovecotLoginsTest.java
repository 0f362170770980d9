package org.hikyaku.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hikyaku.credentials.LoginGuard;
import org.hikyaku.fakes.ScriptedClient;
import org.hikyaku.name.DomainName;
import org.hikyaku.net.StreamAddress;
import org.hikyaku.ops.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logins that an authentication server decides about: one that says what a test tells it to. */
final class DovecotLoginsTest {

    private static final String HANDSHAKE =
            "VERSION\t1\t2\nMECH\tLOGIN\tplaintext\nMECH\tPLAIN\tplaintext\nMECH\tGSSAPI\nSPID\t1\nDONE\n";

    @TempDir Path folder;
    private ServerSocket dovecot;
    private volatile String handshake = HANDSHAKE;
    private volatile String answer = "OK\t1\tuser=b@here.example\n";
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private SubmissionServer server;

    @BeforeEach
    void start() throws IOException {
        dovecot = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
        var clock = InstantSource.fixed(SubmissionServer.NOW);
        var events = new org.hikyaku.fakes.Events();
        var logins =
                new DovecotLogins(
                        new StreamAddress("127.0.0.1:" + dovecot.getLocalPort()),
                        DomainName.of("here.example"),
                        new LoginGuard(clock),
                        events,
                        clock);
        server =
                new SubmissionServer(
                        folder, List.of(), logins, store -> Senders.of(store, Senders.Width.OWN));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        dovecot.close();
    }

    private void accept() {
        while (!dovecot.isClosed()) {
            try {
                Socket socket = dovecot.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException _) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            say(socket, handshake);
            BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("AUTH") || line.startsWith("CONT")) {
                    asked.add(line);
                    say(socket, answer);
                }
            }
        } catch (IOException _) {
            // the client has gone
        }
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private ScriptedClient client() throws IOException {
        ScriptedClient client = ScriptedClient.connect(server.listener.port());
        client.hello();
        client.startTls();
        return client;
    }

    private String login(String name) throws IOException {
        try (ScriptedClient client = client()) {
            return client.ask("AUTH PLAIN " + SubmissionServer.plain(name, "secret")).toString();
        }
    }

    @Test
    void whatItIsToldAndWhatItLeadsTo() throws IOException {
        try (ScriptedClient client = client()) {
            assertThat(client.ask("EHLO client.example").lines()).contains("AUTH PLAIN LOGIN");
            assertThat(client.ask("AUTH PLAIN " + SubmissionServer.plain("b", "secret")).code())
                    .isEqualTo(235);
            assertThat(asked.getFirst())
                    .contains("\tservice=smtp\tlip=127.0.0.1\trip=127.0.0.1\tlport=")
                    .contains("\tsecured=tls\tnologin\tresp=");
            assertThat(client.ask("MAIL FROM:<b+tag@here.example>").code()).isEqualTo(250);
            client.ask("RSET");
            assertThat(client.ask("MAIL FROM:<c@here.example>").code()).isEqualTo(553);
        }
    }

    @Test
    void aNameWithoutADomainGetsTheOneOfTheSettings() throws IOException {
        answer = "OK\t1\tuser=b\n";
        assertThat(login("b")).startsWith("235 ");
        answer = "OK\t1\tuser=b@@\n";
        assertThat(login("b")).startsWith("535 ");
    }

    @Test
    void whoFailsTooOftenIsNotPassedOn() throws IOException {
        answer = "FAIL\t1\tuser=b\treason=no\n";
        for (int i = 0; i < 10; i++) {
            assertThat(login("b@here.example")).startsWith("535 5.7.8 Wrong user name");
        }
        asked.clear();
        answer = "OK\t1\tuser=b@here.example\n";
        assertThat(login("b@here.example")).startsWith("454 4.7.0 Too many");
        assertThat(asked).isEmpty();
    }

    @Test
    void whatIsNoAnswerIsNoLogin() throws IOException {
        for (String broken :
                List.of(
                        "FAIL\t1\ttemp\n",
                        "FAIL\t1\tcode=temp_fail\n",
                        "OK\t\n",
                        "CONT\t1\t***\n",
                        "x".repeat(20_000) + "\n")) {
            answer = broken;
            assertThat(login("b@here.example")).as(broken).startsWith("454 4.7.0 Logins are not");
        }
        assertThat(server.events.of(Event.Login.class)).isEmpty();
    }

    @Test
    void anotherVersionOrNoServerAtAll() throws IOException {
        handshake = "VERSION\t2\t0\nDONE\n";
        assertThat(login("b@here.example")).startsWith("454 ");
        dovecot.close();
        assertThat(login("b@here.example")).startsWith("454 ");
    }
}
