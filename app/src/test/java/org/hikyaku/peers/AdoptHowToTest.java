package org.hikyaku.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The server that people have who followed the how-to, at 192.0.2.25, and a strict receiver at
 * 192.0.2.20 (Postfix with OpenDKIM and OpenDMARC): adopted and given back while mail flows both
 * ways, a message every 100 ms each.
 */
@Tag("peer")
final class AdoptHowToTest {

    private static final String OURS = "192.0.2.25";
    private static final String THEIRS = "192.0.2.20";
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String INFO = "info@example.com";

    private final String id = Long.toString(ProcessHandle.current().pid(), 36);
    private final Host ours = new Host("hk-a-" + id);
    private final Host theirs = new Host("hk-b-" + id);
    private Path folder = Path.of("/nowhere");
    private Machine machine;

    @BeforeEach
    void start() throws IOException {
        folder = Files.createTempDirectory("hikyaku-howto");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        ours.up("127.0.0.1", "");
        theirs.up(OURS, THEIRS + " mx.rcpt.example\n");
        String wire = "v" + ours.namespace();
        String other = "v" + theirs.namespace();
        Commands.run("ip", "link", "add", wire, "type", "veth", "peer", "name", other);
        plug(ours, wire, OURS);
        plug(theirs, other, THEIRS);
        Path peer = Files.createDirectories(folder.resolve("peer"));
        Commands.run(
                "opendkim-genkey",
                "-D",
                peer.toString(),
                "-d",
                "rcpt.example",
                "-b",
                "2048",
                "-s",
                "sel");
        String zones = peerZones(Files.readString(peer.resolve("sel.txt")));
        machine = Machine.up(ours, folder.resolve("machine"));
        Path script = Machine.script(folder.resolve("howto.sh"), "howto.sh");
        machine.run("bash", script.toString(), OURS, zones);
        machine.install();
        new PostfixPeer(theirs, peer, THEIRS, OURS).start();
        // The how-to's server offers no STARTTLS before it is adopted.
        theirs.run("postconf", "-c", peer + "/etc", "-e", "smtp_tls_security_level=may");
        theirs.run("postfix", "-c", peer + "/etc", "reload");
    }

    @AfterEach
    void stop() {
        if (machine != null) {
            machine.close();
        }
        ours.close();
        theirs.close();
        Commands.attempt(LIMIT, "", "rm", "-rf", folder.toString());
    }

    private static void plug(Host host, String wire, String address) {
        Commands.run("ip", "link", "set", wire, "netns", host.namespace());
        host.run("ip", "addr", "add", address + "/24", "dev", wire);
        host.run("ip", "link", "set", wire, "up");
    }

    /** The peer's zones, which the how-to's BIND serves too; lines for its named.conf. */
    private String peerZones(String key) throws IOException {
        String soa =
                """
                $TTL 300
                @ IN SOA ns.rcpt.example. root.rcpt.example. ( 2026112401 3600 600 86400 60 )
                @ IN NS ns.rcpt.example.
                """;
        Path rcpt = folder.resolve("rcpt.example");
        Files.writeString(
                rcpt,
                soa
                        + """
                ns IN A %1$s
                @ IN MX 10 mx
                mx IN A %1$s
                @ IN TXT "v=spf1 ip4:%1$s -all"
                _dmarc IN TXT "v=DMARC1; p=reject"
                """
                                .formatted(THEIRS)
                        + key);
        Path reverse = folder.resolve("reverse");
        Files.writeString(
                reverse, soa + "25 IN PTR mail.example.com.\n20 IN PTR mx.rcpt.example.\n");
        return """
        zone "rcpt.example" { type master; file "%s"; };
        zone "2.0.192.in-addr.arpa" { type master; file "%s"; };
        """
                .formatted(rcpt, reverse);
    }

    /** A message every 100 ms in one direction. */
    private final class Traffic {
        private final String word;
        private final Path log;
        private final Process process;

        Traffic(String word) throws IOException {
            this.word = word;
            this.log = folder.resolve(word + ".log");
            Path script = Machine.script(folder.resolve("traffic.py"), "traffic.py");
            // What is made below the machine's own files later may not be seen in it.
            String stop = "/run/stop-" + word;
            boolean isOut = word.equals("out");
            this.process =
                    isOut
                            ? machine.start(
                                    log,
                                    "python3",
                                    script.toString(),
                                    INFO,
                                    PeerNetwork.FRIEND,
                                    word,
                                    stop)
                            : theirs.start(
                                    log,
                                    java.util.Map.of(),
                                    "python3",
                                    script.toString(),
                                    PeerNetwork.FRIEND,
                                    INFO,
                                    word,
                                    folder.resolve("stop-in").toString());
        }

        void stop() throws IOException {
            boolean isOut = word.equals("out");
            Files.createFile(isOut ? machine.path("/run/stop-out") : folder.resolve("stop-in"));
        }

