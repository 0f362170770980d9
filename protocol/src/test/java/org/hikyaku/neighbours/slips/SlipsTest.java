package org.hikyaku.neighbours.slips;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.hikyaku.neighbours.MapTree;
import org.hikyaku.neighbours.setup.Setup;
import org.hikyaku.neighbours.text.Damage;
import org.hikyaku.neighbours.text.Place;
import org.junit.jupiter.api.Test;

/** What is found in whole setups, and that nothing else is. */
final class SlipsTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private static List<Slip> slips(MapTree tree) {
        return Slips.of(Setup.read(tree), Slips.NO_DNS, NOW);
    }

    private static List<String> told(List<Slip> slips) {
        return slips.stream().map(s -> s.rule() + " " + s.at()).toList();
    }

    @Test
    void theHowToHasTheseSlipsAndNoOthers() {
        List<Slip> slips = slips(HowTo.tree());

        assertThat(told(slips))
                .containsExactly(
                        "SIGNING_TABLE_NEEDS_REFILE /etc/opendkim/SigningTable:1",
                        "SUBDOMAIN_UNSIGNED /etc/bind/example.com.zone:15",
                        "TLS_NOT_OFFERED /etc/postfix/main.cf:10",
                        "REPORTS_UNDELIVERABLE /etc/bind/example.com.zone:18",
                        "RENEWAL_PROGRAM_DEAD /etc/crontab:2",
                        "OLD_TLS /etc/dovecot/conf.d/10-ssl.conf:4",
                        "MILTER_DOWN_STOPS_MAIL /etc/postfix/main.cf:8",
                        "OWN_CHAIN_AS_TRUST /etc/postfix/main.cf:12",
                        "RENEWAL_SILENT /etc/crontab:2",
                        "HOOK_AFTER_FAILURE /etc/crontab:2",
                        "RESTART_CUTS /etc/crontab:2",
                        "SPF_SUBDOMAIN_BY_MX /etc/bind/example.com.zone:15",
                        "SETTING_REPLACED /etc/postfix/main.cf:6",
                        "SETTING_REPLACED /etc/postfix/main.cf:7",
                        "LIST_WITHOUT_EFFECT /etc/opendkim.conf:6",
                        "FILTER_FIELD_NO_PROOF /etc/opendkim.conf:3",
                        "DMARC_PCT /etc/bind/example.com.zone:18",
                        "ADSP_HISTORIC /etc/bind/example.com.zone:17",
                        "SERIAL_SECONDS /etc/bind/example.com.zone:3");
        assertThat(Setup.read(HowTo.tree()).damages()).isEmpty();
    }

    @Test
    void wordsAreThereInBothLanguages() {
        for (SlipRule rule : SlipRule.values()) {
            Slip slip =
                    new Slip(rule, new Place("/f", 1), "x", List.of("A0", "A1", "A2", "A3", "A4"));
            for (Locale locale : List.of(Locale.ENGLISH, Locale.JAPANESE)) {
                String all = slip.what(locale) + slip.effect(locale) + slip.fix(locale);
                assertThat(all).as("%s %s", rule, locale).hasSizeGreaterThan(40);
                assertThat(all).as("%s %s", rule, locale).doesNotContain("{");
            }
            assertThat(slip.what(Locale.JAPANESE)).isNotEqualTo(slip.what(Locale.ENGLISH));
        }
    }

    @Test
    void whatWasExpectedHasWordsToo() {
        for (Damage.Expected expected : Damage.Expected.values()) {
            assertThat(expected.words(Locale.ENGLISH)).isNotEmpty();
            assertThat(expected.words(Locale.JAPANESE)).isNotEmpty();
        }
    }

    @Test
    void theLineIsShownAsItStands() {
        String written =
                slips(HowTo.tree()).stream()
                        .filter(s -> s.rule() == SlipRule.RENEWAL_SILENT)
                        .map(Slip::written)
                        .collect(Collectors.joining());
        assertThat(written).startsWith("0 5 * * * root /root/certbot-auto").endsWith("2>&1");
    }
}
