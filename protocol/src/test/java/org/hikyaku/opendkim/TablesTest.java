package org.hikyaku.opendkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hikyaku.opendkim.ConfigNote.Place;
import org.hikyaku.opendkim.OptionFile.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** KeyTable and SigningTable, and what they are read from. */
final class TablesTest {

    private static final String ADDRESSES =
            """
            # comment
            u@example.com   k1
            example.com     k2
            .example.com    k3:x@sub.%
            w@.example.com  k4
            x@*             k5
            *               %
            nothing
            u@example.com   k9
            """;

    private final MemoryFiles files = new MemoryFiles();

    private static Entry setting(String name, String value) {
        return new Entry(name, value, new Place("/c", 7));
    }

    private Optional<Dataset> read(String spec) {
        return new DatasetReader(files, files.notes())
                .read(new DatasetReader.Wanted(setting("SigningTable", spec), true, true));
    }

    private String hits(String spec, String address, boolean many) {
        SigningTable table = new SigningTable(read(spec).orElseThrow(), new ConfigNotes());
        int at = address.indexOf('@');
        return String.join(
                " ",
                table.find(address.substring(0, at), address.substring(at + 1), many).stream()
                        .map(h -> h.keyName() + (h.identity().isEmpty() ? "" : ":" + h.identity()))
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "u@example.com, k1",
        "U@Example.COM, k1",
        "v@example.com, k2",
        "v@a.example.com, k3:x@sub.a.example.com",
        "w@a.b.example.com, k4",
        "w@example.com, k2",
        "x@other.org, k5",
        "y@other.org, other.org"
    })
    void aFileIsAskedForMoreAndMore(String address, String expected) {
        files.with("/t", ADDRESSES);
        assertThat(hits("file:/t", address, false)).isEqualTo(expected);
        assertThat(hits("/t", address, false)).isEqualTo(expected);
    }

    @Test
    void allThatFitsWithMultipleSignatures() {
        files.with("/t", ADDRESSES);
        assertThat(hits("file:/t", "u@example.com", true)).isEqualTo("k1 k2 example.com");
        files.with("/r", "*@a.test k1\nu@* k2:@%\n*@b.test k3\n* k4\n");
        assertThat(hits("refile:/r", "u@a.test", true)).isEqualTo("k1 k2:@a.test k4");
        assertThat(hits("refile:/r", "u@a.test", false)).isEqualTo("k1");
    }

    @Test
    void whatIsWrongIsToldAndTheRestIsUsed() {
        files.with("/t", ADDRESSES);
        assertThat(hits("file:/t", "v@example.com", false)).isEqualTo("k2");
        assertThat(files.said()).containsExactly("NO_VALUE /t:8 nothing");
        files.with("/r", "(bad k1\n*@example.com k2\nexample.org k3\n* k4\n*@late.test k5\n");
        SigningTable table = new SigningTable(read("refile:/r").orElseThrow(), files.notes());
        table.check(name -> name.equals("k2"), files.notes());
        assertThat(files.said())
                .contains(
                        "BAD_PATTERN /r:1 (bad|a '(' is never closed",
                        "NEVER_MATCHES /r:3 example.org|*@example.org",
                        "HIDDEN_LINE /r:5 *@late.test|/r:4",
                        "NO_SUCH_KEY /r:4 *|k4");
        assertThat(table.find("u", "example.com", false)).hasSize(1);
    }

    @Test
    void patternsInAFileThatIsNotReadSo() {
        files.with("/t", "*@example.com k\nu@* k\n* k\n");
        new SigningTable(read("/t").orElseThrow(), files.notes());
        assertThat(files.said())
                .containsExactly("PATTERN_IN_FLAT_FILE /t:1 *@example.com|SigningTable|/t");
    }

