package org.hikyaku.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.dns.RecordType;
import org.hikyaku.lookup.DirectQuestion;
import org.hikyaku.lookup.LoopbackDns;
import org.hikyaku.name.DomainName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/** A zone with two servers, of which the first does not serve it. */
final class AuthorityResolverTest {

    private static final DomainName NAME = DomainName.of("a.acme.example");
    private static final String TEXT = "a.acme.example. 60 IN TXT \"here\"";
    private static final String SOA = " 60 IN SOA ns.example. r.example. 1 2 3 4 5";

    private static LoopbackDns.Script says(boolean authority, int code, String... lines) {
        return (question, _) -> {
            Message reply = LoopbackDns.reply(question, lines);
            reply.getHeader().setRcode(code);
            if (authority) {
                reply.getHeader().setFlag(Flags.AA);
            }
            return List.of(reply.toWire());
        };
    }

    private static LoopbackDns.Script lame(String how) {
        return switch (how) {
            case "denies from the root" -> says(true, Rcode.NXDOMAIN, "!." + SOA);
            case "denies from the zone above" -> says(true, Rcode.NXDOMAIN, "!example." + SOA);
            case "has no record, from above" -> says(true, Rcode.NOERROR, "!example." + SOA);
            case "refers upwards" -> says(false, Rcode.NOERROR, "!. 60 IN NS a.root.example.");
            case "denies from a cache" -> says(false, Rcode.NXDOMAIN, "!acme.example." + SOA);
            case "refuses" -> says(false, Rcode.REFUSED);
            default -> throw new IllegalArgumentException(how);
        };
    }

    private static Answer ask(LoopbackDns.Script first, LoopbackDns.Script second)
            throws IOException {
        FakeResolver recursive =
                FakeResolver.of(
                        "acme.example NS ns1.acme.example",
                        "acme.example NS ns2.acme.example",
                        "ns1.acme.example A 127.0.0.1",
                        "ns2.acme.example A 127.0.0.2");
        try (LoopbackDns one = new LoopbackDns(first);
                LoopbackDns two =
                        new LoopbackDns(InetAddress.ofLiteral("127.0.0.2"), one, second)) {
            return new AuthorityResolver(
                            recursive,
                            new DirectQuestion(Duration.ofSeconds(5), new Random(1)),
                            two.address().getPort())
                    .query(NAME, RecordType.TXT);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "denies from the root",
                "denies from the zone above",
                "has no record, from above",
                "refers upwards",
                "denies from a cache",
                "refuses"
            })
    void aServerThatDoesNotServeTheZoneIsPassedBy(String how) throws IOException {
        assertThat(ask(lame(how), says(true, Rcode.NOERROR, TEXT)).records(DnsRecord.Txt.class))
                .containsExactly(new DnsRecord.Txt("here"));
    }

    @Test
    void theFirstThatServesItIsBelieved() throws IOException {
        Answer answer =
                ask(
                        says(true, Rcode.NXDOMAIN, "!acme.example." + SOA),
                        says(true, Rcode.NOERROR, TEXT));
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.NoRecord.class, no -> assertThat(no.nameExists()).isFalse());
    }

    @Test
    void whereAllAreLameNobodyDenies() throws IOException {
        assertThat(ask(lame("denies from the root"), lame("refers upwards")))
                .isInstanceOfSatisfying(
                        Answer.Failed.class,
                        failed ->
                                assertThat(failed.detail())
                                        .contains("acme.example TXT: none of its servers"));
    }
}
