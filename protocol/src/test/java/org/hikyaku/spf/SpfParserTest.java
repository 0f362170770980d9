package org.hikyaku.spf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.hikyaku.name.IpNet;
import org.hikyaku.spf.SpfResult.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SpfParserTest {

    @Test
    void termsKeepTheirTextAndPlace() throws SpfParser.Malformed {
        SpfRecord record =
                SpfParser.parse("v=spf1 ip4:192.0.2.0/24  ?a:x.example/24//64 -all exp=e.example");
        assertThat(record.directives())
                .extracting(SpfRecord.Directive::text)
                .containsExactly("ip4:192.0.2.0/24", "?a:x.example/24//64", "-all");
        assertThat(record.directives())
                .extracting(SpfRecord.Directive::position)
                .containsExactly(7, 25, 45);
        assertThat(record.directives())
                .extracting(SpfRecord.Directive::result)
                .containsExactly(Code.PASS, Code.NEUTRAL, Code.FAIL);
        assertThat(record.directives().getFirst().mechanism())
                .isEqualTo(new SpfRecord.Ip(IpNet.of("192.0.2.0/24")));
        assertThat(record.directives().get(1).mechanism())
                .isInstanceOfSatisfying(
                        SpfRecord.A.class,
                        a -> {
                            assertThat(a.prefix4()).isEqualTo(24);
                            assertThat(a.prefix6()).isEqualTo(64);
                        });
        assertThat(record.explanation()).isNotNull();
        assertThat(record.redirect()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v=spf1",
                "V=SPF1 ALL",
                "v=spf1 a mx ptr a/0 mx//0 a/32//128",
                "v=spf1 a:%{d} exists:%{ir}.%{l1r+-}._spf.%{d2}",
                "v=spf1 include:_spf.example.com. redirect=%{d}",
                "v=spf1 a:foo-bar.x-1 ip6:::1/128 ip6:2001:db8::/32 ip6:::ffff:1.2.3.4/128",
                "v=spf1 moo=%%%_%- x.y-z_1= ?all",
                "v=spf1 a:a/b.example.com/24"
            })
    void followsTheGrammar(String text) throws SpfParser.Malformed {
        assertThat(SpfParser.parse(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v=spf10 -all|0",
                "v=spf1 all:x|10",
                "v=spf1 all/8|10",
                "v=spf1 include|14",
                "v=spf1 include:|15",
                "v=spf1 exists:x|14",
                "v=spf1 a/33|9",
                "v=spf1 a/08|9",
                "v=spf1 a//129|10",
                "v=spf1 a/|9",
                "v=spf1 a:|9",
                "v=spf1 a:1.2.3.4|9",
                "v=spf1 a:x.-y|9",
                "v=spf1 a:x.example.com:8080|9",
                "v=spf1 a:%{z}.x|11",
                "v=spf1 a:%{d0}.x|12",
                "v=spf1 a:%{d;}.x|12",
                "v=spf1 a:%{d.x|9",
                "v=spf1 a:%x.x|9",
                "v=spf1 a:x%|10",
                "v=spf1 a:%{c}.x|11",
                "v=spf1 ip4:1.2.3|11",
                "v=spf1 ip4:1.2.3.4.5|11",
                "v=spf1 ip4:01.2.3.4|11",
                "v=spf1 ip4:1.2.3.256|11",
                "v=spf1 ip4:1.2.3.4/33|19",
                "v=spf1 ip4:1.2.3.4/|19",
                "v=spf1 ip4|10",
                "v=spf1 ip6:1.2.3.4|11",
                "v=spf1 ip6:fe80::1%eth0|18",
                "v=spf1 ip6:::g|13",
                "v=spf1 ip6:::1/129|15",
                "v=spf1 ip:1.2.3.4|7",
                "v=spf1 -|8",
                "v=spf1 --all|8",
                "v=spf1 redirect=a.b redirect=a.c|20",
                "v=spf1 exp=a.b exp=a.c|15",
                "v=spf1 redirect=|16",
                "v=spf1 exp=/|11",
                "v=spf1 moo=%x|11",
                "v=spf1 1moo=x|7",
                "v=spf1 a\tmx|7"
            })
    void tellsWhereTheFaultIs(String text, int position) {
        SpfParser.Malformed fault =
                catchThrowableOfType(SpfParser.Malformed.class, () -> SpfParser.parse(text));
        assertThat(fault).as(text).isNotNull();
        assertThat(fault.position()).as(text + ": " + fault.getMessage()).isEqualTo(position);
    }

    @Test
    void aVersionEndsAtASpaceOrTheEnd() {
        assertThat(SpfParser.isRecord("v=spf1")).isTrue();
        assertThat(SpfParser.isRecord("v=spf1 -all")).isTrue();
        assertThat(SpfParser.isRecord("v=spf10")).isFalse();
        assertThat(SpfParser.isRecord("v=spf1\t-all")).isFalse();
        assertThat(SpfParser.isRecord(" v=spf1")).isFalse();
    }
}
