package org.hikyaku.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * BIND as primary and secondary of a zone, each on an address of its own, and as a server that is
 * lame; looked at with the program.
 */
@Tag("peer")
final class BindLookupTest {

    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final String PRIMARY = "192.0.2.1";
    private static final String SECONDARY = "198.51.100.1";
    private static final String LAME = "203.0.113.1";
    private static final String FOLLOWER = "203.0.113.2";

    private static Host host;
    private static Path folder;

    @BeforeAll
    static void start() throws IOException {
        folder = Files.createTempDirectory("hikyaku-lookup");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        host = new Host("hk-l-" + Long.toString(ProcessHandle.current().pid(), 36));
        host.up(PRIMARY, "");
        for (String address : List.of(PRIMARY, SECONDARY, LAME, FOLLOWER)) {
            host.run("ip", "addr", "add", address + "/32", "dev", "lo");
        }
        String same = zone(7);
        named("primary", PRIMARY, same, "type primary; file \"zone\"; allow-transfer { any; };");
        // It was told another serial by hand: no transfer brings them together.
        named("secondary", SECONDARY, zone(6), "type primary; file \"zone\";");
        named("lame", LAME, "", "");
        named(
                "follower",
                FOLLOWER,
                "",
                "type secondary; primaries { " + PRIMARY + "; }; file \"zone.copy\";");
        for (String address : List.of(PRIMARY, SECONDARY, FOLLOWER)) {
            Commands.await(
                    "BIND at " + address,
                    LIMIT,
                    () ->
                            host.attempt(
                                            "dig",
                                            "+short",
                                            "+time=1",
                                            "@" + address,
                                            "SOA",
                                            "acme.example")
                                    .output()
                                    .contains("hostmaster.acme.example."));
        }
    }

    private static String zone(int serial) {
        return """
        $TTL 300
        @ IN SOA ns1.acme.example. hostmaster.acme.example. ( %d 7200 3600 1209600 3600 )
        @ IN NS ns1
        @ IN NS ns2
        @ IN NS ns3
        @ IN NS ns4
        ns1 IN A %s
        ns2 IN A %s
        ns3 IN A %s
        ns4 IN A 203.0.113.2
        @ IN MX 10 mx
        mx IN A 192.0.2.25
        @ IN TXT "v=spf1 mx -all"
        """
                .formatted(serial, PRIMARY, SECONDARY, LAME);
    }

    private static void named(String name, String address, String zone, String how)
            throws IOException {
        Path at = Files.createDirectories(folder.resolve(name));
        Files.setPosixFilePermissions(at, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.writeString(at.resolve("zone"), zone);
        Files.writeString(
                at.resolve("named.conf"),
                """
                options {
                  directory "%s"; listen-on { %s; }; listen-on-v6 { none; };
                  recursion %s; allow-query { any; }; allow-recursion { any; };
                  pid-file "named.pid"; session-keyfile "session.key"; dnssec-validation no;
                  empty-zones-enable no; notify no;
                };
                controls { };
                zone "." { type primary; file "root"; };
                %s
                """
                        .formatted(
                                at,
                                address,
                                name.equals("primary") ? "yes" : "no",
                                how.isEmpty() ? "" : "zone \"acme.example\" { " + how + " };"));
        Files.writeString(
                at.resolve("root"),
                "$TTL 300\n. IN SOA ns.example. r.example. ( 1 7200 3600 1209600 300 )\n"
                        + ". IN NS a.root-servers.net.\na.root-servers.net. IN A 192.0.2.1\n");
        host.start(
                folder.resolve(name + ".log"),
                Map.of(),
                "named",
                "-f",
                "-c",
                at.resolve("named.conf").toString());
    }

    @AfterAll
    static void stop() {
        if (host != null) {
            host.close();
        }
        if (folder != null) {
            Commands.run("rm", "-rf", folder.toString());
        }
    }

    private static JsonNode lookup(int status, String... words) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "org.hikyaku.app.Main",
                                "lookup"));
        command.addAll(List.of(words));
        command.add("--json");
        Commands.Result result = host.attempt(command.toArray(String[]::new));
        assertThat(result.status()).as(result.output()).isEqualTo(status);
        return new ObjectMapper().readTree(result.output());
    }

    private static Set<String> failed(JsonNode data) {
        Set<String> codes = new TreeSet<>();
        for (JsonNode area : data.get("areas")) {
            for (JsonNode finding : area.get("findings")) {
                if (finding.get("severity").asString().equals("failed")) {
                    codes.add(finding.get("code").asString());
                }
            }
        }
        return codes;
    }

    @Test
    void serversThatHaveAnotherSerialAreFound() {
        JsonNode data = lookup(1, "soa", "acme.example");
        assertThat(failed(data)).containsExactly("soa-differ");
        assertThat(data.toString())
                .contains("ns1.acme.example 192.0.2.1: 7")
                .contains("ns2.acme.example 198.51.100.1: 6")
                .contains("ns4.acme.example 203.0.113.2: 7");
    }

    @Test
    void aLameServerAndAnOpenOneAreFound() {
        JsonNode data = lookup(1, "ns", "acme.example");
        assertThat(failed(data)).containsExactly("ns-lame");
        String text = data.toString();
        assertThat(text).contains("ns3.acme.example [203.0.113.1] is lame");
        assertThat(text).contains("ns1.acme.example [192.0.2.1] answers for strangers");
        assertThat(text)
                .contains("ns4.acme.example [203.0.113.2] answers with authority, over UDP and TCP")
                .contains("ns2.acme.example [198.51.100.1] answers with authority");
    }

    @Test
    void aGivenServerIsAskedAndCachesArePassedBy() {
        JsonNode data = lookup(0, "spf", "acme.example", "@" + SECONDARY);
        assertThat(data.get("spf").get("record").asString()).isEqualTo("v=spf1 mx -all");
        assertThat(
                        lookup(0, "spf", "acme.example", "--fresh")
                                .get("spf")
                                .get("networks")
                                .toString())
                .contains("ip4:192.0.2.25");
    }
}
