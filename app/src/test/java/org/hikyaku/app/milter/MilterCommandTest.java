package org.hikyaku.app.milter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.hikyaku.app.Ran;
import org.hikyaku.store.embedded.EmbeddedStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the milter says of a socket, a folder or a file that it cannot use. */
final class MilterCommandTest {

    @TempDir Path folder;

    @BeforeEach
    void dataFolder() throws IOException {
        EmbeddedStore.open(folder).close();
        Files.writeString(folder.resolve("hikyaku.toml"), "hostname = \"mail.x.example\"\n");
    }

    private Ran milter(String... more) {
        List<String> words =
                Stream.concat(Stream.of("milter", "--lang=en", "--dir=" + folder), Stream.of(more))
                        .toList();
        return Ran.of(words.toArray(String[]::new));
    }

    private static void requireOneLine(Ran ran, String... parts) {
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.err().lines().filter(l -> l.startsWith("hikyaku: ")))
                .singleElement()
                .asString()
                .contains(parts);
    }

    @Test
    void aSocketThatIsNone() {
        requireOneLine(
                milter("--listen", "localhost:8891"), "localhost:8891", "inet:8891@localhost");
    }

    @Test
    void aPortThatIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            requireOneLine(
                    milter("--listen", "inet:" + taken.getLocalPort() + "@127.0.0.1"),
                    "port " + taken.getLocalPort() + " on 127.0.0.1 is in use");
        }
    }

    @Test
    void aHostThatIsNotThere() {
        requireOneLine(milter("--listen", "inet:0@no-such-host.invalid"), "no-such-host.invalid");
    }

    @Test
    void aFolderThatIsNotThere() {
        Path socket = folder.resolve("none/m.sock");
        requireOneLine(milter("--listen", "unix:" + socket), "the folder " + socket.getParent());
    }

    @Test
    void aFileInTheWay() {
        requireOneLine(
                milter("--listen", "unix:" + folder.resolve("hikyaku.toml")),
                "is there and is no socket");
        assertThat(folder.resolve("hikyaku.toml")).exists();
    }

    @Test
    void settingsThatAreWrong() throws IOException {
        Files.writeString(
                folder.resolve("hikyaku.toml"),
                "hostname = \"mail.x.example\"\n[milter]\nquarantine = \"junk\"\n");
        requireOneLine(milter(), "hikyaku.toml:3: milter.quarantine");
    }

    @Test
    void anOpendkimConfWhoseKeyIsNotThere() throws IOException {
        Path conf = folder.resolve("opendkim.conf");
        Files.writeString(
                conf,
                "Mode sv\nDomain x.example\nSelector s\nKeyFile " + folder.resolve("none") + "\n");
        Ran ran = milter("--opendkim-conf", conf.toString());
        requireOneLine(ran, conf.toString(), "--lenient");
        assertThat(ran.err()).contains(conf + ":4: error", "there is no such file");
    }

    @Test
    void filesOfOthersGoWithOpendkims() {
        Ran ran = milter("--opendmarc-conf", "/etc/opendmarc.conf");
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.err()).contains("--opendkim-conf");
    }
}
