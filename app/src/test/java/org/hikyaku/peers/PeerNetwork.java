package org.hikyaku.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Two hosts on one wire: 192.0.2.10 is ours (sender.example), 192.0.2.20 the others'
 * (rcpt.example): BIND for both, Postfix with OpenDKIM and OpenDMARC.
 */
final class PeerNetwork implements AutoCloseable {

    static final String OURS = "192.0.2.10";
    static final String THEIRS = "192.0.2.20";
    static final String FRIEND = "friend@rcpt.example";

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String SOA =
            """
            $TTL 300
            @ IN SOA ns.rcpt.example. root.rcpt.example. ( 1 3600 600 86400 60 )
            @ IN NS ns.rcpt.example.
            """;

    private final Host ours;
    private final Host theirs;
    private final Path folder;
    private final TestServer server;

    private PeerNetwork() throws IOException {
        String id = Long.toString(ProcessHandle.current().pid(), 36);
        ours = new Host("hk-o-" + id);
        theirs = new Host("hk-t-" + id);
        folder = Files.createTempDirectory("hikyaku-peers");
        // The daemons run as users of their own.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        server =
                new TestServer(
                        folder.resolve("data"), List.of("ip", "netns", "exec", ours.namespace()));
    }

    /** Starts it all. */
    static PeerNetwork up() throws IOException {
        PeerNetwork network = new PeerNetwork();
        try {
            network.start();
            return network;
        } catch (IOException | RuntimeException | Error e) {
            network.close();
            throw e;
        }
    }

    Host ours() {
        return ours;
    }

    Host theirs() {
        return theirs;
    }

    TestServer server() {
        return server;
    }

    private void start() throws IOException {
        ours.up(THEIRS, OURS + " mail.sender.example\n");
        theirs.up(THEIRS, THEIRS + " mx.rcpt.example\n");
        String wire = "v" + ours.namespace();
        String other = "v" + theirs.namespace();
        Commands.run("ip", "link", "add", wire, "type", "veth", "peer", "name", other);
        plug(ours, wire, OURS);
        plug(theirs, other, THEIRS);
        // What quickstart prints is served as it is.
        dns(server.quickstart("ops.address = \"none\"", OURS));
        new PostfixPeer(theirs, folder.resolve("peer"), THEIRS).start();
        server.start();
        Commands.await(
                "our greeting over the wire", LIMIT, () -> greets(theirs, OURS, "mail.sender"));
        Commands.await("Postfix' greeting", LIMIT, () -> greets(ours, THEIRS, "mx.rcpt.example"));
    }

    private static void plug(Host host, String wire, String address) {
        Commands.run("ip", "link", "set", wire, "netns", host.namespace());
        host.run("ip", "addr", "add", address + "/24", "dev", wire);
        host.run("ip", "link", "set", wire, "up");
    }

    /** As swaks sees it: connects, says EHLO and goes. */
    private static boolean greets(Host from, String address, String name) {
        Commands.Result result = from.attempt("swaks", "--server", address, "--quit-after", "EHLO");
        return result.status() == 0 && result.output().contains("220 " + name);
    }

    /** Our zone, the peer's and the reverse one; those whose names do not exist are BIND's. */
    private void dns(String ourZone) throws IOException {
        Path named = Files.createDirectories(folder.resolve("named"));
        Path peer = Files.createDirectories(folder.resolve("peer"));
        theirs.run(
                "opendkim-genkey",
                "-D",
                peer.toString(),
                "-d",
                "rcpt.example",
                "-b",
                "2048",
                "-s",
                "sel");
        zone(named, "sender.example", ourZone);
        zone(
                named,
                "rcpt.example",
                SOA
                        + """
                ns IN A %1$s
                @ IN MX 10 mx
                mx IN A %1$s
                @ IN TXT "v=spf1 ip4:%1$s -all"
                _dmarc IN TXT "v=DMARC1; p=reject"
                """
                                .formatted(THEIRS)
                        + Files.readString(peer.resolve("sel.txt")));
        zone(
                named,
                "2.0.192.in-addr.arpa",
                SOA + "10 IN PTR mail.sender.example.\n20 IN PTR mx.rcpt.example.\n");
        Files.writeString(named.resolve("root.zone"), SOA);
        Files.writeString(
                named.resolve("named.conf"),
                """
                options {
                  directory "%1$s"; listen-on { any; }; listen-on-v6 { none; };
                  recursion yes; allow-query { any; }; allow-recursion { any; };
                  pid-file "%1$s/named.pid"; session-keyfile "%1$s/session.key"; dnssec-validation no;
                };
                controls { };
                zone "." { type primary; file "root.zone"; };
                zone "sender.example" { type primary; file "sender.example"; };
                zone "rcpt.example" { type primary; file "rcpt.example"; };
                zone "2.0.192.in-addr.arpa" { type primary; file "2.0.192.in-addr.arpa"; };
                """
                        .formatted(named));
        theirs.start(
                folder.resolve("named.log"),
                Map.of(),
                "named",
                "-f",
                "-c",
                named.resolve("named.conf").toString());
        Commands.await(
                "BIND answers",
                LIMIT,
                () ->
                        ours.attempt("dig", "+short", "+time=1", "MX", "sender.example")
                                .output()
                                .contains("mail.sender.example."));
    }

    private static void zone(Path named, String name, String text) throws IOException {
        Path file = named.resolve(name);
        Files.writeString(file, text);
        String said = Commands.run("named-checkzone", name, file.toString());
        assertThat(said).endsWith("OK\n").doesNotContainIgnoringCase("warning");
    }

    /** Waits for the message of that subject in the peer's Maildir; its text. */
    String awaitAtPeer(String subject) {
        Path box = folder.resolve("peer/mail/friend/new");
        String[] found = {""};
        Commands.await(
                "the message at the peer; its log:\n" + peerLog(),
                LIMIT,
                () -> {
                    found[0] = search(box, subject);
                    return !found[0].isEmpty();
                });
        return found[0];
    }

    /** The message of that subject in a Maildir's folder; empty: none. */
    static String search(Path box, String subject) {
        if (!Files.isDirectory(box)) {
            return "";
        }
        try (Stream<Path> files = Files.list(box)) {
            for (Path file : files.toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                if (text.contains("Subject: " + subject + "\n")) {
                    return text;
                }
            }
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What Postfix has written. */
    String peerLog() {
        try {
            Path log = folder.resolve("peer/maillog");
            return Files.exists(log) ? Files.readString(log) : "(empty)";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop();
        theirs.close();
        ours.close();
        Commands.run("rm", "-rf", folder.toString());
    }
}
