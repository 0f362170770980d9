package org.hikyaku.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The how-to's zone at BIND, primary and secondary: planned, applied, followed, taken back; and a
 * server that goes down at each stage of it.
 */
@Tag("peer")
final class DnsApplyTest {

    private static final List<String> COMMENTS =
            List.of(
                    "; シリアル番号",
                    "; ネガティブキャッシュ有効期間",
                    "; セカンダリマスタ",
                    "; メール用",
                    "; メールの認証",
                    "; SPFレコード");

    /** Passes questions on to a server, and kills that when the first update comes. */
    private static final String DEADLY_RELAY =
            """
            import os, select, signal, socket, sys
            here, there, pid = sys.argv[1], sys.argv[2], int(sys.argv[3])
            udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            udp.bind((here, 53))
            tcp = socket.socket()
            tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tcp.bind((here, 53))
            tcp.listen()
            def whole(s, n):
                d = b""
                while len(d) < n:
                    more = s.recv(n - len(d))
                    if not more:
                        break
                    d += more
                return d
            while True:
                for ready in select.select([udp, tcp], [], [])[0]:
                    if ready is udp:
                        asked, who = udp.recvfrom(65535)
                        out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                        out.sendto(asked, (there, 53))
                        udp.sendto(out.recv(65535), who)
                    else:
                        client, _ = tcp.accept()
                        length = whole(client, 2)
                        asked = whole(client, int.from_bytes(length, "big"))
                        if asked[2] >> 3 & 15 == 5:
                            os.kill(pid, signal.SIGKILL)
                            sys.exit()
                        out = socket.create_connection((there, 53))
                        out.sendall(length + asked)
                        size = whole(out, 2)
                        client.sendall(size + whole(out, int.from_bytes(size, "big")))
                        client.close()
            """;

    @TempDir Path folder;

    private static void expect(int status, Commands.Result result, String... said) {
        assertThat(result.status()).as(result.output()).isEqualTo(status);
        String output = result.output().replaceAll("\\s+", " ");
        for (String each : said) {
            assertThat(output).contains(each);
        }
    }

