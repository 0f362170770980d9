package org.hikyaku.app.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.hikyaku.ops.Metrics;

/** What {@code /metrics} and {@code /health} tell of a server that runs in {@code dir}. */
record Watching(Path dir, ServerRuntime runtime, InstantSource clock) {

    /** Below this the database and a message of the usual greatest size do not fit. */
    private static final long LEAST_FREE_BYTES = 100L << 20;

    /** Numbers that are asked for when somebody looks. */
    void measure(Metrics metrics) {
        metrics.gauge(
                "hikyaku.queue.recipients",
                "recipients that wait or are held",
                () -> runtime.store().queue().size());
        metrics.gauge("hikyaku.connections", "open connections", runtime::connections);
        metrics.gauge(
                "hikyaku.certificate.remaining.seconds",
                "until the certificate ends",
                () -> Duration.between(clock.instant(), runtime.certificateEnd()).toSeconds());
        metrics.gauge("hikyaku.disk.free.bytes", "where the data folder lies", this::freeBytes);
        metrics.gauge(
                "hikyaku.memory.used.bytes",
                "of the heap",
                () -> Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        Instant start = clock.instant();
        metrics.gauge(
                "hikyaku.uptime.seconds",
                "since the server started",
                () -> Duration.between(start, clock.instant()).toSeconds());
    }

    private long freeBytes() {
        try {
            return Files.getFileStore(dir).getUsableSpace();
        } catch (IOException _) {
            return -1; // what is not known is not a failure
        }
    }

    /** By name: what is wrong, or the empty text. */
    Map<String, Supplier<String>> checks() {
        Map<String, Supplier<String>> checks = new LinkedHashMap<>();
        checks.put(
                "store",
                () -> runtime.store().queue().size() >= 0 ? "" : "the queue cannot be read");
        checks.put(
                "listeners", () -> runtime.addresses().isEmpty() ? "nothing is listened to" : "");
        checks.put("disk", this::disk);
        checks.put("certificate", this::certificate);
        return checks;
    }

    private String disk() {
        long free = freeBytes();
        return free < 0 || free >= LEAST_FREE_BYTES
                ? ""
                : "only " + (free >> 20) + " MiB are free where " + dir + " lies";
    }

    private String certificate() {
        Instant end = runtime.certificateEnd();
        return end.isAfter(clock.instant())
                ? ""
                : "the certificate has ended on " + end.toString().substring(0, 10);
    }
}
