package org.hikyaku.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.dns.RecordType;
import org.hikyaku.findings.Question.Way;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What single servers say: name servers, mail hosts, web servers. */
final class AskedServersTest {

    private static final DomainName APEX = DomainName.of("x.test");
    private static final Subject X = Subject.of(APEX);
    private static final String ONE = "192.0.2.1";
    private static final String TWO = "198.51.100.1";

    private static final FakeResolver DNS =
            FakeResolver.of(
                    "test SOA n.test r.test 1",
                    "test NS n.test",
                    "n.test A 203.0.113.1",
                    "x.test SOA n1.x.test r.x.test 7",
                    "x.test NS n1.x.test",
                    "x.test NS n2.y.test",
                    "n1.x.test A " + ONE,
                    "n2.y.test A " + TWO);

    private final Map<Question<?>, Object> said = new HashMap<>();

    AskedServersTest() {
        for (String address : List.of(ONE, TWO)) {
            for (RecordType type : List.of(RecordType.SOA, RecordType.NS)) {
                for (Way way : List.of(Way.DATAGRAM, Way.STREAM)) {
                    put(address, type, way, ServerSaid.Reply.of(DNS.query(APEX, type)));
                }
            }
            said.put(
                    new Question.Server(
                            IpNet.of(address).address(),
                            DomainName.of("a.root-servers.net"),
                            RecordType.A,
                            Way.RECURSIVE),
                    refused());
        }
        above(List.of("n1.x.test", "n2.y.test"), ONE);
    }

    private void put(String address, RecordType type, Way way, ServerSaid reply) {
        said.put(new Question.Server(IpNet.of(address).address(), APEX, type, way), reply);
    }

    /** The delegation with the glue of n1. */
    private void above(List<String> names, String glue) {
        said.put(
                new Question.Server(
                        IpNet.of("203.0.113.1").address(), APEX, RecordType.NS, Way.DATAGRAM),
                new ServerSaid.Reply(
                        new Answer.NoRecord(true, false, 0),
                        false,
                        false,
                        names.stream().map(DomainName::of).toList(),
                        Map.of(DomainName.of("n1.x.test"), List.of(IpNet.of(glue).address()))));
    }

    private static ServerSaid refused() {
        return new ServerSaid.Reply(
                new Answer.Failed(Answer.Failure.REFUSED, "the server says REFUSED"),
                false,
                false,
                List.of(),
                Map.of());
    }

    private List<Code> codes(Area area) {
        return Answered.codes(area, X, DNS, said);
    }

    @Test
    void serversInOrder() {
        assertThat(codes(Area.NS))
                .containsExactlyInAnyOrder(Code.NS_SERVER, Code.NS_SERVER, Code.NS_DELEGATED);
        assertThat(codes(Area.SOA)).containsExactly(Code.SOA_SAME);
    }

    @Test
    void aServerThatRefusesIsLame() {
        put(TWO, RecordType.SOA, Way.DATAGRAM, refused());
        assertThat(codes(Area.NS)).contains(Code.NS_LAME).doesNotContain(Code.NS_SILENT);
    }

    @Test
    void aServerThatOnlyKnowsFromOthersIsLame() {
        put(
                TWO,
                RecordType.SOA,
                Way.DATAGRAM,
                new ServerSaid.Reply(
                        DNS.query(APEX, RecordType.SOA), false, true, List.of(), Map.of()));
        assertThat(codes(Area.NS)).contains(Code.NS_LAME);
    }

    @Test
    void aSilentServerAndOneWithoutTcp() {
        put(ONE, RecordType.SOA, Way.STREAM, new ServerSaid.Silent("refused"));
        put(TWO, RecordType.SOA, Way.DATAGRAM, new ServerSaid.Silent("no answer"));
        assertThat(codes(Area.NS)).contains(Code.NS_SILENT, Code.NS_NO_TCP);
    }

    @Test
    void otherNameServersThanTheRest() {
        put(
                TWO,
                RecordType.NS,
                Way.DATAGRAM,
                ServerSaid.Reply.of(
                        FakeResolver.of("x.test NS old.y.test").query(APEX, RecordType.NS)));
        assertThat(codes(Area.NS)).contains(Code.NS_DIFFER);
    }

