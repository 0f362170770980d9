package org.hikyaku.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** One server asked by itself: what kind of answer it is. */
final class DirectQuestionTest {

    private static final DomainName NAME = DomainName.of("example.com");

    private static DirectQuestion.Outcome ask(LoopbackDns dns, DirectQuestion.Way way) {
        return new DirectQuestion(Duration.ofSeconds(5))
                .ask(dns.address(), NAME, RecordType.SOA, way);
    }

    private static final String SOA =
            "example.com. 60 IN SOA ns1.example.com. root.example.com. 7 1 1 1 1";

    @Test
    void anAuthority() throws IOException {
        LoopbackDns.Script script =
                (question, _) -> {
                    Message reply = LoopbackDns.reply(question, SOA);
                    reply.getHeader().setFlag(Flags.AA);
                    reply.getHeader().unsetFlag(Flags.RA);
                    return List.of(reply.toWire());
                };
        try (LoopbackDns dns = new LoopbackDns(script)) {
            for (DirectQuestion.Way way : DirectQuestion.Way.values()) {
                var reply = (DirectQuestion.Outcome.Reply) ask(dns, way);
                assertThat(reply.authoritative()).isTrue();
                assertThat(reply.recursive()).isFalse();
                assertThat(reply.answer().records(DnsRecord.Soa.class))
                        .extracting(DnsRecord.Soa::serial)
                        .containsExactly(7L);
            }
            assertThat(dns.questions)
                    .extracting(q -> q.getHeader().getFlag(Flags.RD))
                    .containsExactly(false, false, true);
        }
    }

    @Test
    void aReferralWithGlue() throws IOException {
        LoopbackDns.Script script =
                (question, _) -> {
                    Message reply =
                            LoopbackDns.reply(question, "!example.com. 60 IN NS ns1.example.com.");
                    reply.addRecord(
                            org.xbill.DNS.Record.fromString(
                                    org.xbill.DNS.Name.fromString("ns1.example.com."),
                                    org.xbill.DNS.Type.A,
                                    org.xbill.DNS.DClass.IN,
                                    60,
                                    "192.0.2.53",
                                    org.xbill.DNS.Name.root),
                            Section.ADDITIONAL);
                    return List.of(reply.toWire());
                };
        try (LoopbackDns dns = new LoopbackDns(script)) {
            var reply = (DirectQuestion.Outcome.Reply) ask(dns, DirectQuestion.Way.DATAGRAM);
            assertThat(reply.referral()).containsExactly(DomainName.of("ns1.example.com"));
            assertThat(reply.glue())
                    .containsEntry(
                            DomainName.of("ns1.example.com"),
                            List.of(IpNet.of("192.0.2.53").address()));
            assertThat(reply.authoritative()).isFalse();
        }
    }

    @Test
    void aRefusal() throws IOException {
        LoopbackDns.Script script =
                (question, _) -> {
                    Message reply = LoopbackDns.reply(question);
                    reply.getHeader().setRcode(Rcode.REFUSED);
                    return List.of(reply.toWire());
                };
        try (LoopbackDns dns = new LoopbackDns(script)) {
            var reply = (DirectQuestion.Outcome.Reply) ask(dns, DirectQuestion.Way.DATAGRAM);
            assertThat(reply.answer())
                    .isInstanceOfSatisfying(
                            Answer.Failed.class,
                            f -> assertThat(f.failure()).isEqualTo(Answer.Failure.REFUSED));
        }
    }

    @Test
    void nobody() throws IOException {
        InetSocketAddress gone;
        try (LoopbackDns dns = new LoopbackDns((_, _) -> List.of())) {
            gone = dns.address();
            assertThat(
                            new DirectQuestion(Duration.ofMillis(200))
                                    .ask(gone, NAME, RecordType.SOA, DirectQuestion.Way.DATAGRAM))
                    .isInstanceOf(DirectQuestion.Outcome.Silent.class);
        }
        assertThat(
                        new DirectQuestion(Duration.ofSeconds(2))
                                .ask(gone, NAME, RecordType.SOA, DirectQuestion.Way.STREAM))
                .isInstanceOf(DirectQuestion.Outcome.Silent.class);
    }
}
