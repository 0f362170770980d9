package org.hikyaku.zoneio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordChange;
import org.hikyaku.dns.RecordChange.OwnedRecord;
import org.hikyaku.name.DomainName;
import org.hikyaku.zonefile.ZoneFileException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Zone files on disk: what is written, what is kept, what is refused. */
final class ZoneFileEditorTest {

    private static final DomainName ORIGIN = DomainName.of("example.com");

    private static final String ZONE =
            """
            $TTL 3600
            @   IN SOA ns hostmaster ( 2026091501 ; serial
                    3600 600 1209600 300 )
                IN NS  ns
            ns  IN A   192.0.2.1 ; the server
            """;

    @TempDir Path folder;
    private Path file = Path.of("");

    private final ZoneFileEditor editor = editor(Set.of());

    private static ZoneFileEditor editor(Set<Path> includes) {
        InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-24T12:00:00Z"));
        return new ZoneFileEditor(clock, ZoneOffset.UTC, includes, null);
    }

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("zone"), ZONE);
    }

    private static RecordChange add(String name, String text) {
        return new RecordChange.Add(
                new OwnedRecord(
                        DomainName.of(name), new DnsRecord.Txt(text), Duration.ofSeconds(300)));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aRecordIsAddedTheSerialRaisedAndTheOldFileKept() throws Exception {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Edited edited = editor.apply(file, ORIGIN, List.of(add("www.example.com", "hello")));
        assertThat(Files.readString(file))
                .isEqualTo(ZONE.replace("2026091501", "2026112401") + "www 300 IN TXT \"hello\"\n");
        assertThat(edited.diff())
                .containsExactly(
                        "@@ 2 @@",
                        "-@   IN SOA ns hostmaster ( 2026091501 ; serial",
                        "+@   IN SOA ns hostmaster ( 2026112401 ; serial",
                        "@@ 6 @@",
                        "+www 300 IN TXT \"hello\"");
        assertThat(Files.readString(edited.backup())).isEqualTo(ZONE);
        assertThat(files()).containsExactly("zone", "zone.~1~");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        editor.apply(file, ORIGIN, List.of(add("www.example.com", "again")));
        assertThat(files()).containsExactly("zone", "zone.~1~", "zone.~2~");
    }

    @Test
    void anEditIsTakenBackWithAHigherSerial() throws Exception {
        Edited edited = editor.apply(file, ORIGIN, List.of(add("www.example.com", "hello")));
        editor.restore(edited);
        assertThat(Files.readString(file)).isEqualTo(ZONE.replace("2026091501", "2026112402"));
    }

    @Test
    void whatSomebodyHasChangedSinceIsNotRestored() throws Exception {
        Edited edited = editor.apply(file, ORIGIN, List.of(add("www.example.com", "hello")));
        String mine = Files.readString(file) + "; mine\n";
        Files.writeString(file, mine);
        assertThatThrownBy(() -> editor.restore(edited))
                .isInstanceOf(ZoneFileException.class)
                .hasMessageContaining("somebody else has changed it");
        assertThat(Files.readString(file)).isEqualTo(mine);
    }

    @Test
    void whatIsChangedBetweenPlanAndWriteIsNotLost() throws Exception {
        var changes = Stream.of(add("www.example.com", "hello"));
        ZoneFileEditor.Plan plan =
                editor.plan(
                        editor.read(file, ORIGIN),
                        changes.map(org.hikyaku.zonefile.ZoneChange::of).toList());
        Files.writeString(file, ZONE + "; mine\n");
        assertThatThrownBy(() -> editor.write(plan)).hasMessageContaining("somebody else");
        assertThat(Files.readString(file)).endsWith("; mine\n");
        assertThat(files()).containsExactly("zone");
    }

    @Test
    void aZoneWithAJournalIsLeftToItsServer() throws IOException {
        Files.writeString(folder.resolve("zone.jnl"), "");
        assertThatThrownBy(() -> editor.apply(file, ORIGIN, List.of(add("www.example.com", "x"))))
                .isInstanceOfSatisfying(
                        ZoneFileException.class,
                        e ->
                                assertThat(e.text(Locale.ENGLISH))
                                        .contains("journal")
                                        .contains("RFC 2136")
                                        .contains("rndc freeze"));
        assertThat(files()).containsExactly("zone", "zone.jnl");
    }

    @Test
    void aZoneThatItsServerWritesIsLeftToIt() throws IOException {
        Path conf = folder.resolve("named.conf");
        Files.writeString(
                conf,
                "zone \"example.com\" { type primary; file \"%s\"; update-policy local; };"
                        .formatted(file));
        var configured =
                new ZoneFileEditor(
                        InstantSource.fixed(Instant.EPOCH), ZoneOffset.UTC, Set.of(), conf);
        assertThatThrownBy(
                        () -> configured.apply(file, ORIGIN, List.of(add("www.example.com", "x"))))
                .isInstanceOfSatisfying(
                        ZoneFileException.class,
                        e ->
                                assertThat(e.text(Locale.ENGLISH))
                                        .contains("named.conf has \"update-policy\"")
                                        .contains("rndc freeze example.com"));
        assertThat(Files.readString(file)).isEqualTo(ZONE);
    }

    @Test
    void aZoneThatWouldNotLoadIsNotWritten() throws IOException {
        RecordChange alias =
                new RecordChange.Add(
                        OwnedRecord.of(
                                DomainName.of("ns.example.com"), new DnsRecord.Cname(ORIGIN)));
        assertThatThrownBy(() -> editor.apply(file, ORIGIN, List.of(alias)))
                .isInstanceOf(ZoneFileException.class)
                .hasMessageContaining("CNAME");
        assertThat(Files.readString(file)).isEqualTo(ZONE);
        assertThat(files()).containsExactly("zone");
    }

    @Test
    void aBrokenZoneIsRefusedWithItsPlace() throws IOException {
        Files.writeString(file, ZONE + "www IN A 192.0.2\nx FOO\n");
        assertThatThrownBy(() -> editor.apply(file, ORIGIN, List.of(add("www.example.com", "x"))))
                .hasMessageContaining("zone:7:3: read 'FOO'; expected a record type");
        assertThat(files()).containsExactly("zone");
    }

    @Test
    void anAbsentFileIsTold() {
        assertThatThrownBy(() -> editor.read(folder.resolve("none"), ORIGIN))
                .isInstanceOf(ZoneFileException.class)
                .hasMessageContaining("none: it cannot be read: there is no such file");
        assertThatThrownBy(() -> editor.read(folder, ORIGIN)).hasMessageContaining("a folder");
        assertThatThrownBy(() -> editor.read(Path.of("/dev/zero"), ORIGIN))
                .hasMessageContaining("no ordinary file");
    }

    @Test
    void aLinkStaysALink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        editor.apply(link, ORIGIN, List.of(add("www.example.com", "hello")));
        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(Files.readString(file)).contains("hello");
    }

    @Test
    void anIncludedFileIsChangedOnlyWhereItIsAllowed() throws Exception {
        Path hosts = Files.writeString(folder.resolve("hosts"), "www IN A 192.0.2.80\n");
        String zone = ZONE + "$INCLUDE hosts\n$GENERATE 1-2 h$ A 192.0.2.$\n";
        Files.writeString(file, zone);
        RecordChange replace =
                new RecordChange.Replace(
                        address("www.example.com", "192.0.2.80"),
                        address("www.example.com", "192.0.2.81"));
        assertThatThrownBy(() -> editor.apply(file, ORIGIN, List.of(replace)))
                .hasMessageContaining("hosts:1:1: www.example.com. A 192.0.2.80 stands in");
        Edited edited = editor(Set.of(hosts)).apply(file, ORIGIN, List.of(replace));
        assertThat(Files.readString(hosts)).isEqualTo("www IN A 192.0.2.81\n");
        assertThat(Files.readString(file)).isEqualTo(zone.replace("2026091501", "2026112401"));
        assertThat(edited.saved()).hasSize(2);
        editor(Set.of(hosts)).restore(edited);
        assertThat(Files.readString(hosts)).isEqualTo("www IN A 192.0.2.80\n");
        RecordChange generated = new RecordChange.Remove(address("h1.example.com", "192.0.2.1"));
        assertThatThrownBy(() -> editor.apply(file, ORIGIN, List.of(generated)))
                .hasMessageContaining("zone:7:1: h1.example.com. A 192.0.2.1 is made by $GENERATE");
    }

    private static OwnedRecord address(String name, String address) {
        var v4 = (java.net.Inet4Address) java.net.InetAddress.ofLiteral(address);
        return OwnedRecord.of(DomainName.of(name), new DnsRecord.A(v4));
    }
}
