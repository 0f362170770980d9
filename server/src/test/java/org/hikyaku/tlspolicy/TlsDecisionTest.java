package org.hikyaku.tlspolicy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.hikyaku.dns.DnsRecord.Tlsa;
import org.hikyaku.mtasts.MtaStsPolicy;
import org.hikyaku.name.DomainName;
import org.hikyaku.tlspolicy.TlsDecision.Wish;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Facts and what they require, row by row. */
final class TlsDecisionTest {

    private static final DomainName HOST = DomainName.of("mx.to.example");
    private static final Tlsa GOOD = new Tlsa(3, 1, 1, "ab".repeat(32));
    private static final Tlsa PKIX = new Tlsa(1, 1, 1, "ab".repeat(32));

    private static TlsaState tlsa(String word) {
        DomainName at = DomainName.of("_25._tcp.mx.to.example");
        return switch (word) {
            case "good" -> new TlsaState.Found(at, List.of(PKIX, GOOD), Set.of(HOST));
            case "unusable" -> new TlsaState.Found(at, List.of(PKIX), Set.of(HOST));
            case "absent" -> new TlsaState.Absent();
            case "insecure" -> new TlsaState.Insecure("no DNSSEC");
            default -> new TlsaState.Failed("SERVFAIL");
        };
    }

    private static StsState sts(String word) {
        return switch (word) {
            case "none" -> new StsState.None();
            case "unavailable" ->
                    new StsState.Unavailable(
                            TlsRequirement.Fault.STS_POLICY_FETCH_ERROR, "HTTP 500");
            default -> {
                String[] parts = word.split("-");
                MtaStsPolicy.Mode mode =
                        MtaStsPolicy.Mode.valueOf(parts[0].toUpperCase(Locale.ROOT));
                String mx = parts.length > 1 ? "else.example" : "*.to.example";
                yield new StsState.Known(
                        new MtaStsPolicy(mode, 86400, List.of(mx)), "1", "", Instant.MAX, "");
            }
        };
    }

    private static String shown(TlsRequirement requirement) {
        return switch (requirement) {
            case TlsRequirement.Opportunistic(var because) -> "opportunistic " + because;
            case TlsRequirement.MtaSts(_, boolean enforced) -> "sts " + enforced;
            case TlsRequirement.Dane _ -> "dane";
            case TlsRequirement.DaneUnusable _ -> "encrypted";
            case TlsRequirement.WebPki _ -> "webpki";
            case TlsRequirement.Refused(var fault, _) -> "refused " + fault;
            case TlsRequirement.RequireTls(TlsRequirement by) -> "requiretls " + shown(by);
        };
    }

    @ParameterizedTest
    @CsvSource({
        "good, none, true, NONE, dane",
        "good, enforce, true, NONE, dane",
        "good, enforce-other, true, NONE, dane",
        "unusable, none, true, NONE, encrypted",
        "unusable, enforce, true, NONE, encrypted",
        "failed, none, true, NONE, refused DNSSEC_INVALID",
        "failed, enforce, true, NONE, refused DNSSEC_INVALID",
        "absent, none, true, NONE, opportunistic NO_POLICY",
        "absent, enforce, true, NONE, sts true",
        "insecure, enforce, false, NONE, sts true",
        "insecure, enforce-other, false, NONE, refused STS_HOST_NOT_NAMED",
        "insecure, testing, false, NONE, sts false",
        "insecure, testing-other, false, NONE, sts false",
        "insecure, none, false, NONE, opportunistic NO_POLICY",
        "insecure, unavailable, false, NONE, opportunistic POLICY_UNAVAILABLE",
        "good, none, true, REQUIRE, requiretls dane",
        "unusable, none, true, REQUIRE, requiretls webpki",
        "absent, none, true, REQUIRE, requiretls webpki",
        "insecure, none, false, REQUIRE, refused DANE_REQUIRED",
        "insecure, testing, false, REQUIRE, requiretls sts true",
        "insecure, enforce, false, REQUIRE, requiretls sts true",
        "failed, none, true, REQUIRE, refused DNSSEC_INVALID",
        "good, enforce, true, WAIVE, opportunistic SENDER_WISHES",
        "failed, none, true, WAIVE, opportunistic SENDER_WISHES",
    })
    void decisions(String tlsa, String sts, boolean mx, Wish wish, String expected) {
        assertThat(shown(TlsDecision.of(HOST, mx, tlsa(tlsa), sts(sts), wish))).isEqualTo(expected);
    }
}
