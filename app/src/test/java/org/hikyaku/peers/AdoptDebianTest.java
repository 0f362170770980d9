package org.hikyaku.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Postfix as Debian's own pages set it up, with OpenDKIM, OpenDMARC and policyd-spf: adopted by
 * runs that are killed on the way.
 */
@Tag("peer")
final class AdoptDebianTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Host host = new Host("hk-d-" + Long.toString(ProcessHandle.current().pid(), 36));
    private Path folder = Path.of("/nowhere");
    private Machine machine;

    @BeforeEach
    void start() throws IOException {
        folder = Files.createTempDirectory("hikyaku-debian");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        host.up("127.0.0.1", "");
        Commands.run(
                "opendkim-genkey",
                "-D",
                folder.toString(),
                "-d",
                "sender.example",
                "-b",
                "2048",
                "-s",
                "mail");
        machine = Machine.up(host, folder.resolve("machine"));
        Path script = Machine.script(folder.resolve("debian-mail.sh"), "debian-mail.sh");
        machine.run(
                "bash",
                script.toString(),
                "192.0.2.10",
                "127.0.0.1",
                folder.resolve("mail.private").toString());
        machine.install();
    }

    @AfterEach
    void stop() {
        if (machine != null) {
            machine.close();
        }
        host.close();
        Commands.attempt(LIMIT, "", "rm", "-rf", folder.toString());
    }

    @Test
    void whatIsFineIsNotMentioned() {
        JsonNode seen = new JsonMapper().readTree(machine.hikyaku("adopt", "--json").output());
        assertThat(seen.path("findings").valueStream().map(f -> f.path("id").stringValue()))
                .containsExactly("outgoing-unencrypted");
    }

    @Test
    void aRunThatIsKilledGoesOnOrIsTakenBack() throws Exception {
        String before = machine.snapshot("/etc");
        String processes = daemons();
        for (int step : List.of(3, 5)) {
            killAt(step);
            Commands.Result undone = machine.hikyaku("adopt", "--undo", "--yes");
            assertThat(undone.status()).as(undone.output()).isZero();
            assertThat(machine.snapshot("/etc")).as("step " + step).isEqualTo(before);
            assertThat(daemons()).isEqualTo(processes);
        }
        for (int step : List.of(2, 4)) {
            killAt(step);
            Commands.Result broken = machine.hikyaku("adopt", "--lang", "en");
            assertThat(broken.output()).contains("An earlier run broke off");
            Commands.Result done = machine.hikyaku("adopt", "--apply", "--yes");
            assertThat(done.status()).as(done.output()).isZero();
            assertThat(daemons()).doesNotContain("opendkim", "opendmarc");
            assertThat(signed("step " + step))
                    .containsPattern("DKIM-Signature: [^:]*d=sender.example")
                    .doesNotContain("DKIM-Filter");
            Commands.Result undone = machine.hikyaku("adopt", "--undo", "--yes");
            assertThat(undone.status()).as(undone.output()).isZero();
            assertThat(machine.snapshot("/etc")).as("step " + step).isEqualTo(before);
            assertThat(daemons()).isEqualTo(processes);
        }
    }

    /** Those of the daemons of mail that run. */
    private String daemons() {
        return machine.run(
                "bash", "-c", "ps -e -o comm= | grep -E '^(opendkim|opendmarc|master)$' | sort -u");
    }

    /** A run that is killed when it begins a step. */
    private void killAt(int step) throws Exception {
        Path log = folder.resolve("apply.log");
        Process run =
                machine.start(
                        log, "/opt/hikyaku/hikyaku", "adopt", "--apply", "--yes", "--lang", "en");
        Commands.await(
                () -> "step " + step + " of:\n" + text(log),
                LIMIT,
                () -> {
                    // What comes after the plan and its notes is what is being done.
                    String[] parts = text(log).split("To be known:", 2);
                    boolean begun = parts.length > 1 && parts[1].contains("\n" + step + ". ");
                    return begun || !run.isAlive();
                });
        assertThat(run.isAlive()).as(text(log)).isTrue();
        run.descendants().forEach(ProcessHandle::destroyForcibly);
        run.destroyForcibly();
        run.waitFor();
        Commands.await(
                "the end of the run",
                LIMIT,
                () ->
                        machine.attempt("pgrep", "-f", "hikyaku.app.Main adopt --apply").status()
                                != 0);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A message made on the machine, as it arrives there. */
    private String signed(String subject) {
        machine.run(
                "bash",
                "-c",
                "printf 'From: info@sender.example\\nTo: info@sender.example\\nSubject: "
                        + subject
                        + "\\n\\nx\\n' | sendmail -f info@sender.example info@sender.example");
        Path box = machine.path("/home/info/Maildir/new");
        String[] found = {""};
        Commands.await(
                () -> subject + ":\n" + machine.attempt("tail", "/var/log/maillog").output(),
                LIMIT,
                () -> {
                    found[0] = PeerNetwork.search(box, subject);
                    return !found[0].isEmpty();
                });
        return found[0];
    }
}
