package org.hikyaku.certs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.hikyaku.store.StoreException;

/**
 * One look at all certificates: what is due is done side by side, with the hooks around it. A name
 * that fails does not hold up the others.
 */
public final class CertPass {

    /** At one time; each is some requests to the authority and, at worst, one port to answer on. */
    private static final int SIDE_BY_SIDE = 16;

    private final CertKeeper keeper;
    private final IssueProgress progress;

    /** A pass over what {@code keeper} keeps. */
    public CertPass(CertKeeper keeper, IssueProgress progress) {
        this.keeper = keeper;
        this.progress = progress;
    }

    /**
     * Does what is due.
     *
     * @param atOnce whether also what is not due yet
     */
    public List<CertReport> run(List<CertificatePlan> plans, boolean atOnce) {
        Map<CertificatePlan, CertReport> reports = new LinkedHashMap<>();
        List<CertificatePlan> wanted = new ArrayList<>();
        Instant now = keeper.now();
        for (CertificatePlan plan : plans) {
            CertReport report = safely(plan);
            reports.put(plan, report);
            boolean orders = report.next() != CertReport.Next.HOOKS;
            if (orders && (atOnce || report.isDue(now))) {
                wanted.add(plan);
            }
        }
        String held = wanted.isEmpty() ? "" : keeper.hooks().runBefore();
        if (held.isEmpty()) {
            reports.putAll(all(reports.keySet().stream().toList(), wanted, atOnce));
        } else {
            wanted.forEach(plan -> reports.put(plan, keeper.heldUp(plan, held)));
        }
        finish(reports, wanted, held.isEmpty());
        return List.copyOf(reports.values());
    }

    private CertReport safely(CertificatePlan plan) {
        try {
            return keeper.look(plan);
        } catch (StoreException e) {
            return keeper.broken(plan, e, null);
        }
    }

    private Map<CertificatePlan, CertReport> all(
            List<CertificatePlan> plans, List<CertificatePlan> wanted, boolean atOnce) {
        Map<CertificatePlan, Future<CertReport>> started = new LinkedHashMap<>();
        Semaphore room = new Semaphore(SIDE_BY_SIDE);
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (CertificatePlan plan : plans) {
                boolean now = atOnce && wanted.contains(plan);
                started.put(plan, pool.submit(() -> one(plan, now, room)));
            }
        }
        Map<CertificatePlan, CertReport> done = new LinkedHashMap<>();
        started.forEach((plan, future) -> done.put(plan, result(future)));
        return done;
    }

    private CertReport one(CertificatePlan plan, boolean atOnce, Semaphore room)
            throws InterruptedException {
        room.acquire();
        try {
            return keeper.advance(plan, atOnce, progress);
        } catch (StoreException e) {
            return keeper.broken(plan, e, null);
        } finally {
            room.release();
        }
    }

    private static CertReport result(Future<CertReport> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("a certificate failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void finish(
            Map<CertificatePlan, CertReport> reports, List<CertificatePlan> wanted, boolean began) {
        Instant now = keeper.now();
        List<CertificatePlan> laid =
                reports.values().stream()
                        .filter(r -> r.next() == CertReport.Next.HOOKS && r.isDue(now))
                        .map(CertReport::plan)
                        .toList();
        Map<CertificatePlan, String> problems = new LinkedHashMap<>();
        laid.forEach(plan -> problems.put(plan, keeper.hooks().runDeploy(laid(plan))));
        String once = laid.isEmpty() ? "" : keeper.hooks().runReloads();
        if (!laid.isEmpty() || (began && !wanted.isEmpty())) {
            List<CertHooks.Laid> failed =
                    wanted.stream().filter(p -> !laid.contains(p)).map(this::laid).toList();
            String after = keeper.hooks().runAfter(laid.stream().map(this::laid).toList(), failed);
            once = CertHooks.joined(List.of(once, after));
        }
        for (CertificatePlan plan : laid) {
            String problem = CertHooks.joined(List.of(problems.getOrDefault(plan, ""), once));
            reports.put(plan, keeper.hooksRan(plan, problem));
        }
    }

    private CertHooks.Laid laid(CertificatePlan plan) {
        return new CertHooks.Laid(keeper.lineage(plan).live(), plan.texts());
    }
}
