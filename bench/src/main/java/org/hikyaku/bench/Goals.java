package org.hikyaku.bench;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The goals for the inner parts, and what was measured. Figures that are missing print nothing. */
final class Goals {

    private static final double SIGNING_SHARE = 0.9;
    private static final double VERIFY_MICROS = 60;
    private static final double HASHING_SHARE = 0.8;
    private static final double CHECK_MICROS = 150;
    private static final double CHECK_OCTETS = 64 * 1024;

    /**
     * Of one operation.
     *
     * @param micros processor time of all threads
     * @param octets allocated
     */
    record Figures(double micros, double octets) {}

    private final Map<String, Figures> own;
    private final Map<String, Double> peers;

    Goals(Map<String, Figures> own, Map<String, Double> peers) {
        this.own = own;
        this.peers = peers;
    }

    void print(PrintStream out) {
        Double openssl = peers.get("openssl");
        Figures sign = own.get("DkimBench.signRsa");
        if (sign != null && openssl != null) {
            double perSecond = 1e6 / sign.micros();
            atLeast(
                    out,
                    "RSA-2048 signatures: %.0f/s, openssl speed %.0f/s, ratio"
                            .formatted(perSecond, openssl),
                    perSecond / openssl,
                    SIGNING_SHARE);
        }
        plain(out, "one Ed25519 signature", own.get("DkimBench.signEd25519"));
        atMost(out, "verify RSA-2048, µs", micros("DkimBench.verifyRsa"), VERIFY_MICROS);
        atMost(out, "verify Ed25519, µs", micros("DkimBench.verifyEd25519"), VERIFY_MICROS);
        hashing(out, "prose");
        hashing(out, "base64");
        Figures check = own.get("FullCheckBench.check");
        atMost(out, "full check, µs of all threads", micros("FullCheckBench.check"), CHECK_MICROS);
        atMost(out, "full check, octets", check == null ? null : check.octets(), CHECK_OCTETS);
        ratio(out, "dkimpy, RSA", "dkimpy-rsa", "DkimBench.verifyRsa");
        ratio(out, "opendkim -t, RSA", "opendkim-rsa", "DkimBench.verifyRsa");
        ratio(out, "dkimpy, RSA and Ed25519", "dkimpy-both", "DkimBench.verifyBoth");
        ratio(
                out,
                "dkimpy and pyspf, beside our full check",
                "dkimpy-pyspf",
                "FullCheckBench.check");
    }

    private @Nullable Double micros(String name) {
        Figures figures = own.get(name);
        return figures == null ? null : figures.micros();
    }

    private void hashing(PrintStream out, String content) {
        Double raw = micros("BodyHashBench.raw " + content);
        for (String form : new String[] {"simple", "relaxed"}) {
            Double hash = micros("BodyHashBench." + form + " " + content);
            if (raw != null && hash != null) {
                atLeast(
                        out,
                        "speed of a " + form + " body hash, " + content + ", beside SHA-256",
                        raw / hash,
                        HASHING_SHARE);
            }
        }
    }

    private static void plain(PrintStream out, String label, @Nullable Figures figures) {
        if (figures != null) {
            line(out, label + ", µs", figures.micros(), "");
        }
    }

    private static void atLeast(PrintStream out, String label, double value, double goal) {
        String verdict = value >= goal ? "reached" : "MISSED";
        line(out, label, value, "goal at least " + goal + ": " + verdict);
    }

    private static void atMost(PrintStream out, String label, @Nullable Double value, double goal) {
        if (value != null) {
            String verdict = value <= goal ? "reached" : "MISSED";
            line(out, label, value, "goal at most " + (long) goal + ": " + verdict);
        }
    }

    private void ratio(PrintStream out, String label, String peer, String name) {
        Double theirs = peers.get(peer);
        Double ours = micros(name);
        if (theirs != null && ours != null) {
            String times = String.format(Locale.ROOT, "%.1f times ours", theirs / ours);
            line(out, label + ", µs", theirs, times);
        }
    }

    private static void line(PrintStream out, String label, double value, String verdict) {
        out.printf(Locale.ROOT, "%-72s %10.2f  %s%n", label, value, verdict);
    }
}
