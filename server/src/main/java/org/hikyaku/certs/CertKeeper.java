package org.hikyaku.certs;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.hikyaku.certs.CertReport.Next;
import org.hikyaku.convergence.Follower;
import org.hikyaku.dns.Resolver;
import org.hikyaku.net.TlsKey;
import org.hikyaku.net.TlsKeyException;
import org.hikyaku.ops.Event;
import org.hikyaku.ops.EventLog;
import org.hikyaku.store.StoreException;
import org.jspecify.annotations.Nullable;

/** Keeps certificates: looks at each, orders and renews what is due. Safe for many threads. */
public final class CertKeeper {

    /** RFC 9773 section 4.3.2 leaves it to us where the authority does not say. */
    private static final Duration WINDOW_ASKED_EACH = Duration.ofHours(6);

    /**
     * What it works with.
     *
     * @param folder of accounts and states, for this user only
     * @param live of the certificates as others read them
     * @param provers for each kind that is set up
     */
    public record Parts(
            Path folder,
            Path live,
            Lineage.Access access,
            CaSessions sessions,
            Map<ProofKind, Prover> provers,
            Resolver resolver,
            CertHooks hooks,
            InstantSource clock,
            RandomGenerator random,
            Follower.Pause pause,
            EventLog events) {}

    private final Parts parts;
    private final Map<String, Instant> windowAsked = new ConcurrentHashMap<>();

    /** A keeper. */
    public CertKeeper(Parts parts) {
        this.parts = parts;
    }

    /** Where {@code plan} is laid down. */
    public Lineage lineage(CertificatePlan plan) {
        return new Lineage(parts.live(), plan.name(), parts.access());
    }

    private CertFolder folder(CertificatePlan plan) {
        return new CertFolder(parts.folder(), plan.name());
    }

    CertHooks hooks() {
        return parts.hooks();
    }

    Instant now() {
        return parts.clock().instant();
    }

    /** How it stands. Asks nobody. */
    public CertReport look(CertificatePlan plan) {
        return report(plan, folder(plan).state());
    }

    private CertReport report(CertificatePlan plan, CertState state) {
        Optional<X509Certificate> laid = current(plan).map(k -> k.chain().getFirst());
        Instant now = parts.clock().instant();
        Next next = Next.ISSUE;
        Instant at = state.notBefore();
        RenewalRule.Alarm alarm = RenewalRule.Alarm.NONE;
        if (laid.isPresent()) {
            Instant start = laid.get().getNotBefore().toInstant();
            Instant end = laid.get().getNotAfter().toInstant();
            alarm = RenewalRule.alarm(start, end, now);
            next = covers(plan) ? Next.RENEW : Next.REPLACE;
            if (next == Next.RENEW) {
                Instant due = RenewalRule.due(start, end, state.window(), chance(laid.get()));
                at = at == null || at.isBefore(due) ? due : at;
            }
        }
        if (state.hooksLeft()) {
            next = Next.HOOKS;
            at = state.notBefore();
        } else if (state.order() != null) {
            next = Next.GO_ON;
            at = state.notBefore();
        }
        return new CertReport(
                plan,
                laid.map(c -> present(c, state)).orElse(null),
                next,
                at,
                alarm,
                state.problem(),
                state.failures());
    }

    private static CertReport.Present present(X509Certificate seen, CertState state) {
        return new CertReport.Present(
                seen.getNotBefore().toInstant(),
                seen.getNotAfter().toInstant(),
                seen.getSerialNumber().toString(16),
                state.issuedBy());
    }

    /** From the serial number, which is random: the same each time for one certificate. */
    private static double chance(X509Certificate certificate) {
        return Math.floorMod(certificate.getSerialNumber().hashCode(), 1000) / 1000.0;
    }

    private Optional<TlsKey> current(CertificatePlan plan) {
        try {
            return lineage(plan).current();
        } catch (TlsKeyException _) {
            return Optional.empty(); // damaged: a new one is wanted
        }
    }

    private boolean covers(CertificatePlan plan) {
        return current(plan)
                .map(key -> new HashSet<>(key.allNames()).equals(new HashSet<>(plan.texts())))
                .orElse(false);
    }

