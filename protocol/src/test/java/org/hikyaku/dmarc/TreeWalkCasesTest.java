package org.hikyaku.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.hikyaku.Corpora;
import org.hikyaku.dkim.DkimResult;
import org.hikyaku.dmarc.DmarcPolicy.Evidence;
import org.hikyaku.dmarc.DmarcPolicy.Local;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.spf.SpfResult;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The corpus of tree-walk cases: every expectation that a case states is checked. */
final class TreeWalkCasesTest {

    private final List<String> queries = new ArrayList<>();

    @Test
    void allCasesAgree() {
        Optional<Path> file = Corpora.find("dmarc/tree-walk-cases.json");
        if (file.isEmpty()) {
            return;
        }
        JsonNode cases = new ObjectMapper().readTree(file.get().toFile()).get("cases");
        assertThat(cases.size()).isEqualTo(20);
        for (JsonNode test : cases) {
            check(test, test.get("id").asString());
        }
    }

    private Resolver resolver(JsonNode test) {
        FakeResolver.Builder zone = FakeResolver.builder();
        test.get("records")
                .properties()
                .forEach(
                        e -> {
                            if (e.getValue().isArray()) {
                                e.getValue()
                                        .forEach(
                                                v ->
                                                        zone.txt(
                                                                "_dmarc." + e.getKey(),
                                                                v.asString()));
                            } else {
                                zone.txt("_dmarc." + e.getKey(), e.getValue().asString());
                            }
                        });
        for (Map.Entry<String, JsonNode> e : test.path("exists").properties()) {
            if (e.getValue().asBoolean()) {
                zone.line(e.getKey() + " A 192.0.2.1");
            }
        }
        FakeResolver fake = zone.build();
        return (name, type) -> {
            if (type == RecordType.TXT) {
                queries.add(name.ascii().replaceFirst("^_dmarc\\.", ""));
            }
            return fake.query(name, type);
        };
    }

    private void check(JsonNode test, String id) {
        Resolver resolver = resolver(test);
        for (Map.Entry<String, JsonNode> e : test.path("org_of").properties()) {
            DomainName found =
                    new TreeWalk(resolver).from(DomainName.of(e.getKey())).organizationalDomain();
            assertThat(found.ascii()).as(id).isEqualTo(e.getValue().asString());
        }
        if (test.has("org_dkim")) {
            DomainName dkim = DomainName.of(test.get("dkim").asString());
            assertThat(new TreeWalk(resolver).from(dkim).organizationalDomain().ascii())
                    .as(id)
                    .isEqualTo(test.get("org_dkim").asString());
        }
        if (test.has("author")) {
            checkMessage(test, id, resolver);
        }
    }

    private void checkMessage(JsonNode test, String id, Resolver resolver) {
        DomainName author = DomainName.of(test.get("author").asString());
        if (test.has("queries_author")) {
            queries.clear();
            new TreeWalk(resolver).from(author);
            List<String> expected = new ArrayList<>();
            test.get("queries_author").forEach(q -> expected.add(q.asString()));
            assertThat(queries).as(id).isEqualTo(expected);
        }
        SpfResult spf =
                test.has("spf")
                        ? Results.spf(SpfResult.Code.PASS, test.get("spf").asString())
                        : Results.spf(SpfResult.Code.FAIL, "spf.example");
        List<DkimResult> dkim =
                test.has("dkim")
                        ? List.of(Results.dkim(DkimResult.Code.PASS, test.get("dkim").asString()))
                        : List.of();
        DmarcVerdict verdict =
                new DmarcVerifier(resolver, DmarcMode.RFC9989)
                        .evaluate(new DmarcVerifier.Input(List.of(author), 1, spf, dkim));
        checkVerdict(test, id, verdict);
    }

    private static void checkVerdict(JsonNode test, String id, DmarcVerdict verdict) {
        test.properties().forEach(e -> checkOne(id, e.getKey(), e.getValue(), verdict));
        if (id.equals("no-p-no-rua")) {
            // of the two readings the one of section 4.10.1
            assertThat(verdict.code()).isEqualTo(DmarcVerdict.Code.NONE);
        }
    }

    private static void checkOne(String id, String key, JsonNode value, DmarcVerdict verdict) {
        String text = value.isNull() ? null : value.asString("");
        switch (key) {
            case "org_author" ->
                    assertThat(verdict.organizationalDomain()).as(id).hasToString(text);
            case "policy_domain" ->
                    assertThat(
                                    verdict.policyDomain() == null
                                            ? null
                                            : verdict.policyDomain().ascii())
                            .as(id)
                            .isEqualTo(text);
            case "spf_aligned" ->
                    assertThat(verdict.spfAligned()).as(id).isEqualTo(value.asBoolean());
            case "dkim_aligned" ->
                    // an aligned SPF does not spare the check of DKIM
                    assertThat(verdict.dkimAligned()).as(id).isEqualTo(value.asBoolean());
            case "policy", "declared" -> assertThat(verdict.policy().text()).as(id).isEqualTo(text);
            case "applied" ->
                    assertThat(
                                    DmarcPolicy.decide(
                                                    verdict,
                                                    Local.of(java.util.Set.of(Evidence.OTHER)),
                                                    DmarcPolicy.Settings.DEFAULT)
                                            .disposition()
                                            .text())
                            .as(id)
                            .isEqualTo(text);
            case "result" ->
                    assertThat(verdict.code().name().toLowerCase(Locale.ROOT))
                            .as(id)
                            .isEqualTo(text);
            case "rua" -> {
                List<String> expected = new ArrayList<>();
                value.forEach(v -> expected.add(v.asString()));
                assertThat(record(verdict).rua()).as(id).isEqualTo(expected);
            }
            default -> {
                // inputs and notes
            }
        }
    }

    private static DmarcRecord record(DmarcVerdict verdict) {
        try {
            return DmarcParser.parse(String.valueOf(verdict.record()));
        } catch (DmarcParser.Malformed e) {
            throw new AssertionError(e);
        }
    }
}
