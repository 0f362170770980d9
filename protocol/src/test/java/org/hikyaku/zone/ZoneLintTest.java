package org.hikyaku.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.hikyaku.name.DomainName;
import org.hikyaku.zonefile.IncludeReader;
import org.hikyaku.zonefile.ZoneFile;
import org.hikyaku.zonefile.ZoneName;
import org.hikyaku.zonefile.ZoneProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What loads and does not do what was meant. */
final class ZoneLintTest {

    private static final String KEY =
            "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

    private static final String HEAD =
            """
            $TTL 3600
            @ SOA ns hostmaster 1 3600 600 1209600 300
            @ NS ns
            ns A 192.0.2.1
            """;

    private static List<ZoneProblem> lint(String text) {
        return ZoneLint.of(
                ZoneFile.read(
                        "zone",
                        text.getBytes(StandardCharsets.UTF_8),
                        ZoneName.of(DomainName.of("example.com")),
                        IncludeReader.NONE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "@ MX 10 mail.example.com | DOT_MISSING_TARGET",
                "@ MX 10 mx.provider.net | DOT_MISSING_TARGET",
                "www CNAME example.com | DOT_MISSING_TARGET",
                "@ NS ns.example.com | DOT_MISSING_TARGET",
                "_dmarc.example.com TXT \"v=DMARC1; p=none\" | DOT_MISSING_OWNER",
                "@ MX 10 mail. | ONE_LABEL",
                "_dmarc TXT \"v=DMARC1; p=none; rua=mailto:info@example\" | ONE_LABEL",
                "@ TXT \"v=spf1 include:spf -all\" | ONE_LABEL",
                "s._domainkey TXT \"v=DKIM1; p=MIIBIjANBgkqhkiG9w0BAQ\" | DKIM_KEY_BROKEN",
                "s._domainkey TXT \"v=DKIM1; p=AAAA\" | DKIM_KEY_BROKEN",
                "s._domainkey TXT \"v=DKIM2; p=AAAA\" | DKIM_UNREADABLE",
                "s._domainkey TXT \"\\\"v=DKIM1; p=AAAA\\\"\" | QUOTES_STRAY",
                "@ TXT \"\u201cv=spf1 -all\u201d\" | QUOTES_STRAY",
                "@ TXT \"v=spf1 mx -all\"~@ TXT \"v=spf1 -all\" | SPF_SEVERAL",
                "@ TXT \"v=spf1 ip4:300.1.2.3 -all\" | SPF_UNREADABLE",
                "@ TXT \"v=spf1 ip4:192.0.2.1\" \"include:a.example -all\" | SPF_CUT",
                "@ TXT \"v=spf1\" \"mx\" \" -all\" | SPF_CUT",
                "@ SPF \"v=spf1 -all\" | SPF_TYPE",
                "_dmarc TXT \"v=spf1 -all\" | WRONG_NAME",
                "@ TXT \"v=DMARC1; p=none\" | WRONG_NAME",
                "s TXT \"v=DKIM1; k=ed25519; p=KEY\" | WRONG_NAME",
                "_dmarc TXT \"v=DMARC1; p=none\"~_dmarc TXT \"v=DMARC1; p=reject\" | DMARC_SEVERAL",
                "_dmarc TXT \"v=DMARC1; p=maybe\" | DMARC_IGNORED",
                "_dmarc TXT \"v=dmarc1; p=none\" | DMARC_UNREADABLE",
                "_dmarc TXT \"v=DMARC1; p=none; pct=50\" | DMARC_PCT",
                "@ 0 MX 10 ns | TTL_ZERO",
                "www 9999999 A 192.0.2.1 | TTL_LONG",
            })
    void findsIt(String lines, String rule) {
        List<ZoneProblem> found = lint(HEAD + lines.replace('~', '\n').replace("KEY", KEY) + "\n");
        assertThat(found).extracting(p -> p.rule().name()).contains(rule);
        assertThat(found).allMatch(p -> p.at().line() >= 5);
    }

    @ParameterizedTest
    @CsvSource({
        "10 600 1209600 300, TIMER_LOW",
        "999999 600 1209600 300, TIMER_HIGH",
        "3600 7200 1209600 300, TIMER_RETRY",
        "3600 10 1209600 300, TIMER_LOW",
        "3600 600 60 300, TIMER_LOW",
        "3600 600 1209600 999999, TIMER_HIGH"
    })
    void oddTimersAreTold(String timers, String rule) {
        List<ZoneProblem> found = lint(HEAD.replace("3600 600 1209600 300", timers));
        assertThat(found).extracting(p -> p.rule().name()).contains(rule);
    }

    @Test
    void aCleanZoneHasNoFindings() {
        String zone =
                HEAD
                        + """
                        @ MX 10 mail
                        mail A 192.0.2.2
                        mail TXT "v=spf1 a -all"
                        @ TXT "v=spf1 mx include:_spf.example.net " "ip4:192.0.2.0/24 -all"
                        @ TXT "google-site-verification=abc"
                        www CNAME mail
                        shop CNAME shops.example.net.
                        s._domainkey TXT ( "v=DKIM1; k=ed25519; "
                          "p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=" )
                        old._domainkey TXT "v=DKIM1; p="
                        _adsp._domainkey TXT "dkim=unknown"
                        _dmarc TXT "v=DMARC1; p=none; rua=mailto:reports@example.com"
                        example.net._report._dmarc TXT "v=DMARC1"
                        _imaps._tcp SRV 0 0 993 mail
                        _pop3._tcp SRV 0 0 0 .
                        """;
        assertThat(lint(zone)).isEmpty();
    }

    @Test
    void everyRuleSaysWhatWhyAndHowToMendItInBothLanguages() {
        for (LintRule rule : LintRule.values()) {
            ZoneProblem problem =
                    ZoneProblem.of(rule, new ZoneProblem.Location("", 1, 1), "one", "two", "three");
            for (Locale locale : List.of(Locale.ENGLISH, Locale.JAPANESE)) {
                assertThat(problem.what(locale))
                        .as(rule + " what")
                        .isNotEmpty()
                        .doesNotContain("{");
                assertThat(problem.why(locale)).as(rule + " why").isNotEmpty().doesNotContain("{");
                assertThat(problem.fix(locale)).as(rule + " fix").isNotEmpty().doesNotContain("{");
            }
        }
    }
}