    private static void isApplied(DnsPeer server) {
        assertThat(server.dig("plan.example", "TXT"))
                .contains("v=spf1 +ip4:192.0.2.25 -all", "google-site-verification=abc");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSecondSelectorAndATighterSpf(boolean dynamic) throws IOException {
        try (PlanNetwork network = PlanNetwork.running(folder, dynamic)) {
            expect(1, network.dns("plan"), "the end becomes stricter: ?all becomes -all");
            expect(0, network.dns("apply", "--yes"), "Every server answers with the changes");
            for (DnsPeer server : List.of(network.primary(), network.secondary())) {
                isApplied(server);
                assertThat(server.dig("_dmarc.plan.example", "TXT"))
                        .contains("p=quarantine", "info@plan.example", "postmaster@plan.example");
            }
            if (!dynamic) {
                String edited = Files.readString(network.file());
                COMMENTS.forEach(comment -> assertThat(edited).contains(comment));
                assertThat(edited).doesNotContain("1347519085").contains("_domainkey");
            }
            expect(0, network.dns("plan"));
            expect(0, network.dns("undo", "--yes"));
            for (DnsPeer server : List.of(network.primary(), network.secondary())) {
                assertThat(server.dig("plan.example", "TXT"))
                        .contains("v=spf1 +ip4:192.0.2.25 ?all");
                assertThat(server.dig("mail.plan.example", "TXT")).isEmpty();
            }
        }
    }

    /** A serial that was lowered by hand, or a file that is not the one that is served. */
    @Test
    void aFileThatIsBehindItsServerIsLeftAlone() throws IOException {
        try (PlanNetwork network = PlanNetwork.running(folder, false)) {
            String lowered = Files.readString(network.file()).replace("1347519085", "1247519085");
            Files.writeString(network.file(), lowered);
            expect(
                    2,
                    network.dns("apply", "--yes"),
                    "has the serial 1247519085, and the primary answers with 1347519085");
            assertThat(Files.readString(network.file())).isEqualTo(lowered);
        }
    }

    /** BIND's configuration says it before there is a journal. */
    @Test
    void aZoneThatTakesUpdatesIsNotEditedAsAFile() throws IOException {
        try (PlanNetwork network = PlanNetwork.running(folder, true)) {
            network.publisher(
                    """
                    kind = "zone-file"
                    file = "%s"
                    reload = []
                    named-conf = "%s"
                    """
                            .formatted(network.file(), folder.resolve("primary/named.conf")));
            String before = Files.readString(network.file());
            expect(
                    2,
                    network.dns("apply", "--yes"),
                    "named.conf has \"update-policy\" for the zone plan.example",
                    "publish it with \"update\"");
            assertThat(Files.readString(network.file())).isEqualTo(before);
        }
    }

    @Test
    void theServerGoesDownBeforeItLoadsTheFile() throws IOException {
        try (PlanNetwork network = PlanNetwork.running(folder, false)) {
            network.reload("kill -9 " + network.primary().pid() + "; " + network.rndc());
            expect(
                    2,
                    network.dns("apply", "--yes"),
                    "the records of the zone file are as they were",
                    "Run the same command again to go on");
            assertThat(Files.readString(network.file())).contains("?all");

            network.primary().stop();
            network.primary().start("plan.example");
            network.reload("exec " + network.rndc());
            expect(0, network.dns("apply", "--yes"), "An earlier run broke off");
            isApplied(network.secondary());
            expect(0, network.dns("plan"));
        }
    }

    /** The program itself is killed: the file is new, the server has the old one. */
    @Test
    void theProgramIsKilledBetweenFileAndReload() throws IOException {
        try (PlanNetwork network = PlanNetwork.running(folder, false)) {
            network.reload("kill -9 $PPID");
            assertThat(network.dns("apply", "--yes").status()).isNotZero();
            assertThat(Files.readString(network.file())).contains("-all");
            assertThat(network.primary().dig("plan.example", "TXT")).contains("?all");

            network.reload("exec " + network.rndc());
            expect(0, network.dns("apply", "--yes"), "An earlier run broke off");
            isApplied(network.secondary());
            expect(0, network.dns("undo", "--yes"));
            assertThat(network.secondary().dig("plan.example", "TXT")).contains("?all");
        }
    }

    @Test
    void theServerGoesDownDuringAnUpdate() throws Exception {
        String hidden = "192.0.2.54";
        try (PlanNetwork network = PlanNetwork.up(folder, true, hidden)) {
            network.primary().start("plan.example");
            network.host().run("ip", "addr", "add", PlanNetwork.PRIMARY + "/32", "dev", "lo");
            Path relay = DnsPeer.write(folder.resolve("relay.py"), DEADLY_RELAY);
            Process relaying =
                    network.host()
                            .start(
                                    folder.resolve("relay.log"),
                                    Map.of(),
                                    "python3",
                                    relay.toString(),
                                    PlanNetwork.PRIMARY,
                                    hidden,
                                    Long.toString(network.primary().pid()));
            Commands.await(
                    "the relay answers",
                    DnsPeer.LIMIT,
                    () ->
                            network.host()
                                    .attempt(
                                            "dig",
                                            "+short",
                                            "+time=1",
                                            "@" + PlanNetwork.PRIMARY,
                                            "plan.example",
                                            "SOA")
                                    .output()
                                    .contains("1347519085"));
            network.resolver().start("plan.example");
            expect(
                    2,
                    network.dns("apply", "--yes"),
                    "192.0.2.53 cannot be reached",
                    "Run the same command again to go on");
            assertThat(relaying.waitFor()).isZero();

            try (DnsPeer again = network.primaryAt(PlanNetwork.PRIMARY)) {
                again.start("plan.example");
                expect(
                        1,
                        network.dns("apply", "--yes", "--wait=3s"),
                        "An earlier run broke off",
                        "behind: ns2.plan.example",
                        "Go on with: hikyaku dns follow plan.example");
                isApplied(again);
            }
        }
    }

    @Test
    void theServerGoesDownWhileItIsFollowed() throws IOException {
        try (PlanNetwork network = PlanNetwork.running(folder, false)) {
            network.secondary().stop();
            network.reload(network.rndc() + " && kill -9 " + network.primary().pid());
            expect(1, network.dns("apply", "--yes", "--wait=3s"), "behind: ns.plan.example");

            network.primary().stop();
            network.primary().start("plan.example");
            expect(1, network.dns("follow", "--wait=1s"), "behind: ns2.plan.example");
            // Without its copy it fetches the zone at once, else in the time of its SOA record.
            Files.delete(folder.resolve("secondary/plan.copy"));
            network.secondary().start("plan.example");
            expect(0, network.dns("follow"), "Every server answers with the changes");
            isApplied(network.secondary());
            expect(0, network.dns("plan"));
        }
    }
}
