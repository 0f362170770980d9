package org.hikyaku.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Counts events, for Prometheus. */
public final class Metrics implements EventLog {

    /** RFC 8601 section 2.7. */
    private static final Set<String> RESULTS =
            Set.of(
                    "pass",
                    "fail",
                    "none",
                    "neutral",
                    "softfail",
                    "policy",
                    "temperror",
                    "permerror");

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** Shows a number that is asked for when somebody looks. */
    public void gauge(String name, String help, Supplier<Number> value) {
        Gauge.builder(name, value).description(help).register(registry);
    }

    /**
     * A counter.
     *
     * @param tag what it is counted by
     * @param values what the tag is known to be: shown with 0 from the start, so that a rate can be
     *     told from the first event on
     */
    private record Count(String name, String help, String tag, String... values) {

        void add(MeterRegistry registry, String value, double by) {
            Counter.builder("hikyaku." + name)
                    .description(help)
                    .tag(tag, value)
                    .register(registry)
                    .increment(by);
        }
    }

    private static final Count IN =
            new Count(
                    "messages.in",
                    "messages from other servers, by what became of them",
                    "disposition",
                    "deliver",
                    "quarantine",
                    "reject",
                    "defer");
    private static final Count IN_CLEAR =
            new Count(
                    "messages.in.transport",
                    "messages from other servers, by how they came",
                    "tls",
                    "true",
                    "false");
    private static final Count SPF =
            new Count("spf", "SPF results of messages", "result", "pass", "fail", "none");
    private static final Count DKIM =
            new Count("dkim", "DKIM results of messages", "result", "pass", "fail", "none");
    private static final Count DMARC =
            new Count("dmarc", "DMARC results of messages", "result", "pass", "fail", "none");
    private static final Count SUBMITTED =
            new Count(
                    "messages.submitted",
                    "messages of our own, by how they were allowed",
                    "via",
                    "login",
                    "network");
    private static final Count OUT =
            new Count(
                    "messages.out",
                    "recipients of attempts to send, by how they ended",
                    "outcome",
                    "delivered",
                    "deferred",
                    "bounced");
    private static final Count REFUSED =
            new Count(
                    "refused",
                    "refused commands and connections",
                    "service",
                    "smtp",
                    "submission",
                    "submissions");
    private static final Count LOGINS = new Count("logins", "logins", "success", "true", "false");
    private static final Count REPORTS =
            new Count("reports", "reports to senders (RFC 3464)", "action", "failed", "delayed");
    private static final Count PROBLEMS =
            new Count(
                    "problems",
                    "trouble: something outside does not work; bug: our own fault; see the log",
                    "kind",
                    "trouble",
                    "bug");

    private static final List<Count> COUNTS =
            List.of(
                    IN, IN_CLEAR, SPF, DKIM, DMARC, SUBMITTED, OUT, REFUSED, LOGINS, REPORTS,
                    PROBLEMS);

    private final Timer inTime = timer("message.in.time", "from the first command to the reply");
    private final Timer outTime = timer("message.out.time", "of an attempt to send");

    /** Counts from zero. */
    public Metrics() {
        for (Count count : COUNTS) {
            for (String value : count.values()) {
                count.add(registry, value, 0);
            }
        }
    }

    private Timer timer(String name, String help) {
        return Timer.builder("hikyaku." + name).description(help).register(registry);
    }

    @Override
    public void emit(Event event) {
        switch (event) {
            case Event.MessageIn e -> in(e);
            case Event.MessageSubmitted e ->
                    SUBMITTED.add(registry, e.account().isEmpty() ? "network" : "login", 1);
            case Event.Refused e -> REFUSED.add(registry, e.service(), 1);
            case Event.Login e -> LOGINS.add(registry, Boolean.toString(e.success()), 1);
            case Event.MessageOut e -> {
                OUT.add(registry, e.outcome(), e.to().size());
                outTime.record(e.took());
            }
            case Event.DsnQueued e -> REPORTS.add(registry, e.action(), 1);
            case Event.Bug _ -> PROBLEMS.add(registry, "bug", 1);
            case Event.Trouble _ -> PROBLEMS.add(registry, "trouble", 1);
            case Event.Service _ -> {}
        }
    }

    private void in(Event.MessageIn e) {
        IN.add(registry, e.disposition(), 1);
        IN_CLEAR.add(registry, Boolean.toString(!e.tls().equals("none")), 1);
        SPF.add(registry, result(e.spf()), 1);
        DKIM.add(registry, result(e.dkim()), 1);
        DMARC.add(registry, result(e.dmarc()), 1);
        inTime.record(e.took());
    }

    /** One word of a few: a tag with many values would fill the memory. */
    private static String result(String text) {
        String word = text.isEmpty() ? "none" : text.split("[^a-z]", 2)[0];
        return RESULTS.contains(word) ? word : "other";
    }

    /** All numbers in Prometheus' text format. */
    public String text() {
        return registry.scrape();
    }
}
