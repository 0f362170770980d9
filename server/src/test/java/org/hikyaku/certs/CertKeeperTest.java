package org.hikyaku.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.hikyaku.certs.CertReport.Next;
import org.hikyaku.certs.IssueProgress.Step;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.fakes.Events;
import org.hikyaku.name.DomainName;
import org.hikyaku.ops.Event;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CertKeeperTest {

    private static final IssueProgress QUIET = (_, _) -> {};

    @TempDir Path folder;

    private Instant now = Instant.parse("2026-11-24T00:00:00Z");
    private final InstantSource clock = () -> now;
    private final ScriptedCa first = new ScriptedCa(clock);
    private final ScriptedCa second = new ScriptedCa(clock);
    private final Map<String, CaSession> authorities = new HashMap<>();
    private final Events events = new Events();
    private final AtomicInteger proofs = new AtomicInteger();
    private Resolver resolver = (_, _) -> new Answer.NoRecord(false, false, 60);
    private CertHooks hooks = CertHooks.NONE;
    private boolean reuse;

    @BeforeEach
    void start() {
        authorities.put("first", first);
        authorities.put("second", second);
    }

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private static Authority authority(String name) {
        return new Authority(name, URI.create("https://" + name + ".example/dir"), null, null);
    }

    private CertificatePlan plan(String... names) {
        return new CertificatePlan(
                names[0],
                List.of(names).stream().map(n -> CertName.parse(n).orElseThrow()).toList(),
                List.of(authority("first"), authority("second")),
                ProofKind.HTTP_01,
                KeyKind.ECDSA_P256,
                reuse,
                "");
    }

    private CertKeeper keeper() {
        Prover prover =
                new Prover() {
                    @Override
                    public ProofKind kind() {
                        return ProofKind.HTTP_01;
                    }

                    @Override
                    public Proof prove(CaSession.Authorization a, CaSession.Challenge c) {
                        proofs.incrementAndGet();
                        return proofs::decrementAndGet;
                    }
                };
        return new CertKeeper(
                new CertKeeper.Parts(
                        folder.resolve("acme"),
                        folder.resolve("certificates"),
                        new Lineage.Access(null, false),
                        a -> Objects.requireNonNull(authorities.get(a.name())),
                        Map.of(ProofKind.HTTP_01, prover),
                        resolver,
                        hooks,
                        clock,
                        new Random(3),
                        pause -> now = now.plus(pause),
                        events));
    }

    private CertReport pass(CertificatePlan plan) {
        return new CertPass(keeper(), QUIET).run(List.of(plan), false).getFirst();
    }

    private static CertReport.Present present(CertReport report) {
        return Objects.requireNonNull(report.present());
    }

    private static CaException down(CaException.Reason reason, @Nullable Instant after) {
        return new CaException(reason, "down", after, new IOException("down"));
    }

    @Test
    void issuedOnceAndRenewedWhenDue() {
        CertificatePlan plan = plan("mail.example.com", "www.example.com");
        CertReport issued = pass(plan);
        assertThat(issued.problem()).isEmpty();
        assertThat(issued.next()).isEqualTo(Next.RENEW);
        assertThat(issued.at()).isBetween(day(29), day(30));
        assertThat(proofs).hasValue(0);
        now = day(29);
        pass(plan);
        assertThat(first.ordersTaken()).isEqualTo(1);
        now = day(30);
        assertThat(present(pass(plan)).notAfter()).isAfterOrEqualTo(day(75));
        assertThat(first.ordersTaken()).isEqualTo(2);
        assertThat(first.replaced).hasSize(1);
    }

    private static Instant day(int days) {
        return Instant.parse("2026-11-24T00:00:00Z").plus(Duration.ofDays(days));
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void killedAfterAnyStepGoesOnWithTheSameOrder(Step step) {
        CertificatePlan plan = plan("mail.example.com");
        IssueProgress killer =
                (_, at) -> {
                    if (at == step) {
                        throw new Killed();
                    }
                };
        assertThatThrownBy(() -> keeper().advance(plan, false, killer)).isInstanceOf(Killed.class);
        CertReport report = pass(plan);
        assertThat(report.problem()).isEmpty();
        assertThat(report.present()).isNotNull();
        assertThat(first.ordersTaken()).isEqualTo(1);
        assertThat(folder.resolve("certificates/archive/mail.example.com/1")).isDirectory();
        assertThat(folder.resolve("certificates/archive/mail.example.com/2")).doesNotExist();
        assertThat(folder.resolve("acme/mail.example.com.key")).doesNotExist();
    }

    @Test
    void theNextAuthorityHelpsWhereOneIsDown() {
        first.down = down(CaException.Reason.UNAVAILABLE, null);
        CertReport report = pass(plan("mail.example.com"));
        assertThat(present(report).issuedBy()).isEqualTo("second");
        assertThat(report.problem()).isEmpty();
    }

    @Test
    void allDownIsTriedLaterAndNotBeforeTheyAllowIt() {
        Instant allowed = now.plus(Duration.ofHours(5));
        first.down = down(CaException.Reason.RATE_LIMITED, allowed);
        second.down = down(CaException.Reason.UNAVAILABLE, null);
        CertificatePlan plan = plan("mail.example.com");
        CertReport report = pass(plan);
        assertThat(report.at()).isEqualTo(allowed);
        assertThat(report.failures()).isEqualTo(1);
        assertThat(events.of(Event.Trouble.class)).hasSize(1);
        pass(plan);
        assertThat(events.of(Event.Trouble.class)).hasSize(1);
        first.down = null;
        now = allowed;
        assertThat(pass(plan).present()).isNotNull();
    }

    @Test
    void tenDaysWithoutAnAuthorityWarnAndHarmNobody() {
        CertificatePlan plan = plan("mail.example.com");
        pass(plan);
        first.down = down(CaException.Reason.UNAVAILABLE, null);
        second.down = first.down;
        boolean warned = false;
        for (int hour = 30 * 24; hour < 40 * 24; hour++) {
            now = day(0).plus(Duration.ofHours(hour));
            CertReport report = pass(plan);
            assertThat(present(report).notAfter()).isAfter(now);
            warned |= report.alarm() != RenewalRule.Alarm.NONE;
        }
        assertThat(warned).isTrue();
        first.down = null;
        second.down = null;
        now = day(41);
        CertReport report = pass(plan);
        assertThat(report.alarm()).isEqualTo(RenewalRule.Alarm.NONE);
        assertThat(present(report).notAfter()).isAfter(day(80));
    }

    @Test
    void aNameThatFailsDoesNotHoldUpTheOthersNorKeepItsOrder() {
        first.refusedNames = Set.of("bad.example.com");
        CertificatePlan bad = plan("bad.example.com");
        List<CertReport> reports =
                new CertPass(keeper(), QUIET).run(List.of(bad, plan("good.example.com")), false);
        assertThat(reports.get(0).problem()).contains("bad.example.com is not proven", "404");
        assertThat(reports.get(1).problem()).isEmpty();
        assertThat(second.ordersTaken()).as("no other authority helps").isZero();
        assertThat(proofs).hasValue(0);
        first.refusedNames = Set.of();
        now = Objects.requireNonNull(reports.get(0).at());
        assertThat(pass(bad).present()).isNotNull();
        assertThat(first.ordersTaken()).isEqualTo(3);
    }

    @Test
    void anOrderThatIsForgottenIsBegunAnew() {
        CertificatePlan plan = plan("mail.example.com");
        CertFolder kept = new CertFolder(folder.resolve("acme"), plan.name());
        kept.keep(CertState.NEW.ordered("first", URI.create("https://ca.example/order/99")));
        CertReport lost = pass(plan);
        assertThat(lost.problem()).contains("no order");
        now = Objects.requireNonNull(lost.at());
        assertThat(pass(plan).present()).isNotNull();
    }

    @Test
    void changedNamesAreOrderedAtOnce() {
        pass(plan("mail.example.com"));
        CertificatePlan more = plan("mail.example.com", "imap.example.com");
        assertThat(keeper().look(more).next()).isEqualTo(Next.REPLACE);
        pass(more);
        assertThat(keeper().look(more).next()).isEqualTo(Next.RENEW);
        assertThat(first.ordersTaken()).isEqualTo(2);
    }

    @Test
    void theKeyIsNewOrKept() throws Exception {
        CertificatePlan fresh = plan("mail.example.com");
        pass(fresh);
        String one = Files.readString(keeper().lineage(fresh).privateKey());
        now = day(31);
        pass(fresh);
        String two = Files.readString(keeper().lineage(fresh).privateKey());
        assertThat(two).isNotEqualTo(one);
        reuse = true;
        now = day(70);
        pass(plan("mail.example.com"));
        assertThat(Files.readString(keeper().lineage(fresh).privateKey())).isEqualTo(two);
        assertThat(first.ordersTaken()).isEqualTo(3);
    }

    @Test
    void theAuthoritysWindowCounts() {
        CertificatePlan plan = plan("mail.example.com");
        pass(plan);
        first.window = new CaSession.Window(day(10), day(12), day(9));
        now = day(5);
        assertThat(pass(plan).at()).isBetween(day(10), day(12));
        now = day(12);
        pass(plan);
        assertThat(first.ordersTaken()).isEqualTo(2);
    }

    @Test
    void caaThatForbidsIsToldBeforeTheOrder() {
        first.caaNames = Set.of("first.example");
        resolver =
                (name, type) ->
                        type == RecordType.CAA && name.equals(DomainName.of("example.com"))
                                ? new Answer.Found(
                                        List.of(new DnsRecord.Caa(0, "issue", "other.example")),
                                        false,
                                        60)
                                : new Answer.NoRecord(true, false, 60);
        CertReport report = pass(plan("mail.example.com"));
        assertThat(report.problem())
                .contains("this one is missing: example.com. CAA 0 issue \"first.example\"");
        assertThat(first.ordersTaken()).isZero();
    }

    @Test
    void aProofThatTheAuthorityDoesNotTakeIsToldWithThoseItTakes() {
        first.types = Set.of("dns-01");
        assertThat(pass(plan("mail.example.com")).problem())
                .isEqualTo("first does not take http-01 for mail.example.com, but dns-01");
    }

    @Test
    void aHookThatFailsIsToldAndRunAgainWithoutAnotherOrder() throws IOException {
        Path flag = folder.resolve("works");
        Path said = folder.resolve("said");
        hooks =
                new CertHooks(
                        List.of(),
                        List.of(
                                "sh",
                                "-c",
                                "test -e "
                                        + flag
                                        + " || { echo broken >&2; exit 3; }; echo $RENEWED_LINEAGE $RENEWED_DOMAINS >> "
                                        + said),
                        List.of(),
                        List.of());
        CertificatePlan plan = plan("mail.example.com", "www.example.com");
        CertReport failed = pass(plan);
        assertThat(failed.next()).isEqualTo(Next.HOOKS);
        assertThat(failed.problem()).contains("ended with 3", "broken");
        assertThat(failed.at()).isAfter(now);
        Files.createFile(flag);
        now = Objects.requireNonNull(failed.at());
        CertReport done = pass(plan);
        assertThat(done.problem()).isEmpty();
        assertThat(done.next()).isEqualTo(Next.RENEW);
        assertThat(first.ordersTaken()).isEqualTo(1);
        assertThat(said)
                .content()
                .isEqualTo(
                        folder.resolve("certificates/live/mail.example.com")
                                + " mail.example.com www.example.com\n");
    }

    @Test
    void aPreHookThatFailsHoldsAllUp() {
        hooks = new CertHooks(List.of("false"), List.of(), List.of(), List.of());
        CertReport report = pass(plan("mail.example.com"));
        assertThat(report.problem()).contains("pre-hook false ended with 1");
        assertThat(first.ordersTaken()).isZero();
    }

    @Test
    void aTrialChangesNothing() throws CaException {
        CertificatePlan plan = plan("mail.example.com");
        keeper().test(plan, authority("second"), QUIET);
        assertThat(second.ordersTaken()).isEqualTo(1);
        assertThat(keeper().look(plan).next()).isEqualTo(Next.ISSUE);
        assertThat(folder.resolve("certificates")).doesNotExist();
    }

    @Test
    void revokedAtItsAuthority() throws CaException {
        CertificatePlan plan = plan("mail.example.com");
        pass(plan);
        keeper().revoke(plan, 1);
        assertThat(first.revoked).hasSize(1);
        assertThatThrownBy(() -> keeper().revoke(plan("other.example.com"), 0))
                .isInstanceOf(CaException.class)
                .hasMessageContaining("none of the authorities");
    }

    @Test
    void aProfileThatIsNotThereIsNamed() {
        first.profiles = Set.of("classic");
        CertificatePlan plan =
                new CertificatePlan(
                        "mail.example.com",
                        List.of(CertName.parse("mail.example.com").orElseThrow()),
                        List.of(authority("first")),
                        ProofKind.HTTP_01,
                        KeyKind.ECDSA_P256,
                        false,
                        "shortlived");
        assertThat(pass(plan).problem()).isEqualTo("there is no profile shortlived, but classic");
    }

    @Test
    void keysAreForTheOwnerOnly() throws IOException {
        CertificatePlan plan = plan("mail.example.com");
        pass(plan);
        Lineage lineage = keeper().lineage(plan);
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(lineage.privateKey())))
                .isEqualTo("rw-------");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(lineage.fullchain())))
                .isEqualTo("rw-r--r--");
        assertThat(Files.isSymbolicLink(lineage.live())).isTrue();
        assertThat(lineage.live().resolve("chain.pem")).exists();
    }
}