    /**
     * Moves it on where it is due: order or renewal, not the hooks, which {@link CertPass} runs.
     *
     * @param atOnce whether to do it now even where it is not due
     */
    public CertReport advance(CertificatePlan plan, boolean atOnce, IssueProgress progress) {
        CertReport[] done = new CertReport[1];
        boolean ours = folder(plan).alone(() -> done[0] = advanceAlone(plan, atOnce, progress));
        CertReport report = ours ? done[0] : look(plan);
        return ours
                ? report
                : new CertReport(
                        plan,
                        report.present(),
                        Next.BUSY,
                        null,
                        report.alarm(),
                        report.problem(),
                        report.failures());
    }

    private CertReport advanceAlone(CertificatePlan plan, boolean atOnce, IssueProgress progress) {
        CertFolder folder = folder(plan);
        CertState state = folder.state();
        if (atOnce) {
            state = folder.keep(state.atOnce());
        }
        state = withWindow(plan, state);
        CertReport before = report(plan, state);
        boolean wanted = before.isDue(now()) || (atOnce && before.next() != Next.HOOKS);
        if (!wanted || before.next() == Next.HOOKS) {
            return before;
        }
        try {
            CertState after = issue(plan, state, progress);
            Event done = new Event.Service("certificate", "issued", plan.name());
            parts.events().emit(done);
            return report(plan, after);
        } catch (CaException e) {
            CertState now = folder.state();
            Instant again =
                    RenewalRule.again(
                            now.failures() + 1, e.retryAfter().orElse(null), now(), parts.random());
            CertReport report =
                    report(plan, folder.keep(now.failed(String.valueOf(e.getMessage()), again)));
            parts.events()
                    .emit(
                            new Event.Trouble(
                                    "certificate",
                                    plan.name() + " is not renewed, next try " + again,
                                    e));
            return report;
        }
    }

    /** RFC 9773: asked now and then; what it does not say leaves all as it is. */
    private CertState withWindow(CertificatePlan plan, CertState state) {
        Instant now = now();
        Instant last = windowAsked.getOrDefault(plan.name(), Instant.MIN);
        CaSession.Window known = state.window();
        boolean waits = known != null && known.askAgain() != null && known.askAgain().isAfter(now);
        Optional<TlsKey> laid = current(plan);
        Optional<Authority> by =
                plan.authorities().stream()
                        .filter(a -> a.name().equals(state.issuedBy()))
                        .findFirst();
        if (waits || laid.isEmpty() || by.isEmpty() || last.isAfter(now.minus(WINDOW_ASKED_EACH))) {
            return state;
        }
        windowAsked.put(plan.name(), now);
        try {
            CaSession.Window seen =
                    parts.sessions()
                            .open(by.get())
                            .window(laid.get().chain().getFirst())
                            .orElse(null);
            return Objects.equals(seen, known) ? state : folder(plan).keep(state.withWindow(seen));
        } catch (CaException _) {
            return state; // its lifetime decides
        }
    }

    private CertState issue(CertificatePlan plan, CertState state, IssueProgress progress)
            throws CaException {
        CaException failure = null;
        CertState at = state;
        for (Authority authority : inTurn(plan, state)) {
            try {
                CaSession session = parts.sessions().open(authority);
                require(plan, session);
                at = tried(plan, authority, at);
                IssueRun.Place place = new IssueRun.Place(folder(plan), lineage(plan));
                return new IssueRun(plan, authority, session, place, tools(progress)).run(at);
            } catch (CaException e) {
                if (!e.isOfAuthority()) {
                    throw e;
                }
                failure = failure == null ? e : failure;
                at = folder(plan).state();
            }
        }
        if (failure == null) {
            throw new IllegalStateException("no authority");
        }
        throw failure;
    }

    /** An order under way first: its authority may be the second one. */
    private static List<Authority> inTurn(CertificatePlan plan, CertState state) {
        if (state.order() == null || state.failures() > 1) {
            return plan.authorities();
        }
        List<Authority> same =
                plan.authorities().stream()
                        .filter(a -> a.name().equals(state.authority()))
                        .toList();
        return Stream.concat(same.stream(), plan.authorities().stream()).distinct().toList();
    }

