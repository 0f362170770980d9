package org.hikyaku.zonefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hikyaku.Corpora;
import org.hikyaku.name.DomainName;
import org.junit.jupiter.api.Test;

/** The zones of BIND, dnsjava and dnscontrol: read, written back, accepted and refused. */
final class CorpusZonesTest {

    /** BIND checks these with {@code -k fail}. */
    private static final Set<String> STRICT =
            Set.of("bad-dns-sd-reverse.db", "good-dns-sd-reverse.db", "bad-svcb-servername.db");

    /** Bad zones that are not refused here, each with the reason. */
    private static final Map<String, String> ACCEPTED =
            Map.of(
                    "bad-rpz-prefix.db",
                    "names of response policy zones mean nothing to mail; BIND 9.18 takes it too");

    private static ZoneName name(String text) {
        return ZoneName.of(DomainName.of(text));
    }

    private static ZoneFile read(Path file, String apex) throws IOException {
        Path folder = Objects.requireNonNull(file.getParent());
        return ZoneFile.read(
                file.getFileName().toString(),
                Files.readAllBytes(file),
                name(apex),
                path -> {
                    Path found = folder.resolve(path.replaceFirst("^zones/", ""));
                    return new IncludeReader.Included(path, Files.readAllBytes(found), false);
                });
    }

    private static String apex(String file) {
        return file.contains("dns-sd-reverse") ? "0.0.0.0.in-addr.arpa" : "example";
    }

    private static List<ZoneProblem> errors(Path file) throws IOException {
        String name = file.getFileName().toString();
        return ZoneCheck.of(read(file, apex(name)), STRICT.contains(name)).stream()
                .filter(ZoneProblem::isError)
                .toList();
    }

    private static List<Path> files(String folder, String pattern) throws IOException {
        Optional<Path> found = Corpora.find("zones/" + folder);
        if (found.isEmpty()) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(found.get())) {
            return all.filter(Files::isRegularFile)
                    .filter(p -> p.getFileName().toString().matches(pattern))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void bindsGoodZonesLoad() throws IOException {
        Map<String, Object> refused = new TreeMap<>();
        for (Path file : files("bind9-checkzone", "(good|warn|test|spf|er).*\\.db")) {
            List<ZoneProblem> errors = errors(file);
            if (!errors.isEmpty()) {
                refused.put(file.getFileName().toString(), errors);
            }
        }
        assertThat(refused).isEmpty();
    }

    @Test
    void bindsBadZonesAreRefusedWithTheirLine() throws IOException {
        Map<String, Object> accepted = new TreeMap<>();
        for (Path file : files("bind9-checkzone", "bad.*\\.db")) {
            List<ZoneProblem> errors = errors(file);
            if (errors.isEmpty() || errors.getFirst().at().line() == 0) {
                accepted.put(file.getFileName().toString(), errors);
            }
        }
        ACCEPTED.keySet().forEach(accepted::remove);
        assertThat(accepted).isEmpty();
    }

    @Test
    void dnsjavasZonesAreRead() throws IOException {
        for (Path file : files("dnsjava", "zonefile.*")) {
            ZoneFile zone = read(file, "example.com");
            assertThat(zone.firstError()).as(file.toString()).isEmpty();
            assertThat(zone.recordCount()).as(file.toString()).isGreaterThan(4);
        }
    }

    /** The zone of a file is its name; TLSA data in base 64 are what dnscontrol alone writes. */
    @Test
    void dnscontrolsZonesAreRead() throws IOException {
        for (Path file : files("dnscontrol", ".*\\.zone")) {
            String name = file.getFileName().toString().replaceAll("(![a-z]+)?(\\.zone)+$", "");
            ZoneFile zone = read(file, name);
            assertThat(zone.firstError()).as(file.toString()).isEmpty();
            for (ZoneProblem problem : ZoneCheck.of(zone)) {
                boolean base64 = problem.toString().contains("expected pairs of hexadecimal");
                boolean part = problem.at().line() == 0; // without SOA and NS
                boolean syntax =
                        Set.of(ZoneFault.EXPECTED, ZoneFault.END_TOO_EARLY, ZoneFault.TEXT_LEFT)
                                .contains(problem.rule());
                assertThat(syntax && !base64 && !part).as(problem.toString()).isFalse();
            }
        }
    }

    @Test
    void dnscontrolsTablesTellTheSameRecords() throws IOException {
        for (Path table : files("dnscontrol", ".*\\.zone\\.tsv")) {
            String file = table.toString().replaceAll("\\.tsv$", "");
            Path zone = Path.of(file);
            String apex = zone.getFileName().toString().replaceAll("\\.zone$", "");
            List<String> told =
                    Files.readAllLines(table).stream()
                            .map(l -> l.split("\t", -1))
                            .map(c -> c[0] + ". " + c[2] + " " + c[4])
                            .sorted()
                            .toList();
            List<String> found =
                    read(zone, apex).records().stream()
                            .map(
                                    r ->
                                            r.owner()
                                                    + " "
                                                    + r.ttlSeconds()
                                                    + " "
                                                    + RecordTypes.name(r.type()))
                            .sorted()
                            .toList();
            assertThat(found).as(file).isEqualTo(told);
        }
    }

    @Test
    void allAreWrittenBackOctetForOctet() throws IOException {
        for (Path file : files(".", ".*")) {
            ZoneFile zone = read(file, "example");
            assertThat(zone.octets()).isEqualTo(Files.readAllBytes(file));
            assertThat(EntryWalk.joined(zone)).isEqualTo(Files.readAllBytes(file));
        }
    }
}
