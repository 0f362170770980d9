package org.hikyaku.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hikyaku.Corpora;
import org.hikyaku.neighbours.blocks.BlockFile;
import org.hikyaku.neighbours.blocks.Flavour;
import org.hikyaku.neighbours.postfix.MainCf;
import org.hikyaku.neighbours.postfix.MasterCf;
import org.hikyaku.neighbours.renewal.Crontab;
import org.hikyaku.neighbours.renewal.IniFile;
import org.hikyaku.neighbours.setup.Setup;
import org.hikyaku.neighbours.slips.Slips;
import org.hikyaku.neighbours.text.SourceText;
import org.junit.jupiter.api.Test;

/** Configuration as found in public repositories. */
final class CorpusTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    @Test
    void everyFileComesBackOctetForOctet() throws IOException {
        Optional<Path> root = Corpora.find("configs");
        if (root.isEmpty()) {
            return;
        }
        int files = 0;
        try (Stream<Path> all = Files.walk(root.get())) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                byte[] octets = Files.readAllBytes(each);
                SourceText text = SourceText.of(each.toString(), octets);
                // Whatever the syntax: also a file in another one is neither lost nor fatal.
                assertThat(MainCf.read(text).text().octets()).isEqualTo(octets);
                assertThat(MasterCf.read(text).text().octets()).isEqualTo(octets);
                assertThat(IniFile.read(text).text().octets()).isEqualTo(octets);
                assertThat(Crontab.system(text).text().octets()).isEqualTo(octets);
                for (Flavour flavour : Flavour.values()) {
                    assertThat(BlockFile.read(text, flavour).text().octets()).isEqualTo(octets);
                }
                assertThat(damages(each, text)).as(each.toString()).isEmpty();
                files++;
            }
        }
        assertThat(files).isGreaterThan(50);
    }

    /** What is damaged in a file when it is read in its own syntax. */
    private static List<?> damages(Path file, SourceText text) {
        String path = file.toString();
        if (path.endsWith("main.cf")) {
            return MainCf.read(text).damages();
        }
        if (path.endsWith("master.cf")) {
            return MasterCf.read(text).damages();
        }
        if (path.contains("/dovecot/")) {
            return BlockFile.read(text, Flavour.DOVECOT).damages();
        }
        return path.contains("/nginx/") ? BlockFile.read(text, Flavour.NGINX).damages() : List.of();
    }

    private static final Map<String, Set<String>> EXPECTED =
            Map.of(
                    "GrapheneOS+mail.grapheneos.org",
                    Set.of(),
                    "jmkristian+mail-server-configuration/etc",
                    Set.of(),
                    "jthvai+smtp-imap-configuration/etc",
                    Set.of(),
                    "jasonheecs+email-server-config",
                    Set.of(
                            // The repository has no private key in it, and rightly so.
                            "KEY_FILE_UNUSABLE /etc/opendkim/KeyTable:1",
                            "LOGIN_UNENCRYPTED /etc/postfix/main.cf:78",
                            "MILTER_PROTOCOL_OLD /etc/postfix/main.cf:68",
                            "SETTING_IGNORED /etc/opendkim.conf:14",
                            "SETTING_IGNORED /etc/opendkim.conf:15"),
                    "tessro+postfix-lmtp/etc",
                    Set.of(
                            "HOST_NEVER_MATCHES /etc/opendkim/TrustedHosts:3",
                            "OUTGOING_UNENCRYPTED /etc/postfix/main.cf:0",
                            "MILTER_PROTOCOL_OLD /etc/postfix/main.cf:45",
                            "LIST_WITHOUT_EFFECT /etc/opendkim.conf:10"));

    @Test
    void wholeSetupsHaveTheseSlipsAndNoOthers() {
        Optional<Path> root = Corpora.find("configs");
        root.ifPresent(
                r ->
                        EXPECTED.forEach(
                                (folder, slips) -> {
                                    Setup setup =
                                            Setup.read(
                                                    new MapTree().copy(r.resolve(folder), "/etc"));
                                    assertThat(
                                                    Slips.of(setup, Slips.NO_DNS, NOW).stream()
                                                            .map(s -> s.rule() + " " + s.at())
                                                            .collect(Collectors.toSet()))
                                            .as(folder)
                                            .isEqualTo(slips);
                                }));
    }
}
