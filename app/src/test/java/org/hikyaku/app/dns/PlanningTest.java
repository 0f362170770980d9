package org.hikyaku.app.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.hikyaku.app.console.CommandFailure;
import org.hikyaku.app.console.CommonOptions;
import org.hikyaku.app.console.Output;
import org.hikyaku.app.console.Texts;
import org.hikyaku.app.settings.Settings;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.plan.PlanItem;
import org.hikyaku.plan.ZonePlan;
import org.hikyaku.store.embedded.EmbeddedStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the DNS fails there is no plan, and where it is only silent elsewhere there is one. */
final class PlanningTest {

    private static final DomainName DOMAIN = DomainName.of("example.com");

    private static final String[] ZONE = {
        "example.com SOA ns.example.com info.example.com 1",
        "example.com MX 10 mail.example.com",
        "example.com TXT v=spf1 mx -all",
        "mail.example.com A 192.0.2.25",
        "com SOA a.gtld.example nstld.example 1"
    };

    @TempDir Path folder;

    private EmbeddedStore store;

    @BeforeEach
    void open() {
        store = EmbeddedStore.open(folder);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static Resolver zone(String... more) {
        FakeResolver.Builder builder = FakeResolver.builder();
        for (String line : ZONE) {
            builder.line(line);
        }
        for (String line : more) {
            builder.line(line);
        }
        return builder.build();
    }

    private Planning planning(Resolver dns) {
        PrintStream nowhere =
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        Texts texts = Texts.of(DnsCommand.class, "DnsMessages", Locale.ENGLISH);
        return new Planning(
                new DnsSession(
                        new CommonOptions(),
                        DOMAIN,
                        Settings.standard(DomainName.of("mail.example.com")),
                        dns,
                        InstantSource.fixed(Instant.parse("2026-11-24T09:00:00Z")),
                        new Lines(new Output(nowhere, false), texts, new Colours(false))),
                store,
                List.of());
    }

    private ZonePlan plan(Resolver dns) throws InterruptedException {
        Planning planning = planning(dns);
        return planning.plan(DOMAIN, dns, planning.apex(DOMAIN), Set.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.com TXT !SERVER",
                "example.com MX !TIMEOUT",
                "_dmarc.example.com TXT !REFUSED",
                "mail.example.com TXT !BOGUS",
                "example.com SOA !TIMEOUT"
            })
    void aFailureIsTold(String failing) {
        String[] words = failing.split(" ");
        assertThatThrownBy(() -> plan(zone(failing)))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining(words[0] + " " + words[1])
                .hasMessageContaining(words[2].substring(1))
                .hasMessageContaining("Nothing was changed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_dmarc.example.com.example.com TXT !TIMEOUT",
                "dmarc.example.com TXT !SERVER",
                "25.2.0.192.in-addr.arpa PTR !TIMEOUT"
            })
    void whatIsNotNeededMayBeSilent(String failing) throws InterruptedException {
        assertThat(plan(zone(failing)).changes()).isNotEmpty();
    }

    @Test
    void withoutAddressesInTheSettingsThoseOfTheDnsCount() throws InterruptedException {
        assertThat(plan(zone()).spf()).contains("v=spf1 ip4:192.0.2.25 mx -all");
        assertThat(plan(zone()).items())
                .anyMatch(
                        item ->
                                item instanceof PlanItem.Elsewhere e
                                        && e.record().data().text().equals("mail.example.com."));
    }

    @Test
    void theZoneOfADomainIsTheNearestAbove() {
        Planning planning = planning(zone("news.example.com TXT hello"));
        assertThat(planning.apex(DOMAIN)).isEqualTo(DOMAIN);
        assertThat(planning.apex(DomainName.of("news.example.com"))).isEqualTo(DOMAIN);
        assertThatThrownBy(() -> planning.apex(DomainName.of("other.com")))
                .hasMessageContaining("does not exist");
        assertThatThrownBy(() -> planning.apex(DomainName.of("a.b.example")))
                .hasMessageContaining("no zone was found");
    }
}