    @Test
    void aDelegationThatDiffersAndGlueThatIsOld() {
        above(List.of("n1.x.test"), ONE);
        assertThat(codes(Area.NS)).contains(Code.NS_DELEGATION).doesNotContain(Code.NS_GLUE);
        above(List.of("n1.x.test", "n2.y.test"), "192.0.2.99");
        assertThat(codes(Area.NS)).contains(Code.NS_GLUE).doesNotContain(Code.NS_DELEGATED);
    }

    @Test
    void theSameSerialWithOtherTimersIsNotTheSameZone() {
        DnsRecord.Soa soa = DNS.query(APEX, RecordType.SOA).records(DnsRecord.Soa.class).getFirst();
        DnsRecord.Soa other =
                new DnsRecord.Soa(
                        soa.primary(),
                        soa.mailbox(),
                        soa.serial(),
                        DnsRecord.Soa.Timers.usual(7200));
        put(
                TWO,
                RecordType.SOA,
                Way.DATAGRAM,
                ServerSaid.Reply.of(new Answer.Found(List.of(other), false, 60)));
        assertThat(codes(Area.SOA)).containsExactly(Code.SOA_DIFFER);
    }

    @ParameterizedTest
    @CsvSource({
        "86400, 7200, 3600000, 3600, SOA_SERIAL",
        "60, 30, 3600000, 3600, SOA_REFRESH",
        "3600, 3600, 3600000, 3600, SOA_RETRY",
        "86400, 7200, 86400, 3600, SOA_EXPIRE",
        "86400, 7200, 3600000, 604800, SOA_NEGATIVE",
    })
    void timers(long refresh, long retry, long expire, long minimum, Code expected) {
        DomainName host = DomainName.of("n.x.test");
        DnsRecord.Soa soa =
                new DnsRecord.Soa(
                        host, host, 7, new DnsRecord.Soa.Timers(refresh, retry, expire, minimum));
        FakeResolver dns = FakeResolver.builder().add(APEX, soa).build();
        List<Code> codes = Answered.codes(Area.SOA, X, dns, Map.of());
        assertThat(codes).contains(expected);
        assertThat(codes.stream().filter(c -> c.severity() != Severity.PASSED).count())
                .isEqualTo(expected == Code.SOA_SERIAL ? 0 : 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | text/plain | version: STSv1~mode: enforce~mx: m.test~max_age: 604800 | MTA_STS_COVERS",
                "200 | text/html | version: STSv1~mode: enforce~mx: m.test~max_age: 604800 | MTA_STS_TYPE MTA_STS_COVERS",
                "200 | text/plain | version: STSv1~mode: enforce~mx: *.m.test~max_age: 604800 | MTA_STS_HOST",
                "200 | text/plain | version: STSv1~mode: testing~mx: *.test~max_age: 60 | MTA_STS_TESTING MTA_STS_SHORT MTA_STS_COVERS",
                "200 | text/plain | version: STSv1~mode: none~max_age: 604800 | MTA_STS_OFF",
                "200 | text/plain | hello | MTA_STS_POLICY",
                "301 | text/plain | x | MTA_STS_REDIRECT",
                "404 | text/plain | x | MTA_STS_FETCH",
            })
    void policies(int status, String type, String body, String codes) {
        FakeResolver dns =
                FakeResolver.of("x.test MX 1 m.test", "_mta-sts.x.test TXT v=STSv1; id=1");
        Map<Question<?>, Object> page =
                Map.of(
                        new Question.Policy(APEX),
                        new PolicyFetched.Page(status, type, body.replace('~', '\n')));
        assertThat(Answered.codes(Area.MTA_STS, X, dns, page))
                .map(Code::name)
                .containsExactlyInAnyOrder(("MTA_STS_RECORD " + codes).split(" "));
    }

    private static SmtpSeen.Session session(String greeting, SmtpSeen.Tls tls, boolean relay) {
        return new SmtpSeen.Session(
                greeting,
                Duration.ofMillis(5),
                Duration.ofMillis(9),
                List.of("AUTH PLAIN", "SIZE 1"),
                tls,
                new SmtpSeen.Relay(relay, "550 no"));
    }

