package org.hikyaku.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.queue.AttemptResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where mail for a domain goes (RFC 5321 section 5.1, RFC 7505). */
final class RoutesTest {

    private static final FakeResolver DNS =
            FakeResolver.of(
                    "two.example MX 20 b.example",
                    "two.example MX 10 a.example",
                    "a.example A 192.0.2.1",
                    "b.example A 192.0.2.2",
                    "equal.example MX 10 a.example",
                    "equal.example MX 10 b.example",
                    "implicit.example A 192.0.2.3",
                    "implicit.example TXT x",
                    "empty.example TXT x",
                    "null.example MX 0 .",
                    "self.example MX 10 mx.here.example",
                    "mx.here.example A 192.0.2.25",
                    "behind.example MX 10 a.example",
                    "behind.example MX 20 mx.here.example",
                    "behind.example MX 30 b.example",
                    "gone.example MX 10 nowhere.example",
                    "half.example MX 10 silent.example",
                    "half.example MX 20 b.example",
                    "silent.example A !TIMEOUT",
                    "dumb.example MX 10 silent.example",
                    "dumb.example MX 20 nowhere.example",
                    "broken.example MX !SERVER",
                    "alias.example MX 10 cname.example",
                    "cname.example CNAME a.example",
                    "whole.example CNAME two.example",
                    "literal.example MX 10 192.0.2.1",
                    "both.example MX 10 dual.example",
                    "dual.example A 192.0.2.10",
                    "dual.example A 192.0.2.11",
                    "dual.example AAAA 2001:db8::10");

    private static final Routes ROUTES =
            new Routes(DNS, OutboundWorld.settings(25, null), new Random(1));

    private static Route route(String domain) {
        return ROUTES.of(DomainName.of(domain));
    }

    private static List<String> names(Route route) {
        return ((Route.Hosts) route).targets().stream().map(Route.Target::name).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "two.example, a.example b.example",
        "implicit.example, implicit.example",
        "behind.example, a.example",
        "half.example, b.example",
        "alias.example, cname.example",
        "whole.example, a.example b.example",
    })
    void hostsInOrder(String domain, String hosts) {
        assertThat(names(route(domain))).containsExactly(hosts.split(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "null.example, 5.1.10, takes no mail",
        "self.example, 5.4.6, is this server",
        "empty.example, 5.4.4, neither MX nor address",
        "gone.example, 5.4.4, has an address",
        "literal.example, 5.4.4, has an address",
        "none.example, 5.1.2, does not exist",
    })
    void noHostForGood(String domain, String status, String words) {
        AttemptResult result = ((Route.Nowhere) route(domain)).result();
        assertThat(result).isInstanceOf(AttemptResult.Refused.class);
        assertThat(result.status()).hasToString(status);
        assertThat(result.text()).contains(words);
    }

    @ParameterizedTest
    @CsvSource({"broken.example", "dumb.example"})
    void noHostForNow(String domain) {
        AttemptResult result = ((Route.Nowhere) route(domain)).result();
        assertThat(result).isInstanceOf(AttemptResult.Deferred.class);
        assertThat(result.status()).hasToString("4.4.3");
    }

    @Test
    void equalsInAnyOrder() {
        Set<String> first = new TreeSet<>();
        for (int i = 0; i < 50; i++) {
            first.add(names(route("equal.example")).getFirst());
        }
        assertThat(first).containsExactly("a.example", "b.example");
    }

    @Test
    void familiesInTurn() {
        Route.Hosts hosts = (Route.Hosts) route("both.example");
        assertThat(hosts.targets().getFirst().addresses())
                .extracting(a -> ((InetSocketAddress) a).getAddress().getAddress().length)
                .containsExactly(16, 4, 4);
    }

    @Test
    void aRelayTakesAll() {
        var relay = new OutboundSettings.Relay("127.0.0.1", 2600);
        Route route =
                new Routes(DNS, OutboundWorld.settings(25, relay), new Random(1))
                        .of(DomainName.of("none.example"));
        assertThat(((Route.Hosts) route).targets())
                .singleElement()
                .satisfies(
                        t ->
                                assertThat(t.addresses().getFirst())
                                        .isInstanceOfSatisfying(
                                                InetSocketAddress.class,
                                                a -> assertThat(a.getPort()).isEqualTo(2600)));
    }
}
