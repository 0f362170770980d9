package org.hikyaku.zonefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.name.DomainName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How lines become records. */
final class ZoneFileTest {

    private static final ZoneName APEX = ZoneName.of(DomainName.of("example.com"));

    private static List<String> records(String text, Map<String, String> files) {
        ZoneFile zone =
                ZoneFile.read(
                        "zone",
                        text.getBytes(StandardCharsets.ISO_8859_1),
                        APEX,
                        path ->
                                new IncludeReader.Included(
                                        path,
                                        files.getOrDefault(path, "")
                                                .getBytes(StandardCharsets.ISO_8859_1),
                                        false));
        assertThat(zone.firstError()).isEmpty();
        return zone.records().stream().map(ZoneRecord::toString).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a A 192.0.2.1 | a.example.com. 60 A 192.0.2.1",
                "A IN 5 a 192.0.2.1 | a.example.com. 5 A 192.0.2.1",
                "a 1h30m IN A 192.0.2.1 | a.example.com. 5400 A 192.0.2.1",
                "a in 1w2d3h4m5s A 192.0.2.1 | a.example.com. 788645 A 192.0.2.1",
                "a CLASS1 TYPE1 \\# 4 c0000201 | a.example.com. 60 A \\# 4 c0000201",
                "a.b.net. A 192.0.2.1 | a.b.net. 60 A 192.0.2.1",
                "@ A 192.0.2.1 | example.com. 60 A 192.0.2.1",
                "a\\.b.c A 192.0.2.1 | a\\.b.c.example.com. 60 A 192.0.2.1",
                "a\\032b A 192.0.2.1 | a\\032b.example.com. 60 A 192.0.2.1",
                "\\065 A 192.0.2.1 | a.example.com. 60 A 192.0.2.1",
                "\\@ A 192.0.2.1 | \\@.example.com. 60 A 192.0.2.1",
                "\"a\" A 192.0.2.1 | a.example.com. 60 A 192.0.2.1",
                "a TXT b\"c;d\"e;f | a.example.com. 60 TXT b \"c;d\" e",
                "a TXT ( b ;x~ (\"c\") ) ;y | a.example.com. 60 TXT b \"c\"",
                "a TXT b\\;c\\(d | a.example.com. 60 TXT b\\;c\\(d",
                "a A 192.0.2.1;c | a.example.com. 60 A 192.0.2.1",
                "$ORIGIN b~a A 192.0.2.1 | a.b.example.com. 60 A 192.0.2.1",
                "$origin b.net.~a A 192.0.2.1 | a.b.net. 60 A 192.0.2.1",
                "$ttl 7~a A 192.0.2.1 | a.example.com. 7 A 192.0.2.1",
                "$GENERATE 7-7 a${0,3} CNAME b${1,2,x} | a007.example.com. 60 CNAME b08",
                "$GENERATE 1-1 ${-2,4} TXT \"$$ \\$ ${10,3,o}\" | -001.example.com. 60 TXT $ \\$ 013",
                "$GENERATE 291-291 ${0,5,n} 5 IN PTR x${0,0,X} | 3.2.1.example.com. 5 PTR x123",
            })
    void oneRecord(String lines, String record) {
        assertThat(records("$TTL 60\n" + lines.replace('~', '\n') + "\n", Map.of()))
                .containsExactly(record);
    }

    @Test
    void blankOwnersAndIncludesInheritAsInBind() {
        String zone =
                """
                $TTL 60
                a A 192.0.2.1
                \tA 192.0.2.2
                $INCLUDE one b
                  A 192.0.2.3
                $INCLUDE "one" ; again
                c A 192.0.2.4
                """;
        assertThat(records(zone, Map.of("one", " TXT x\nd TXT y\n")))
                .containsExactly(
                        "a.example.com. 60 A 192.0.2.1",
                        "a.example.com. 60 A 192.0.2.2",
                        "a.example.com. 60 TXT x",
                        "d.b.example.com. 60 TXT y",
                        "a.example.com. 60 A 192.0.2.3",
                        "a.example.com. 60 TXT x",
                        "d.example.com. 60 TXT y",
                        "c.example.com. 60 A 192.0.2.4");
    }

    @Test
    void withoutTtlTheSoaOrTheRecordBeforeGivesIt() {
        assertThat(records("@ SOA a b 1 2 3 4 55\n NS c\n", Map.of()).getLast())
                .isEqualTo("example.com. 55 NS c");
        assertThat(records("@ 9 SOA a b 1 2 3 4 55\n NS c\n", Map.of()).getLast())
                .isEqualTo("example.com. 9 NS c");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "A 192.0.2.1 | 192.0.2.1",
                "AAAA 2001:DB8::1 | 2001:db8:0:0:0:0:0:1",
                "AAAA ::ffff:192.0.2.1 | 0:0:0:0:0:ffff:c000:201",
                "NS ns | ns.example.com.",
                "CNAME @ | example.com.",
                "PTR Host.Example.NET. | host.example.net.",
                "MX 010 mail | 10 mail.example.com.",
                "MX 0 . | 0 .",
                "TXT a \"b c\" | \"ab c\"",
                "SRV 1 2 3 . | 1 2 3 .",
                "CAA 128 ISSUE \"ca; x\" | 128 issue \"ca; x\"",
                "TLSA 3 1 1 AB (cd) | 3 1 1 abcd",
                "SOA a b ( 1 2h 3 4 5 ) | a.example.com. b.example.com. 1 7200 3 4 5",
                "DS 1 13 9 ab | \\# 5 00010d09ab",
            })
    void dataAsTheRulesOfMailSeeThem(String line, String text) {
        ZoneFile zone =
                ZoneFile.read(
                        "zone",
                        ("x 60 " + line).getBytes(StandardCharsets.ISO_8859_1),
                        APEX,
                        IncludeReader.NONE);
        assertThat(zone.records().getFirst().data().map(DnsRecord::text)).contains(text);
    }

    @Test
    void namesOfAnyOctetsAreKept() throws ZoneFileException {
        ZoneName odd = ZoneName.parse("a\\.b\\000\\(.Sub", APEX);
        assertThat(odd.text()).isEqualTo("a\\.b\\000\\(.sub.example.com.");
        assertThat(odd.domain()).isEmpty();
        assertThat(ZoneName.parse(odd.text(), ZoneName.ROOT)).isEqualTo(odd);
        assertThat(odd.textIn(APEX)).isEqualTo("a\\.b\\000\\(.sub");
        assertThat(odd.isWithin(APEX)).isTrue();
        assertThat(ZoneName.parse("notexample.com.", APEX).isWithin(APEX)).isFalse();
        assertThat(ZoneName.parse("www", APEX).domain()).contains(DomainName.of("www.example.com"));
    }
}
