package org.hikyaku.tlspolicy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hikyaku.Corpora;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.Resolver;
import org.hikyaku.findings.PolicyFetched;
import org.hikyaku.name.DomainName;
import org.hikyaku.tlspolicy.TlsRequirement.Fault;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** When a policy is fetched, and how long what was fetched holds (RFC 8461 section 3.3). */
final class StsPoliciesTest {

    private static final DomainName DOMAIN = DomainName.of("to.example");
    private static final String BODY =
            "version: STSv1\nmode: enforce\nmx: mx.to.example\nmax_age: 604800\n";

    @TempDir Path folder;
    private Instant now = Instant.parse("2026-11-24T10:00:00Z");
    private List<String> texts = List.of("v=STSv1; id=1;");
    private boolean broken;
    private PolicyFetched web = new PolicyFetched.Page(200, "text/plain", BODY);
    private int fetches;
    private StsPolicies policies;

    private final Resolver resolver =
            (_, _) ->
                    broken
                            ? new Answer.Failed(Answer.Failure.TIMEOUT, "no answer")
                            : texts.isEmpty()
                                    ? new Answer.NoRecord(false, false, 60)
                                    : new Answer.Found(
                                            texts.stream()
                                                    .<DnsRecord>map(DnsRecord.Txt::new)
                                                    .toList(),
                                            false,
                                            60);

    @BeforeEach
    void begin() {
        policies =
                new StsPolicies(
                        resolver,
                        _ -> {
                            fetches++;
                            return web;
                        },
                        new StsFolder(
                                folder.resolve("mta-sts"),
                                (what, e) -> {
                                    throw new AssertionError(what, e);
                                }),
                        () -> now);
    }

    private StsState look() {
        return policies.of(DOMAIN);
    }

    @Test
    void fetchedOnceAndKeptAcrossRestarts() {
        assertThat(look()).isInstanceOf(StsState.Known.class);
        begin();
        assertThat(look())
                .isInstanceOfSatisfying(
                        StsState.Known.class,
                        k -> {
                            assertThat(k.text()).isEqualTo(BODY);
                            assertThat(k.until()).isEqualTo(now.plus(Duration.ofDays(7)));
                        });
        assertThat(fetches).isEqualTo(1);
    }

    @Test
    void anotherIdAndAnEndThatIsNearFetchItAgain() {
        look();
        texts = List.of("v=STSv1; id=2;");
        look();
        assertThat(fetches).isEqualTo(2);
        now = now.plus(Duration.ofDays(6)).plusSeconds(1);
        look();
        assertThat(fetches).isEqualTo(3);
    }

    @Test
    void whatIsKnownOutlivesWhoeverHidesIt() {
        look();
        broken = true;
        assertThat(look()).isInstanceOf(StsState.Known.class);
        broken = false;
        texts = List.of();
        assertThat(look()).isInstanceOf(StsState.Known.class);
        texts = List.of("v=STSv1; id=2;");
        web = new PolicyFetched.Failed("no route");
        assertThat(look())
                .isInstanceOfSatisfying(
                        StsState.Known.class, k -> assertThat(k.remembered()).contains("no route"));
        now = now.plus(Duration.ofDays(8));
        assertThat(look()).isInstanceOf(StsState.Unavailable.class);
        texts = List.of();
        assertThat(look()).isInstanceOf(StsState.None.class);
    }

    @Test
    void aWebServerThatFailsIsLeftAloneForAWhile() {
        web = new PolicyFetched.Page(500, "text/html", "");
        look();
        look();
        assertThat(fetches).isEqualTo(1);
        now = now.plus(Duration.ofMinutes(6));
        look();
        assertThat(fetches).isEqualTo(2);
    }

    @Test
    void twoRecordsAreNone() {
        texts = List.of("v=STSv1; id=1;", "v=STSv1; id=2;");
        assertThat(look()).isInstanceOf(StsState.None.class);
        assertThat(fetches).isZero();
        texts = List.of("other", "v=STSv1; id=1;");
        assertThat(look()).isInstanceOf(StsState.Known.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "301|text/plain|STS_POLICY_FETCH_ERROR|leads elsewhere (HTTP 301), which is not followed",
                "404|text/plain|STS_POLICY_FETCH_ERROR|HTTP 404",
                "200|text/html|STS_POLICY_INVALID|text/html, not text/plain",
                "200||STS_POLICY_INVALID|of no type",
            })
    void whatIsNoPolicy(int status, String type, Fault fault, String words) {
        web = new PolicyFetched.Page(status, type == null ? "" : type, BODY);
        expect(fault, words);
    }

    @Test
    void whatDoesNotCome() {
        web = new PolicyFetched.Failed("the file is larger than 65536 octets");
        expect(Fault.STS_POLICY_FETCH_ERROR, "larger than");
        begin();
        web = new PolicyFetched.Failed("too slow: more than 20 s");
        expect(Fault.STS_POLICY_FETCH_ERROR, "too slow");
        begin();
        web =
                new PolicyFetched.Failed(
                        "unable to find valid certification path to requested target");
        expect(Fault.STS_WEBPKI_INVALID, "certification path");
    }

    private void expect(Fault fault, String words) {
        assertThat(look())
                .isInstanceOfSatisfying(
                        StsState.Unavailable.class,
                        u -> {
                            assertThat(u.fault()).isEqualTo(fault);
                            assertThat(u.detail()).contains(words);
                        });
    }

    @Test
    void theCorpusIsDecidedAsItSays() throws IOException {
        Optional<Path> file = Corpora.find("mta-sts/policies.json");
        if (file.isEmpty()) {
            return;
        }
        JsonNode all = new ObjectMapper().readTree(file.get().toFile()).get("policies");
        for (JsonNode each : all) {
            Path policy = file.get().resolveSibling(each.get("file").asString());
            String body =
                    new String(Files.readAllBytes(policy), java.nio.charset.StandardCharsets.UTF_8);
            StsState state =
                    StsPolicies.read(new PolicyFetched.Page(200, "text/plain", body), "1", now);
            assertThat(state instanceof StsState.Known)
                    .as(each.toString())
                    .isEqualTo(each.get("valid").asBoolean());
        }
        assertThat(all.size()).isEqualTo(20);
    }

    @Test
    void aDamagedFileIsFetchedAgain() throws IOException {
        look();
        Files.writeString(folder.resolve("mta-sts/to.example.policy"), "id=1 until=99\nrubbish");
        assertThat(look()).isInstanceOf(StsState.Known.class);
        assertThat(fetches).isEqualTo(2);
    }
}
