package org.hikyaku.app.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hikyaku.app.settings.Settings;
import org.hikyaku.certs.CertKeeper;
import org.hikyaku.certs.CertPass;
import org.hikyaku.certs.CertReport;
import org.hikyaku.certs.CertificatePlan;
import org.hikyaku.certs.RenewalRule;
import org.hikyaku.certs.ServedCheck;
import org.hikyaku.name.DomainName;
import org.hikyaku.net.TlsKey;
import org.hikyaku.net.TlsKeyException;
import org.hikyaku.ops.Event;
import org.hikyaku.ops.EventLog;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the certificates: orders and renews them, takes them into service on every listener, looks
 * over the network whether they are served, and warns in time. One virtual thread.
 */
final class CertJob implements AutoCloseable {

    /** What a command has laid down is taken up after so long. */
    private static final Duration EACH = Duration.ofMinutes(1);

    private static final Duration SERVED_EACH = Duration.ofHours(1);
    private static final Duration WARNED_EACH = Duration.ofDays(1);

    /**
     * What is kept.
     *
     * @param settings as they are now
     * @param keeper makes a keeper of settings
     * @param trouble how many certificates somebody should look at
     */
    record Work(
            Supplier<Settings> settings,
            Function<Settings, CertKeeper> keeper,
            ServerRuntime runtime,
            AtomicInteger trouble) {}

    private final Work work;
    private final InstantSource clock;
    private final EventLog events;
    private final CountDownLatch ending = new CountDownLatch(1);
    private final Thread thread;
    // All of the job's thread.
    private @Nullable Settings known;
    private @Nullable CertKeeper keeper;
    private Instant servedAt = Instant.MIN;
    private final Map<String, Instant> warned = new HashMap<>();

    private CertJob(Work work, InstantSource clock, EventLog events) {
        this.work = work;
        this.clock = clock;
        this.events = events;
        this.thread = Thread.ofVirtual().name("certificates").unstarted(this::run);
    }

    static CertJob start(Work work, InstantSource clock, EventLog events) {
        CertJob job = new CertJob(work, clock, events);
        job.thread.start();
        return job;
    }

    private void run() {
        try {
            do {
                once();
            } while (!ending.await(EACH.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void once() {
        try {
            Settings settings = work.settings().get();
            List<CertificatePlan> plans = settings.certificates().plans();
            if (plans.isEmpty()) {
                work.trouble().set(0);
                return;
            }
            List<CertReport> reports =
                    new CertPass(keeper(settings), (_, _) -> {}).run(plans, false);
            int wrong = 0;
            for (CertReport report : reports) {
                warn(report);
                wrong += report.isTrouble() ? 1 : 0;
            }
            boolean changed = work.runtime().takeCertificates();
            Instant now = clock.instant();
            if (changed || servedAt.isBefore(now.minus(SERVED_EACH))) {
                servedAt = now;
                wrong += plans.stream().mapToInt(plan -> notServed(settings, plan)).sum();
            }
            work.trouble().set(wrong);
        } catch (TlsKeyException e) {
            events.emit(new Event.Trouble("certificate", "the one before stays in service", e));
        } catch (RuntimeException e) {
            if (ending.getCount() > 0) {
                events.emit(new Event.Bug("certificates", e));
            }
        }
    }

    private CertKeeper keeper(Settings settings) {
        CertKeeper now = keeper;
        if (now == null || !settings.equals(known)) {
            now = work.keeper().apply(settings);
            keeper = now;
            known = settings;
        }
        return now;
    }

    private void warn(CertReport report) {
        CertReport.Present present = report.present();
        if (report.alarm() == RenewalRule.Alarm.NONE || present == null) {
            return;
        }
        String what =
                switch (report.alarm()) {
                    case NONE -> "";
                    case LATE -> "should have been renewed by now";
                    case URGENT -> "ends soon and is not renewed";
                    case ENDED -> "has ended: nobody accepts it";
                };
        warnOnce(
                report.plan().name() + what,
                "the certificate "
                        + report.plan().name()
                        + " "
                        + what
                        + "; it ends at "
                        + present.notAfter()
                        + (report.problem().isEmpty() ? "" : "; last try: " + report.problem()));
    }

    /** Each day again, as long as it lasts. */
    private void warnOnce(String key, String text) {
        Instant now = clock.instant();
        if (warned.getOrDefault(key, Instant.MIN).isBefore(now.minus(WARNED_EACH))) {
            warned.put(key, now);
            events.emit(new Event.Trouble("certificate", text, null));
        }
    }

    /** On how many ports another certificate is shown than was issued. */
    private int notServed(Settings settings, CertificatePlan plan) {
        Optional<DomainName> name =
                plan.texts().stream()
                        .filter(text -> !text.startsWith("*"))
                        .flatMap(text -> DomainName.parse(text).stream())
                        .filter(DomainName::isHostName)
                        .findFirst();
        Optional<TlsKey> issued = issued(settings, plan);
        if (name.isEmpty() || issued.isEmpty()) {
            return 0;
        }
        int wrong = 0;
        X509Certificate expected = issued.get().chain().getFirst();
        for (Map.Entry<String, List<InetSocketAddress>> one :
                work.runtime().addresses().entrySet()) {
            boolean startTls = !one.getKey().equals("submissions");
            for (InetSocketAddress address : one.getValue()) {
                wrong += isServed(near(address), startTls, name.get(), expected) ? 0 : 1;
            }
        }
        if (wrong == 0) {
            events.emit(new Event.Service("certificate", "served on every port", plan.name()));
        }
        return wrong;
    }

    private Optional<TlsKey> issued(Settings settings, CertificatePlan plan) {
        try {
            return keeper(settings).lineage(plan).current();
        } catch (TlsKeyException _) {
            return Optional.empty(); // told where it is taken into service
        }
    }

    private static InetSocketAddress near(InetSocketAddress address) {
        return address.getAddress().isAnyLocalAddress()
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort())
                : address;
    }

    private boolean isServed(
            InetSocketAddress address,
            boolean startTls,
            DomainName name,
            X509Certificate expected) {
        String where = address.getAddress().getHostAddress() + " port " + address.getPort();
        try {
            X509Certificate shown = ServedCheck.shown(address, startTls, name);
            if (shown.equals(expected)) {
                return true;
            }
            warnOnce(
                    where + name,
                    where
                            + " shows another certificate for "
                            + name
                            + " than was issued: serial "
                            + shown.getSerialNumber().toString(16)
                            + ", not "
                            + expected.getSerialNumber().toString(16));
        } catch (IOException e) {
            warnOnce(
                    where + name,
                    where + " cannot be asked for the certificate of " + name + ": " + e);
        }
        return false;
    }

    /** Ends; an order under way goes on with the next start. */
    @Override
    public void close() {
        ending.countDown();
        thread.interrupt();
        try {
            boolean _ = thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
