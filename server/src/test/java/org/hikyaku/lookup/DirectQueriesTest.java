package org.hikyaku.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;

final class DirectQueriesTest {

    private static final DomainName NAME = DomainName.of("a.example");

    private static DirectQueries.Said ask(LoopbackDns server) {
        return new DirectQueries(Duration.ofSeconds(5), new Random(1))
                .ask(server.address(), NAME, RecordType.TXT);
    }

    private static LoopbackDns.Script reply(boolean authoritative, String... lines) {
        return (question, _) -> {
            Message reply = LoopbackDns.reply(question, lines);
            if (authoritative) {
                reply.getHeader().setFlag(Flags.AA);
            }
            return List.of(reply.toWire());
        };
    }

    @Test
    void itAsksWithoutRecursionAndTellsAuthority() throws IOException {
        try (LoopbackDns server =
                new LoopbackDns(reply(true, "a.example. 60 IN TXT \"here\" \" it is\""))) {
            DirectQueries.Said said = ask(server);
            assertThat(said.authoritative()).isTrue();
            assertThat(said.answer().records(DnsRecord.Txt.class))
                    .containsExactly(new DnsRecord.Txt("here it is"));
            assertThat(server.questions.getFirst().getHeader().getFlag(Flags.RD)).isFalse();
        }
    }

    @Test
    void whoAnswersFromACacheHasNoAuthority() throws IOException {
        try (LoopbackDns server = new LoopbackDns(reply(false, "a.example. 60 IN TXT \"x\""))) {
            assertThat(ask(server).authoritative()).isFalse();
        }
    }

    @Test
    void anAliasThatLeadsElsewhereIsShownAsOne() throws IOException {
        try (LoopbackDns server = new LoopbackDns(reply(true, "a.example. 60 IN CNAME b.test."))) {
            assertThat(ask(server).answer().records(DnsRecord.Cname.class))
                    .containsExactly(new DnsRecord.Cname(DomainName.of("b.test")));
            assertThat(server.questions).hasSize(1);
        }
    }

    @Test
    void aClosedPortIsAFailure() throws IOException {
        LoopbackDns server = new LoopbackDns(reply(true));
        InetSocketAddress address = server.address();
        server.close();
        DirectQueries queries = new DirectQueries(Duration.ofSeconds(5), new Random(1));
        assertThat(queries.ask(address, NAME, RecordType.TXT).answer())
                .isInstanceOf(Answer.Failed.class);
    }
}
