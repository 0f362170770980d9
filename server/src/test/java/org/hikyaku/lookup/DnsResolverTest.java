package org.hikyaku.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

final class DnsResolverTest {

    private static final DomainName NAME = DomainName.of("example.com");

    /** Long enough for any answer on loopback; used up only where no answer may come. */
    private static final Duration LONG = Duration.ofSeconds(30);

    private static final Duration SHORT = Duration.ofMillis(200);

    private static DnsResolver to(Duration timeout, LoopbackDns... servers) {
        return new DnsResolver(
                Arrays.stream(servers).map(s -> DnsResolver.Server.of(s.address())).toList(),
                timeout);
    }

    private static Answer ask(LoopbackDns.Script script, RecordType type) throws IOException {
        try (LoopbackDns server = new LoopbackDns(script)) {
            return to(LONG, server).query(NAME, type);
        }
    }

    private static LoopbackDns.Script code(int rcode, EDNSOption... options) {
        return (question, _) -> {
            Message reply = LoopbackDns.reply(question);
            reply.getHeader().setRcode(rcode);
            reply.addRecord(new OPTRecord(1232, 0, 0, 0, options), Section.ADDITIONAL);
            return List.of(reply.toWire());
        };
    }

    private static Answer.Failure failure(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Failed.class);
        return ((Answer.Failed) answer).failure();
    }

    @Test
    void findsRecordsOfEachType() throws IOException {
        assertThat(ask(LoopbackDns.records("example.com. 60 IN A 192.0.2.1"), RecordType.A))
                .isEqualTo(
                        new Answer.Found(
                                List.of(
                                        new DnsRecord.A(
                                                (java.net.Inet4Address)
                                                        InetAddress.getByName("192.0.2.1"))),
                                false,
                                60));
        assertThat(texts("example.com. 60 IN AAAA 2001:db8::1", RecordType.AAAA))
                .containsExactly("2001:db8:0:0:0:0:0:1");
        assertThat(texts("example.com. 60 IN MX 10 mx.example.com.", RecordType.MX))
                .containsExactly("10 mx.example.com.");
        assertThat(texts("example.com. 60 IN MX 0 .", RecordType.MX)).containsExactly("0 .");
        assertThat(texts("example.com. 60 IN PTR Host.example.", RecordType.PTR))
                .containsExactly("host.example.");
        assertThat(texts("example.com. 60 IN TLSA 3 1 1 ABCD", RecordType.TLSA))
                .containsExactly("3 1 1 abcd");
        assertThat(texts("example.com. 60 IN SOA a. b. 7 1 2 3 4", RecordType.SOA))
                .containsExactly("a. b. 7 1 2 3 4");
        assertThat(texts("example.com. 60 IN CAA 0 issue \"ca.example\"", RecordType.CAA))
                .containsExactly("0 issue \"ca.example\"");
        assertThat(texts("example.com. 60 IN SRV 0 1 993 mx.example.", RecordType.SRV))
                .containsExactly("0 1 993 mx.example.");
        // A digest of another length than SHA-256 has would be no DS record to dnsjava.
        String digest = "ab".repeat(32);
        assertThat(texts("example.com. 60 IN DS 7 13 2 " + digest, RecordType.DS))
                .containsExactly("\\# 36 00070d02" + digest);
    }

    private static List<String> texts(String line, RecordType type) throws IOException {
        return ask(LoopbackDns.records(line), type).records(DnsRecord.class).stream()
                .map(DnsRecord::text)
                .toList();
    }

    @Test
    void joinsTheStringsOfTextOctetByOctet() throws IOException {
        Answer answer =
                ask(
                        LoopbackDns.records(
                                "example.com. 60 IN TXT \"v=spf1 \" \"\\228\\000 -all\""),
                        RecordType.TXT);

        assertThat(answer.records(DnsRecord.Txt.class))
                .extracting(DnsRecord.Txt::value)
                .containsExactly("v=spf1 \u00e4\u0000 -all");
    }

    @Test
    void tellsWhatIsNotThereFromWhatDoesNotExist() throws IOException {
        String soa = "!example.com. 600 IN SOA a. b. 1 2 3 4 300";
        assertThat(ask(LoopbackDns.records(soa), RecordType.MX))
                .isEqualTo(new Answer.NoRecord(true, false, 300));
        assertThat(ask(LoopbackDns.records(), RecordType.MX))
                .isEqualTo(new Answer.NoRecord(true, false, 0));
        assertThat(ask(code(Rcode.NXDOMAIN), RecordType.MX))
                .isEqualTo(new Answer.NoRecord(false, false, 0));
    }

    @Test
    void tellsFailuresApart() throws IOException {
        assertThat(failure(ask(code(Rcode.SERVFAIL), RecordType.A)))
                .isEqualTo(Answer.Failure.SERVER);
        assertThat(failure(ask(code(Rcode.REFUSED), RecordType.A)))
                .isEqualTo(Answer.Failure.REFUSED);
        assertThat(failure(ask(code(Rcode.SERVFAIL, new ExtendedErrorCodeOption(6)), RecordType.A)))
                .isEqualTo(Answer.Failure.BOGUS);
        assertThat(
                        failure(
                                ask(
                                        code(Rcode.SERVFAIL, new ExtendedErrorCodeOption(22)),
                                        RecordType.A)))
                .isEqualTo(Answer.Failure.SERVER);
    }

    @Test
    void followsAliasesWithinTheAnswer() throws IOException {
        Answer answer =
                ask(
                        LoopbackDns.records(
                                "a.example. 30 IN CNAME b.example.",
                                "b.example. 900 IN A 192.0.2.9",
                                "example.com. 600 IN CNAME a.example.",
                                "other.example. 900 IN A 192.0.2.66"),
                        RecordType.A);

        assertThat(answer.records(DnsRecord.A.class))
                .extracting(DnsRecord::text)
                .containsExactly("192.0.2.9");
        assertThat(((Answer.Found) answer).ttlSeconds()).isEqualTo(30);
    }

    @Test
    void asksForTheTargetOfAnAliasThatTheAnswerLacks() throws IOException {
        Answer answer =
                ask(
                        (question, _) -> {
                            boolean first =
                                    question.getQuestion()
                                            .getName()
                                            .toString()
                                            .equals("example.com.");
                            return List.of(
                                    LoopbackDns.reply(
                                                    question,
                                                    first
                                                            ? "example.com. 10 IN CNAME there.example."
                                                            : "there.example. 60 IN A 192.0.2.1")
                                            .toWire());
                        },
                        RecordType.A);

        assertThat(((Answer.Found) answer).ttlSeconds()).isEqualTo(10);
    }

    @Test
    void endsLoopsOfAliases() throws IOException {
        Answer within =
                ask(
                        LoopbackDns.records(
                                "example.com. 60 IN CNAME b.example.",
                                "b.example. 60 IN CNAME example.com."),
                        RecordType.A);
        Answer across =
                ask(
                        (question, _) ->
                                List.of(
                                        LoopbackDns.reply(
                                                        question,
                                                        question.getQuestion().getName()
                                                                + " 60 IN CNAME x"
                                                                + question.getQuestion().getName())
                                                .toWire()),
                        RecordType.A);

        assertThat(failure(within)).isEqualTo(Answer.Failure.SERVER);
        assertThat(failure(across)).isEqualTo(Answer.Failure.SERVER);
    }

    @Test
    void aTruncatedAnswerComesAgainOverTcp() throws IOException {
        String[] many = new String[200];
        for (int i = 0; i < many.length; i++) {
            many[i] = "example.com. 60 IN A 192.0.2." + i;
        }
        LoopbackDns.Script script =
                (question, tcp) -> {
                    Message reply = LoopbackDns.reply(question, tcp ? many : new String[0]);
                    if (!tcp) {
                        reply.getHeader().setFlag(Flags.TC);
                    }
                    return List.of(reply.toWire());
                };

        assertThat(ask(script, RecordType.A).records(DnsRecord.A.class)).hasSize(200);
    }

    @Test
    void answersToOtherQuestionsAreNotBelieved() throws IOException {
        LoopbackDns.Script script =
                (question, _) -> {
                    Message wrongId =
                            LoopbackDns.reply(question, "example.com. 60 IN A 203.0.113.1");
                    wrongId.getHeader().setID(question.getHeader().getID() ^ 1);
                    Message query = question.clone();
                    Message wrongName =
                            LoopbackDns.reply(
                                    Message.newQuery(
                                            org.xbill.DNS.Record.newRecord(
                                                    org.xbill.DNS.Name.fromConstantString("evil."),
                                                    1,
                                                    1)),
                                    "example.com. 60 IN A 203.0.113.2");
                    wrongName.getHeader().setID(question.getHeader().getID());
                    return List.of(
                            wrongId.toWire(),
                            query.toWire(),
                            wrongName.toWire(),
                            new byte[] {1, 2, 3},
                            LoopbackDns.reply(question, "example.com. 60 IN A 192.0.2.1").toWire());
                };

        assertThat(ask(script, RecordType.A).records(DnsRecord.A.class))
                .extracting(DnsRecord::text)
                .containsExactly("192.0.2.1");
    }

    @Test
    void aFloodOfStrayAnswersIsAFailureAndNotAnEndlessWait() throws IOException {
        LoopbackDns.Script script =
                (question, _) -> {
                    Message wrong = LoopbackDns.reply(question, "example.com. 60 IN A 203.0.113.1");
                    wrong.getHeader().setID(question.getHeader().getID() ^ 1);
                    return java.util.Collections.nCopies(100, wrong.toWire());
                };

        assertThat(failure(ask(script, RecordType.A))).isEqualTo(Answer.Failure.MALFORMED);
    }

    @Test
    void garbageIsAFailure() throws IOException {
        LoopbackDns.Script script =
                (question, _) -> {
                    byte[] reply =
                            LoopbackDns.reply(question, "example.com. 60 IN MX 10 mx.example.com.")
                                    .toWire();
                    return List.of(Arrays.copyOf(reply, reply.length - 5));
                };

        assertThat(failure(ask(script, RecordType.MX))).isEqualTo(Answer.Failure.MALFORMED);
    }

    @Test
    void everyCutOfAnAnswerIsAnAnswerOrAFailure() throws IOException {
        java.util.concurrent.atomic.AtomicInteger length =
                new java.util.concurrent.atomic.AtomicInteger(12);
        try (LoopbackDns server =
                new LoopbackDns(
                        (question, _) -> {
                            byte[] reply =
                                    LoopbackDns.reply(
                                                    question,
                                                    "example.com. 60 IN CNAME a.example.",
                                                    "a.example. 60 IN TXT \"abc\" \"def\"")
                                            .toWire();
                            return List.of(
                                    Arrays.copyOf(reply, Math.min(reply.length, length.get())));
                        })) {
            DnsResolver resolver = to(LONG, server);
            for (int i = 12; i < 90; i++) {
                length.set(i);
                assertThat(resolver.query(NAME, RecordType.TXT)).isNotNull();
            }
        }
    }

    @Test
    void silenceEndsAtTheDeadline() throws IOException {
        try (LoopbackDns silent = new LoopbackDns((_, _) -> List.of())) {
            Answer answer = to(SHORT, silent).query(NAME, RecordType.A);

            assertThat(failure(answer)).isEqualTo(Answer.Failure.TIMEOUT);
            assertThat(silent.questions).hasSizeLessThanOrEqualTo(2); // each server twice
        }
    }

    @Test
    void theNextServerIsAskedWhereOneRefuses() throws IOException {
        try (LoopbackDns refusing = new LoopbackDns(code(Rcode.REFUSED));
                LoopbackDns good =
                        new LoopbackDns(LoopbackDns.records("example.com. 60 IN A 192.0.2.1"))) {
            var servers =
                    List.of(
                            DnsResolver.Server.of(refusing.address()),
                            DnsResolver.Server.of(good.address()));

            assertThat(new DnsResolver(servers, LONG).query(NAME, RecordType.A))
                    .isInstanceOf(Answer.Found.class);
            assertThat(good.questions).hasSize(1);
        }
    }

    @Test
    void anOldServerIsAskedWithoutEdns() throws IOException {
        LoopbackDns.Script script =
                (question, _) -> {
                    Message reply = LoopbackDns.reply(question, "example.com. 60 IN A 192.0.2.1");
                    if (question.getOPT() != null) {
                        reply = LoopbackDns.reply(question);
                        reply.getHeader().setRcode(Rcode.FORMERR);
                    }
                    return List.of(reply.toWire());
                };

        assertThat(ask(script, RecordType.A)).isInstanceOf(Answer.Found.class);
    }

    @Test
    void onlyTrustedServersAreBelievedAboutDnssec() throws IOException {
        LoopbackDns.Script script =
                (question, _) -> {
                    Message reply = LoopbackDns.reply(question, "example.com. 60 IN A 192.0.2.1");
                    reply.getHeader().setFlag(Flags.AD);
                    return List.of(reply.toWire());
                };
        try (LoopbackDns server = new LoopbackDns(script)) {
            var distrusted = new DnsResolver.Server(server.address(), false);

            assertThat(to(LONG, server).query(NAME, RecordType.A).isAuthentic()).isTrue();
            assertThat(
                            new DnsResolver(List.of(distrusted), LONG)
                                    .query(NAME, RecordType.A)
                                    .isAuthentic())
                    .isFalse();
            assertThat(server.questions)
                    .allSatisfy(q -> assertThat(q.getHeader().getFlag(Flags.AD)).isTrue())
                    .allSatisfy(q -> assertThat(q.getOPT().getPayloadSize()).isEqualTo(1232));
        }
        assertThat(DnsResolver.Server.of(new InetSocketAddress("192.0.2.53", 53)).trusted())
                .isFalse();
    }

    @Test
    void oddNamesAreAskedForAsTheyAre() throws IOException {
        DomainName odd = DomainName.of("a\\b\"(@$.example");
        try (LoopbackDns server = new LoopbackDns(LoopbackDns.records())) {
            to(LONG, server).query(odd, RecordType.TXT);
            to(LONG, server).query(DomainName.ROOT, RecordType.NS);

            assertThat(WireNames.ofWire(server.questions.getFirst().getQuestion().getName()))
                    .contains(odd);
            assertThat(server.questions.getLast().getQuestion().getName())
                    .isEqualTo(org.xbill.DNS.Name.root);
        }
    }

    @Test
    void aTargetThatNoMailNameCanBeIsPassedOver() throws IOException {
        Answer answer =
                ask(
                        LoopbackDns.records(
                                "example.com. 60 IN MX 10 a\\032b.example.",
                                "example.com. 60 IN MX 20 mx.example."),
                        RecordType.MX);
        Answer none =
                ask(LoopbackDns.records("example.com. 60 IN MX 10 a\\.b.example."), RecordType.MX);

        assertThat(answer.records(DnsRecord.Mx.class)).hasSize(1);
        assertThat(failure(none)).isEqualTo(Answer.Failure.MALFORMED);
    }

    @Test
    void aResolverNeedsAServer() {
        assertThatThrownBy(() -> new DnsResolver(List.of(), LONG))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
