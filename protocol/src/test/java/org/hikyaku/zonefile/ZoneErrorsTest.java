package org.hikyaku.zonefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import org.hikyaku.name.DomainName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of a broken zone: file, line, column, what was read, what was expected. */
final class ZoneErrorsTest {

    private static final ZoneName APEX = ZoneName.of(DomainName.of("example.com"));

    /** Four lines that are right; the broken one is the fifth. */
    private static final String HEAD =
            """
            $TTL 3600
            @ SOA ns hostmaster 1 3600 600 1209600 300
            @ NS ns
            ns A 192.0.2.1
            """;

    private static List<ZoneProblem> check(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        return ZoneCheck.of(ZoneFile.read("zone", octets, APEX, IncludeReader.NONE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "www A 192.0.2 | zone:5:7: read '192.0.2'; expected an IPv4 address such as 192.0.2.1",
                "www A 192.0.2.256 | zone:5:7: read '192.0.2.256'; expected an IPv4",
                "www A 192.0.2.01 | zone:5:7: read '192.0.2.01'; expected an IPv4",
                "www A | zone:5:6: the line ends; expected an IPv4 address",
                "www A 192.0.2.1 extra | zone:5:17: read 'extra'; expected the end of the line",
                "www A \"192.0.2.1\" | zone:5:7: read '\"192.0.2.1\"'; expected an IPv4",
                "www AAAA 192.0.2.1 | zone:5:10: read '192.0.2.1'; expected an IPv6",
                "www AAAA fe80::1%eth0 | zone:5:10: read 'fe80::1%eth0'; expected an IPv6",
                "www MX mail | zone:5:8: read 'mail'; expected a number from 0 to 65535",
                "www MX 10 | zone:5:10: the line ends; expected a domain name",
                "www MX 10 a..b | zone:5:13: read 'a..b'; expected a domain name: no label",
                "www FOO bar | zone:5:5: read 'FOO'; expected a record type",
                "www 3x A 192.0.2.1 | zone:5:5: read '3x'; expected a record type",
                "www CH TXT x | zone:5:5: read the class 'CH'; expected IN",
                "www ANY x | zone:5:5: read 'ANY', a type that is only for questions",
                "www MD x | zone:5:5: read 'MD', a type that is no longer used",
                "www TXT \"open | zone:5:9: a quotation mark opens a text",
                "www TXT x ) | zone:5:11: read ) without a (",
                "www TXT | zone:5:8: the line ends; expected a text",
                "www\\ | zone:5:4: read '\\'; expected an escape",
                "w\\300 A 192.0.2.1 | zone:5:2: read '\\300'; expected an escape",
                "$FOO bar | zone:5:1: read the directive '$FOO'",
                "$TTL soon | zone:5:6: read 'soon'; expected a time such as 3600",
                "$TTL | zone:5:5: the line ends; expected a time",
                "$ORIGIN a b | zone:5:11: read 'b'; expected the end",
                "$INCLUDE other | zone:5:10: the file 'other' cannot be included: $INCLUDE is not",
                "$GENERATE 9--10 a$ A 192.0.2.$ | zone:5:11: read '9--10'; expected a range",
                "$GENERATE 1-2 a${x} A 192.0.2.$ | zone:5:15: read '{x}'; expected a modifier",
                "$GENERATE 1-300 a$ A 192.0.2.$ | zone:5:1: read '192.0.2.256'; expected an IPv4",
                "$GENERATE 1-2000000 a$ A 192.0.2.1 | zone:5:21: $GENERATE makes more than 1000000",
                "x CAA 256 issue \"a\" | zone:5:7: read '256'; expected a number from 0 to 255",
                "x CAA 0 is-sue \"a\" | zone:5:9: read 'is-sue'; expected a tag",
                "x TLSA 3 1 1 abc | zone:5:14: read 'abc'; expected pairs of hexadecimal",
                "x DS 1 8 2 ab | zone:5:6: the data have a wrong length; expected 32",
                "x DNSKEY 257 3 8 ab! | zone:5:18: read 'ab!'; expected base 64",
                "x SRV 0 0 65536 a | zone:5:11: read '65536'; expected a number",
                "x NAPTR 0 0 a b !c!d . | zone:5:17: read '!c!d'; expected a substitution",
                "x NAPTR 0 0 a b c | zone:5:18: the line ends; expected a domain name",
                "x LOC 91 N 24 E 10m | zone:5:7: read '91'; expected a location",
                "x HTTPS 1 . port=99999 | zone:5:13: read 'port=99999'; expected a parameter",
                "x HTTPS 1 . mandatory=port | zone:5:13: the parameter 'key3' is mandatory",
                "x TYPE65400 abc | zone:5:13: read 'abc'; expected data of the record",
                "x A \\# 3 010203 | zone:5:8: read '\\# 3'; expected octets of this type",
                "x SOA ns h 1 1 1 1 1 | zone:5:1: a SOA record is at x.example.com.",
                "@ CNAME other | zone:5:1: example.com. is an alias (CNAME) and has other",
                "*.x NS ns | zone:5:1: *.x.example.com. has an NS record; a wildcard",
                "@ DS 1 8 1 0102030405060708090001020304050607080900 | zone:5:1: a DS record is at",
                "@ NS gone | zone:5:1: the NS record names gone.example.com., which has no address",
            })
    void theFirstErrorIsTold(String line, String told) {
        List<ZoneProblem> problems = check(HEAD + line + "\n");
        assertThat(problems).filteredOn(ZoneProblem::isError).isNotEmpty();
        String first =
                problems.stream().filter(ZoneProblem::isError).findFirst().orElseThrow().toString();
        assertThat(first).startsWith(told);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "@ MX 10 gone | the MX record names gone.example.com., which has no address",
                "@ MX 10 192.0.2.1 | the MX record names the address 192.0.2.1",
                "a CNAME ns~@ MX 10 a | the MX record names a.example.com., which is an alias",
                "www.example.net. A 192.0.2.1 | www.example.net. is not in this zone",
                "a 60 A 192.0.2.1~a 70 A 192.0.2.2 | the record has the time to live 70",
                "a A 192.0.2.1~a A 192.0.2.1 | the same A record stands here twice",
                "a_b A 192.0.2.1 | a_b.example.com. has an address or takes mail",
                "a SPF \"v=spf1 -all\" | a.example.com. has a record of type SPF and no TXT",
                "a 4294967295 A 192.0.2.1 | the time to live 4294967295 is more",
            })
    void whatLoadsAndIsWrongIsAWarning(String lines, String told) {
        List<ZoneProblem> problems = check(HEAD + lines.replace('~', '\n') + "\n");
        assertThat(problems).noneMatch(ZoneProblem::isError);
        assertThat(problems).anyMatch(p -> p.what(Locale.ENGLISH).startsWith(told));
    }

