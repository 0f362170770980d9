package org.hikyaku.opendkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class OptionReaderTest {

    private static final String CONF = "/etc/opendkim.conf";

    private final MemoryFiles files = new MemoryFiles();

    private OptionFile read(String text) {
        return new OptionReader(OptionTable.OPENDKIM, files, files.notes())
                .read(files.with(CONF, text) == files ? CONF : "");
    }

    static List<Arguments> values() {
        return List.of(
                arguments("Selector s1", "s1"),
                arguments("selector\ts1", "s1"),
                arguments("  SELECTOR   s1  ", "s1"),
                arguments("Selector s1 # mine", "s1"),
                arguments("Selector s1#mine", "s1"),
                arguments("Selector s1\r\nMode s", "s1"),
                arguments("Selector a b  c", "a b  c"),
                arguments("Selector one\nSelector two", "two"),
                arguments("Selector \"s1\"", "\"s1\""),
                arguments("Selector = s1", "= s1"));
    }

    @ParameterizedTest
    @MethodSource
    void values(String text, String value) {
        assertThat(read(text).text("Selector", "")).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "Yes, true",
        "TRUE, true",
        "1, true",
        "yup, true",
        "No, false",
        "f, false",
        "0, false"
    })
    void onlyTheFirstLetterOfABooleanCounts(String text, boolean value) {
        assertThat(read("SubDomains " + text).isTrue("SubDomains", !value)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"022, 18", "22, 22", "0x1F, 31", "-5, -5", "0, 0", "+7, 7", "0002, 2"})
    void integersAsStrtolReadsThem(String text, long value) {
        assertThat(read("UMask " + text).number("UMask", 99)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"08", "10x", "0x", "1 2", "--1", "99999999999999999999999", "٣"})
    void whatIsNoInteger(String text) {
        assertThat(read("\nUMask " + text).has("UMask")).isFalse();
        assertThat(files.said()).containsExactly("BAD_INTEGER " + CONF + ":2 UMask|" + text);
    }

    @Test
    void allErrorsAreToldWithTheirLines() {
        read(
                "Mode s\nForeground yes\nSubDomains maybe\n\nSelector\nKeyFil /k\nX-Header no\nMode v\n");
        assertThat(files.said())
                .containsExactly(
                        "UNKNOWN_OPTION " + CONF + ":2 Foreground|",
                        "BAD_BOOLEAN " + CONF + ":3 SubDomains|maybe",
                        "MISSING_VALUE " + CONF + ":5 Selector",
                        "UNKNOWN_OPTION " + CONF + ":6 KeyFil|KeyFile",
                        "OBSOLETE " + CONF + ":7 X-Header",
                        "OVERRIDDEN " + CONF + ":1 Mode|" + CONF + ":8");
    }

    @Test
    void includesStandWhereTheyAre() {
        files.with("/etc/more.conf", "Selector two\nUMask 7\n");
        OptionFile read = read("Selector one\nInclude /etc/more.conf\nUMask 2\n");
        assertThat(read.text("Selector", "")).isEqualTo("two");
        assertThat(read.number("UMask", 0)).isEqualTo(2);
        assertThat(read.find("Selector").orElseThrow().place()).hasToString("/etc/more.conf:1");
    }

    @Test
    void includesEndSomewhere() {
        read("Include " + CONF + "\nInclude " + CONF + "\nInclude /absent\n");
        assertThat(files.said()).contains("INCLUDE_DEPTH " + CONF + ":1 5");
        assertThat(files.said())
                .contains("UNREADABLE " + CONF + ":3 /absent|there is no such file");
    }

    @Test
    void aLineOfAnyLengthIsTold() {
        read("Selector " + "x".repeat(70_000) + "\nMode s\n");
        assertThat(files.said()).containsExactly("LINE_TOO_LONG " + CONF + ":1 70009|65536");
    }

    @Test
    void whatHasNoEffectIsSaid() {
        read("AutoRestart yes\n");
        assertThat(files.said()).containsExactly("NO_EFFECT " + CONF + ":1 AutoRestart");
    }

    @Test
    void theTablesAreWhole() {
        assertThat(OptionTable.OPENDKIM.all()).hasSize(135);
        assertThat(OptionTable.OPENDMARC.all()).hasSize(42);
        assertThat(OptionTable.POLICYD_SPF.all()).hasSizeGreaterThan(30);
        assertThat(OptionTable.OPENDKIM.find("keytable".toUpperCase(Locale.ROOT))).isPresent();
    }

    @Test
    void policydAssignments() {
        files.with("/p", "# x\nHELO_reject = Fail # y\nTestOnly=1\nNonsense\na = b = c\nFoo = 1\n");
        OptionFile read =
                new OptionReader(OptionTable.POLICYD_SPF, files, files.notes())
                        .readAssignments("/p");
        assertThat(read.text("HELO_reject", "")).isEqualTo("Fail");
        assertThat(read.number("TestOnly", 0)).isEqualTo(1);
        assertThat(files.said())
                .containsExactly(
                        "NOT_A_SETTING /p:4 Nonsense",
                        "NOT_A_SETTING /p:5 a = b = c",
                        "UNKNOWN_OPTION /p:6 Foo|");
    }

    @Test
    void theDefaultsFileOfOlderDebian() {
        files.with(
                "/d",
                "#SOCKET=inet:1\nRUNDIR=/run/opendkim\nSOCKET=\"local:$RUNDIR/o.sock\" # x\nUSER=opendkim\n");
        assertThat(DefaultsFile.socket("/d", files, files.notes()).orElseThrow())
                .extracting(OptionFile.Entry::value, e -> e.place().toString())
                .containsExactly("local:/run/opendkim/o.sock", "/d:3");
        assertThat(DefaultsFile.socket("/absent", files, files.notes())).isEmpty();
    }
}