    private void require(CertificatePlan plan, CaSession session) throws CaException {
        CaSession.Offer offer = session.offer();
        if (!plan.profile().isEmpty() && !offer.profiles().contains(plan.profile())) {
            throw new CaException(
                    CaException.Reason.REFUSED,
                    "there is no profile "
                            + plan.profile()
                            + (offer.profiles().isEmpty()
                                    ? ""
                                    : ", but " + String.join(", ", offer.profiles())));
        }
        new CaaGate(parts.resolver()).require(plan, offer.caaNames());
    }

    /** A new name is tried out first where mistakes are not counted. */
    private CertState tried(CertificatePlan plan, Authority authority, CertState state)
            throws CaException {
        Optional<Authority> staging = authority.staging();
        if (staging.isEmpty() || state.tried() || current(plan).isPresent()) {
            return state;
        }
        test(plan, staging.get(), (_, _) -> {});
        return folder(plan).keep(state.wasTried());
    }

    private IssueRun.Tools tools(IssueProgress progress) {
        return new IssueRun.Tools(parts.provers(), parts.clock(), parts.pause(), progress);
    }

    /**
     * A whole order with {@code authority} whose certificate is thrown away; nothing else changes.
     *
     * @throws CaException where it does not go through
     */
    public void test(CertificatePlan plan, Authority authority, IssueProgress progress)
            throws CaException {
        CertFolder folder = new CertFolder(parts.folder().resolve("trial"), plan.name());
        CaException[] failed = new CaException[1];
        boolean ours =
                folder.alone(
                        () -> {
                            try {
                                trial(plan, authority, folder, progress);
                            } catch (CaException e) {
                                failed[0] = e;
                            }
                        });
        if (!ours) {
            throw new CaException(
                    CaException.Reason.UNAVAILABLE, "another process is trying it out");
        }
        if (failed[0] != null) {
            throw failed[0];
        }
    }

    private void trial(
            CertificatePlan plan, Authority authority, CertFolder folder, IssueProgress progress)
            throws CaException {
        Lineage lineage =
                new Lineage(
                        parts.folder().resolve("trial").resolve("certificates"),
                        plan.name(),
                        new Lineage.Access(null, false));
        CaSession session = parts.sessions().open(authority);
        require(plan, session);
        try {
            IssueRun.Place place = new IssueRun.Place(folder, lineage);
            new IssueRun(plan, authority, session, place, tools(progress)).run(folder.state());
        } finally {
            lineage.discard();
            folder.keep(CertState.NEW);
            folder.dropKey();
        }
    }

    /**
     * Takes the certificate back. It stays in service until another is ordered.
     *
     * @param reason RFC 5280 section 5.3.1
     * @throws CaException where there is none, or the authority will not
     */
    public void revoke(CertificatePlan plan, int reason) throws CaException {
        CertState state = folder(plan).state();
        Optional<TlsKey> laid = current(plan);
        Optional<Authority> by =
                plan.authorities().stream()
                        .filter(a -> a.name().equals(state.issuedBy()))
                        .findFirst();
        if (laid.isEmpty() || by.isEmpty()) {
            throw new CaException(
                    CaException.Reason.SETTINGS,
                    plan.name() + " was issued by none of the authorities in the settings");
        }
        parts.sessions().open(by.get()).revoke(laid.get().chain().getFirst(), reason);
        parts.events().emit(new Event.Service("certificate", "revoked", plan.name()));
    }

    /** The hooks have run for it, or not. */
    CertReport hooksRan(CertificatePlan plan, String problem) {
        CertFolder folder = folder(plan);
        CertState state = folder.state();
        if (problem.isEmpty()) {
            return report(plan, folder.keep(state.hooksDone()));
        }
        Instant again = RenewalRule.again(state.failures() + 1, null, now(), parts.random());
        parts.events().emit(new Event.Trouble("certificate", plan.name() + ": " + problem, null));
        return report(plan, folder.keep(state.failed(problem, again)));
    }

    /** Something before the order failed. */
    CertReport heldUp(CertificatePlan plan, String problem) {
        return hooksRan(plan, problem);
    }

    /** A fault of the disk, told once. */
    CertReport broken(CertificatePlan plan, StoreException e, @Nullable CertReport known) {
        parts.events().emit(new Event.Trouble("certificate", plan.name(), e));
        return new CertReport(
                plan,
                known == null ? null : known.present(),
                Next.ISSUE,
                null,
                RenewalRule.Alarm.NONE,
                String.valueOf(e.getMessage()),
                1);
    }
}