        List<String> replies() {
            try {
                return Files.readAllLines(log);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        Path box() {
            return word.equals("out")
                    ? folder.resolve("peer/mail/friend/new")
                    : machine.path("/home/info/Maildir/new");
        }

        /** What has arrived, by number. */
        TreeMap<Integer, List<String>> arrived() {
            TreeMap<Integer, List<String>> found = new TreeMap<>();
            try (Stream<Path> files = Files.isDirectory(box()) ? Files.list(box()) : Stream.of()) {
                for (Path file : files.toList()) {
                    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                    var subject =
                            java.util.regex.Pattern.compile("(?m)^Subject: " + word + " ([0-9]+)$")
                                    .matcher(text);
                    if (subject.find()) {
                        found.computeIfAbsent(
                                        Integer.valueOf(subject.group(1)), _ -> new ArrayList<>())
                                .add(text.replaceAll("\r?\n[ \t]+", " "));
                    }
                }
                return found;
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        /** Waits until {@code more} messages beyond those of now have arrived; the last of them. */
        String after(int more) {
            int wanted = replies().size() + more;
            Commands.await(
                    () -> word + " " + wanted + "; " + replies() + "\n" + logs(),
                    LIMIT,
                    () -> arrived().size() >= wanted);
            return arrived().lastEntry().getValue().getFirst();
        }
    }

    private String logs() {
        // Without a log: Postfix 3.7 that logs through its own postlogd can stand still at a reload
        // under this load, when its master waits for the postlogd that it has to start.
        return machine.attempt("postqueue", "-p").output();
    }

    @Test
    void isAdoptedAndGivenBackWhileMailFlows() throws Exception {
        String before = machine.snapshot("/etc");
        JsonNode seen = json(machine.hikyaku("adopt", "--json", "--lang", "en"), 1);
        assertThat(ids(seen)).as(seen.toPrettyString()).containsExactlyElementsOf(EXPECTED);
        assertThat(machine.snapshot("/etc")).isEqualTo(before);

        Traffic out = new Traffic("out");
        Traffic in = new Traffic("in");
        String first = out.after(10);
        in.after(10);
        assertThat(first).contains("spf=pass").contains("dmarc=pass");
        assertThat(first).doesNotContain("DKIM-Signature").contains("DKIM-Filter");

        Commands.Result applied = machine.hikyaku("adopt", "--apply", "--yes", "--lang", "en");
        assertThat(applied.status()).as(applied.output()).isZero();
        String signed = out.after(10);
        assertThat(signed)
                .contains("spf=pass")
                .containsPattern("dkim=pass [^\n]*header.d=example.com")
                .containsPattern("dmarc=pass [^\n]*header.from=example.com");
        String received = in.after(10);
        assertThat(received)
                .containsPattern("Authentication-Results: mail.example.com;[^\n]*dkim=pass")
                .containsPattern("(?m)^Authentication-Results: mail.example.com;.*spf=pass")
                .containsPattern("(?m)^Authentication-Results: mail.example.com;.*dmarc=pass");
        assertThat(machine.run("ps", "-e", "-o", "comm="))
                .doesNotContain("opendkim")
                .doesNotContain("opendmarc");
        JsonNode again = json(machine.hikyaku("adopt", "--json"), 1);
        assertThat(again.path("plan").isEmpty()).as(again.toPrettyString()).isTrue();
        assertThat(ids(again))
                .doesNotContain("signing-table-needs-refile", "tls-not-offered", "adsp-historic");

        Commands.Result undone = machine.hikyaku("adopt", "--undo", "--yes", "--lang", "en");
        assertThat(undone.status()).as(undone.output()).isZero();
        assertThat(machine.snapshot("/etc")).isEqualTo(before);
        String last = out.after(10);
        assertThat(last).doesNotContain("DKIM-Signature").contains("DKIM-Filter");
        in.after(10);
        out.stop();
        in.stop();
        nothingIsLost(out);
        nothingIsLost(in);
    }

    private void nothingIsLost(Traffic traffic) throws InterruptedException {
        assertThat(traffic.process.waitFor(60, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        List<String> replies = traffic.replies();
        System.out.println(traffic.word + ": " + replies.size() + " messages");
        assertThat(replies).allMatch(line -> line.endsWith(" 250"));
        // What was put off while a server reloaded waits for minutes; it comes at once when asked.
        String etc = folder.resolve("peer/etc").toString();
        System.out.println("put off: " + theirs.run("postqueue", "-c", etc, "-p"));
        theirs.run("postqueue", "-c", etc, "-f");
        machine.run("postqueue", "-f");
        Commands.await(
                () -> "all of " + traffic.word + "\n" + logs(),
                LIMIT,
                () -> traffic.arrived().size() == replies.size());
        assertThat(traffic.arrived().values()).allMatch(copies -> copies.size() == 1);
    }

    private static JsonNode json(Commands.Result result, int status) {
        assertThat(result.status()).as(result.output()).isEqualTo(status);
        return new JsonMapper().readTree(result.output());
    }

    private static TreeSet<String> ids(JsonNode seen) {
        TreeSet<String> ids = new TreeSet<>();
        seen.path("findings").forEach(f -> ids.add(f.path("id").stringValue()));
        return ids;
    }

    /** What is wrong with the how-to, and nothing that is fine. */
    private static final List<String> EXPECTED =
            List.of(
                    "adsp-historic",
                    "dmarc-pct",
                    "filter-field-no-proof",
                    "hook-after-failure",
                    "list-without-effect",
                    "login-unencrypted",
                    "milter-down-stops-mail",
                    "milter-unused",
                    "old-tls",
                    "own-chain-as-trust",
                    "renewal-program-dead",
                    "renewal-silent",
                    "renewed-twice",
                    "reports-undeliverable",
                    "restart-cuts",
                    "serial-seconds",
                    "setting-replaced",
                    "signing-table-needs-refile",
                    "spf-subdomain-by-mx",
                    "subdomain-unsigned",
                    "table-owned-by-daemon",
                    "tls-not-offered");
}
