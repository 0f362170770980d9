package org.hikyaku.zoneio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hikyaku.name.DomainName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NamedConfTest {

    private static final DomainName ZONE = DomainName.of("example.com");

    @TempDir Path folder;

    private Path zone = Path.of("");

    @BeforeEach
    void zoneFile() throws IOException {
        zone = Files.writeString(folder.resolve("db.example.com"), "");
    }

    private String writer(String configuration) throws IOException {
        Path conf = Files.writeString(folder.resolve("named.conf"), configuration);
        return NamedConf.read(conf).orElseThrow().writer(ZONE, zone).orElse("a person");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type primary; | a person",
                "type master; allow-update { none; }; | a person",
                "type master; allow-update { key k; }; | allow-update",
                "type primary; update-policy local; | update-policy",
                "type primary; update-policy { grant k zonesub ANY; }; | update-policy",
                "type slave; primaries { 192.0.2.1; }; | type slave",
                "type secondary; | type secondary",
                "type primary; dnssec-policy default; | a person",
                "type primary; dnssec-policy default; inline-signing yes; | a person",
                "type primary; dnssec-policy default; inline-signing no; | dnssec-policy, inline-signing no",
                "type primary; dnssec-policy none; inline-signing no; | a person",
                "# allow-update { any; }; | a person",
                "/* update-policy local; */ // update-policy local; | a person",
                "'type primary; allow-update { any' | allow-update"
            })
    void whatTheZoneSays(String inner, String writer) throws IOException {
        String text = "zone \"Example.COM\" IN {\n file \"" + zone + "\";\n" + inner + "\n};\n";
        assertThat(writer(text)).isEqualTo(writer);
    }

    @Test
    void relativeNamesAreTakenFromTheDirectory() throws IOException {
        String text = "zone example.com { file \"db.example.com\"; update-policy local; };";
        assertThat(writer("options { directory \"" + folder + "\"; };" + text))
                .isEqualTo("update-policy");
        assertThat(writer("options { directory \"/\"; };" + text)).isEqualTo("a person");
    }

    @Test
    void whatIsAllowedFurtherOutHoldsForTheZone() throws IOException {
        String plain = "zone example.com { type primary; file \"" + zone + "\"; };";
        String refused = plain.replace("; };", "; allow-update { none; }; };");
        String options = "options { allow-update { key k; }; };\n";
        assertThat(writer(options + plain)).isEqualTo("allow-update");
        assertThat(writer(options + refused)).isEqualTo("a person");
        assertThat(writer("view in { allow-update { key k; }; " + plain + " };"))
                .isEqualTo("allow-update");
        assertThat(writer("view in { " + plain + " };")).isEqualTo("a person");
    }

    @Test
    void anotherFileAndAnotherZoneAreNoneOfIts() throws IOException {
        Path other = Files.writeString(folder.resolve("copy"), "");
        String rest = "\"; update-policy local; };";
        assertThat(writer("zone example.com { file \"" + other + rest)).isEqualTo("a person");
        assertThat(writer("zone example.net { file \"" + zone + rest)).isEqualTo("a person");
    }

    @Test
    void includedFilesAreRead() throws IOException {
        Files.writeString(
                folder.resolve("local"),
                "include \"named.conf\";\nzone \"example.com\" { file \""
                        + zone
                        + "\"; update-policy local; };");
        assertThat(writer("include \"local\";\ninclude \"none\";")).isEqualTo("update-policy");
        assertThat(NamedConf.read(folder.resolve("none"))).isEmpty();
        assertThat(NamedConf.read(folder)).isEmpty();
    }
}
