package org.hikyaku.ops;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.Supplier;

/** Counts events, for Prometheus. */
public final class Metrics implements EventLog {

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** Shows a number that is asked for when somebody looks. */
    public void gauge(String name, String help, Supplier<Number> value) {
        Gauge.builder(name, value).description(help).register(registry);
    }

    @Override
    public void emit(Event event) {
        switch (event) {
            case Event.MessageIn e -> {
                count("hikyaku.messages.in", "disposition", e.disposition(), 1);
                registry.timer("hikyaku.message.in.time").record(e.took());
            }
            case Event.MessageSubmitted e ->
                    count(
                            "hikyaku.messages.submitted",
                            "via",
                            e.account().isEmpty() ? "network" : "login",
                            1);
            case Event.Refused e -> count("hikyaku.refused", "service", e.service(), 1);
            case Event.Login e ->
                    count("hikyaku.logins", "success", Boolean.toString(e.success()), 1);
            case Event.MessageOut e -> {
                count("hikyaku.messages.out", "outcome", e.outcome(), e.to().size());
                registry.timer("hikyaku.message.out.time").record(e.took());
            }
            case Event.DsnQueued e -> count("hikyaku.reports", "action", e.action(), 1);
            case Event.Bug _ -> count("hikyaku.problems", "kind", "bug", 1);
            case Event.Trouble _ -> count("hikyaku.problems", "kind", "trouble", 1);
            case Event.Service _ -> {}
        }
    }

    private void count(String name, String tag, String value, double by) {
        registry.counter(name, tag, value).increment(by);
    }

    /** All numbers in Prometheus' text format. */
    public String text() {
        return registry.scrape();
    }
}