    @Test
    void mailHosts() {
        FakeResolver dns = FakeResolver.of("x.test MX 1 m.test", "m.test A 192.0.2.25");
        Question<?> question =
                new Question.Smtp(DomainName.of("m.test"), IpNet.of("192.0.2.25").address());
        SmtpSeen.Tls broken = new SmtpSeen.Tls.Broken("handshake_failure");
        SmtpSeen.Tls none = new SmtpSeen.Tls.NotOffered();
        Map<SmtpSeen, List<Code>> table =
                Map.of(
                        new SmtpSeen.Unreachable("refused"),
                        List.of(Code.SMTP_UNREACHABLE),
                        new SmtpSeen.Refused("554 no"),
                        List.of(Code.SMTP_REFUSED),
                        session("m.test ESMTP", none, false),
                        List.of(
                                Code.SMTP_CLEAR_LOGIN,
                                Code.SMTP_GREETS,
                                Code.SMTP_NO_STARTTLS,
                                Code.SMTP_NO_RELAY),
                        session("localhost", broken, true),
                        List.of(
                                Code.SMTP_BANNER,
                                Code.SMTP_CLEAR_LOGIN,
                                Code.SMTP_GREETS,
                                Code.SMTP_TLS_BROKEN,
                                Code.SMTP_OPEN_RELAY));
        table.forEach(
                (seen, codes) ->
                        assertThat(Answered.codes(Area.SMTP, X, dns, Map.of(question, seen)))
                                .containsExactlyElementsOf(codes));
    }

    @Test
    void tlsaRecordsNeedEncryptionAndSignatures() {
        FakeResolver.Builder dns = FakeResolver.builder();
        List.of(
                        "x.test MX 1 m.test",
                        "m.test A 192.0.2.25",
                        "_25._tcp.m.test TLSA 3 1 1 " + "00".repeat(32))
                .forEach(dns::line);
        Map<Question<?>, Object> clear =
                Map.of(
                        new Question.Smtp(
                                DomainName.of("m.test"), IpNet.of("192.0.2.25").address()),
                        session("m.test", new SmtpSeen.Tls.NotOffered(), false));
        assertThat(Answered.codes(Area.DANE, X, dns.build(), clear))
                .containsExactly(Code.DANE_UNVALIDATED, Code.DANE_NO_TLS);
        assertThat(Answered.codes(Area.DANE, X, dns.authentic().build(), clear))
                .containsExactly(Code.DANE_NO_TLS);
    }

    @Test
    void eachReceiverTellsWhatItMinds() {
        Finding ptr = new Finding(Area.PTR, Code.PTR_NONE, "", List.of("192.0.2.1"));
        Finding missing = new Finding(Area.DKIM, Code.DKIM_MISSING, "", List.of("s", "x.test"));
        Finding key = new Finding(Area.DKIM, Code.DKIM_KEY, "", List.of("t", "rsa", "2048"));
        assertThat(Receiver.GMAIL.unmet(List.of(new AreaReport(Area.PTR, List.of(ptr)))))
                .containsExactly(new Receiver.Unmet(Receiver.GMAIL, ptr, "5.7.25"));
        assertThat(Receiver.GMAIL.unmet(List.of(new AreaReport(Area.DKIM, List.of(missing)))))
                .hasSize(1);
        // One signature that verifies is enough.
        assertThat(Receiver.GMAIL.unmet(List.of(new AreaReport(Area.DKIM, List.of(missing, key)))))
                .isEmpty();
    }

    @Test
    void scores() {
        Finding failed = new Finding(Area.MX, Code.MX_NONE, "", List.of());
        Finding warning = new Finding(Area.MX, Code.MX_IMPLICIT, "", List.of());
        assertThat(new AreaReport(Area.MX, List.of(warning, failed)).score()).isEqualTo(50);
        assertThat(new AreaReport(Area.MX, List.of(warning, failed)).findings())
                .containsExactly(failed, warning);
        assertThat(new AreaReport(Area.MX, List.of(failed, failed, failed)).score()).isZero();
    }
}