    @ParameterizedTest
    @CsvSource({
        "db:/x, NOT_IMPORTABLE",
        "/x/y.db, NOT_IMPORTABLE",
        "dsn:mysql://u:p@h/d, NOT_IMPORTABLE",
        "ldap://h, NOT_IMPORTABLE",
        "lua:/x, NOT_IMPORTABLE",
        "memcache:h/p, NOT_IMPORTABLE",
        "nope:x, BAD_VALUE",
        "::1, BAD_VALUE",
        "file:/absent, UNREADABLE",
        "refile:/absent, UNREADABLE"
    })
    void whatCannotBeRead(String spec, String kind) {
        assertThat(read(spec)).isEmpty();
        assertThat(files.said()).hasSize(1);
        assertThat(files.said().getFirst()).startsWith(kind + " /c:7 ");
    }

    @Test
    void listsBetweenCommas() {
        assertThat(hits("csl:a@b=k1:x, c = k2", "a@b", false)).isEqualTo("k1:x");
        assertThat(hits("csl:a@b=k1:x, c = k2", "u@c", false)).isEqualTo("k2");
        assertThat(hits("a@b=k1,127.0.0.1,::1=k3", "u@::1", false)).isEqualTo("k3");
    }

    private KeyTable keys(String text) {
        files.with("/k", text);
        Entry entry = setting("KeyTable", "refile:/k");
        DatasetReader.Wanted wanted = new DatasetReader.Wanted(entry, false, true);
        Dataset rows = new DatasetReader(files, files.notes()).read(wanted).orElseThrow();
        return new KeyTable(rows, files.notes());
    }

    @ParameterizedTest
    @CsvSource({
        "k1, one.test, k1 example.com:s1:/keys/example.com.pem",
        "k2, one.test, k2 one.test:s2:/keys/one.test/k",
        "k3, one.test, k3 example.org:s3:in the table",
        "any.one.test, one.test, any.one.test one.test:s5:/k/one.test"
    })
    void percentSigns(String name, String author, String expected) {
        KeyTable table =
                keys(
                        """
                        k1 example.com:s1:/keys/%.pem
                        k2 %:s2:/keys/%/k
                        k3 example.org:s3:MIIB:rest/%
                        any.* %:s5:/k/%
                        """);
        assertThat(table.find(name, author).orElseThrow()).hasToString(expected);
        assertThat(table.find("K1", author)).isEmpty();
        assertThat(table.fixed()).extracting(KeyTable.Entry::name).containsExactly("k1", "k3");
    }

    @Test
    void corruptEntries() {
        KeyTable table = keys("a example.com:s\nb example.com::/k\nc :s:/k\nd example.com:s:/k\n");
        assertThat(table.find("a", "x.test")).isEmpty();
        assertThat(table.find("d", "x.test")).isPresent();
        assertThat(files.said())
                .containsExactly(
                        "BAD_KEY_ENTRY /k:1 a|2",
                        "BAD_KEY_ENTRY /k:2 b|3",
                        "BAD_KEY_ENTRY /k:3 c|3");
    }

    @Test
    void headerChoices() {
        List<String> standard = List.of("From", "To", "Subject", "Cc");
        HeaderChoice plain =
                new HeaderChoice(List.of(), List.of("cc", "from"), List.of(), standard);
        assertThat(plain.names(Set.of())).containsExactly("From", "To", "Subject");
        HeaderChoice delta =
                new HeaderChoice(
                        List.of("*", "+X-One", "-To"),
                        List.of(),
                        List.of("From", "X-Two"),
                        standard);
        assertThat(delta.names(Set.of()))
                .containsExactly("From", "Subject", "Cc", "X-One", "X-Two");
        assertThat(delta.oversigned()).containsExactlyInAnyOrder("from", "x-two");
        HeaderChoice open =
                new HeaderChoice(List.of("From", "X-*"), List.of("X-Secret"), List.of(), standard);
        assertThat(open.isOpen()).isTrue();
        assertThat(open.names(Set.of("x-a", "x-secret", "to"))).containsExactly("From", "x-a");
    }
}
