package org.hikyaku.tlspolicy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.DnsRecord.Tlsa;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.junit.jupiter.api.Test;

/** What is asked for where, and what counts (RFC 7672 section 2.2). */
final class TlsaLookupTest {

    private static final DomainName DOMAIN = DomainName.of("to.example");
    private static final DomainName HOST = DomainName.of("mx.to.example");
    private static final Tlsa RECORD = new Tlsa(3, 1, 1, "ab".repeat(32));

    private final Map<String, Answer> answers = new HashMap<>();
    private final Resolver resolver =
            (name, type) ->
                    answers.getOrDefault(
                            name.ascii() + " " + type, new Answer.NoRecord(false, true, 60));

    private void answer(String name, RecordType type, boolean authentic, DnsRecord... records) {
        answers.put(name + " " + type, new Answer.Found(List.of(records), authentic, 60));
    }

    private void address(String name, boolean authentic) {
        answer(
                name,
                RecordType.A,
                authentic,
                FakeResolver.of("x.example A 192.0.2.1")
                        .query(DomainName.of("x.example"), RecordType.A)
                        .records(DnsRecord.Address.class)
                        .getFirst());
    }

    private TlsaState look() {
        return new TlsaLookup(resolver, 25).of(DOMAIN, HOST);
    }

    @Test
    void recordsOfAnAuthenticHost() {
        address("mx.to.example", true);
        answer("_25._tcp.mx.to.example", RecordType.TLSA, true, RECORD);
        assertThat(look())
                .isInstanceOfSatisfying(
                        TlsaState.Found.class,
                        f -> {
                            assertThat(f.records()).containsExactly(RECORD);
                            assertThat(f.names()).containsExactlyInAnyOrder(HOST, DOMAIN);
                        });
    }

    @Test
    void withoutDnssecForTheAddressNothingIsAskedFor() {
        address("mx.to.example", false);
        answer("_25._tcp.mx.to.example", RecordType.TLSA, true, RECORD);
        assertThat(look()).isInstanceOf(TlsaState.Insecure.class);
    }

    @Test
    void recordsWithoutDnssecMeanNothing() {
        address("mx.to.example", true);
        answer("_25._tcp.mx.to.example", RecordType.TLSA, false, RECORD);
        assertThat(look()).isInstanceOf(TlsaState.Insecure.class);
    }

    @Test
    void noneAreNone() {
        address("mx.to.example", true);
        assertThat(look()).isInstanceOf(TlsaState.Absent.class);
    }

    @Test
    void aFailureMayHideThem() {
        Supplier<Answer> bogus = () -> new Answer.Failed(Answer.Failure.BOGUS, "signature expired");
        answers.put("mx.to.example A", bogus.get());
        assertThat(look())
                .isInstanceOfSatisfying(
                        TlsaState.Failed.class,
                        f -> assertThat(f.detail()).contains("DNSSEC validation fails"));
        address("mx.to.example", true);
        answers.put("_25._tcp.mx.to.example TLSA", bogus.get());
        assertThat(look()).isInstanceOf(TlsaState.Failed.class);
    }

    @Test
    void anAliasIsAskedAtItsEndFirstAndThenAtItself() {
        address("mx.to.example", true);
        answer(
                "mx.to.example",
                RecordType.CNAME,
                true,
                new DnsRecord.Cname(DomainName.of("real.example")));
        answer("_25._tcp.real.example", RecordType.TLSA, true, RECORD);
        assertThat(look())
                .isInstanceOfSatisfying(
                        TlsaState.Found.class,
                        f -> {
                            assertThat(f.at()).hasToString("_25._tcp.real.example");
                            assertThat(f.names())
                                    .contains(DomainName.of("real.example"), HOST, DOMAIN);
                        });
        answers.remove("_25._tcp.real.example TLSA");
        answer("_25._tcp.mx.to.example", RecordType.TLSA, true, RECORD);
        assertThat(look())
                .isInstanceOfSatisfying(
                        TlsaState.Found.class,
                        f -> assertThat(f.at()).hasToString("_25._tcp.mx.to.example"));
        // The alias itself is vouched for, what it leads to is not (RFC 7672 section 2.2.3).
        address("mx.to.example", false);
        assertThat(look()).isInstanceOf(TlsaState.Found.class);
    }
}