    @Test
    void theZoneAsAWholeIsLookedAt() {
        assertThat(check("")).extracting(p -> p.rule().name()).contains("SOA_COUNT", "NS_NONE");
        assertThat(check(" A 192.0.2.1\n").getFirst().toString())
                .startsWith("zone:1:2: the line begins with a blank");
        assertThat(check("a A 192.0.2.1\n").getFirst().toString())
                .startsWith("zone:1:3: the record has no time to live");
        assertThat(check("\ufeff" + HEAD).getFirst().rule()).isEqualTo(ZoneFault.BYTE_ORDER_MARK);
        assertThat(check(HEAD + "a TXT ( \"x\"\nb A 192.0.2.1\n").getFirst().toString())
                .startsWith("zone:7:1: the file ends within parentheses; expected )");
    }

    @Test
    void aFileThatIncludesItselfEnds() {
        byte[] text = (HEAD + "$INCLUDE zone\n$INCLUDE zone\n").getBytes(StandardCharsets.UTF_8);
        ZoneFile zone =
                ZoneFile.read(
                        "zone", text, APEX, path -> new IncludeReader.Included(path, text, true));
        assertThat(zone.firstError().orElseThrow().rule()).isEqualTo(ZoneFault.INCLUDE_DEEP);
    }

    @Test
    void everyFaultHasItsTextInBothLanguages() {
        List<String> lacking = new ArrayList<>();
        for (Locale locale : List.of(Locale.ENGLISH, Locale.JAPANESE)) {
            ResourceBundle texts = ZoneFault.EXPECTED.texts(locale);
            for (ZoneFault fault : ZoneFault.values()) {
                ZoneProblem problem =
                        ZoneProblem.of(
                                fault, new ZoneProblem.Location("", 0, 0), "one", "two", "three");
                String what = problem.what(locale);
                if (what.isEmpty() || what.contains("{") && fault != ZoneFault.EXPECTED) {
                    lacking.add(locale + " " + fault);
                }
            }
            Arrays.stream(Wanted.values())
                    .filter(w -> !texts.containsKey(w.name()))
                    .forEach(w -> lacking.add(locale + " " + w));
        }
        assertThat(lacking).isEmpty();
        assertThat(ZoneFault.EXPECTED.texts(Locale.JAPANESE).keySet())
                .isEqualTo(ZoneFault.EXPECTED.texts(Locale.ENGLISH).keySet());
    }
}
