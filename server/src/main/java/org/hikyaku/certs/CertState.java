package org.hikyaku.certs;

import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a certificate has come, as it is written down.
 *
 * @param authority whose order it is; empty where there is none
 * @param order under way; null: none
 * @param tried whether an order for these names has gone through where orders are tried out
 * @param failures in a row
 * @param notBefore when to try again; null: at once
 * @param problem of the last failure; empty after a success
 * @param issuedBy who issued the one that is laid down; empty: not known
 * @param window when the authority would have it renewed; null: it does not say
 * @param hooksLeft whether hooks are still to run for what was laid down
 */
record CertState(
        String authority,
        @Nullable URI order,
        boolean tried,
        int failures,
        @Nullable Instant notBefore,
        String problem,
        String issuedBy,
        CaSession.@Nullable Window window,
        boolean hooksLeft) {

    static final CertState NEW = new CertState("", null, false, 0, null, "", "", null, false);

    CertState ordered(String at, URI url) {
        return new CertState(
                at, url, tried, failures, notBefore, problem, issuedBy, window, hooksLeft);
    }

    CertState withoutOrder() {
        return new CertState(
                "", null, tried, failures, notBefore, problem, issuedBy, window, hooksLeft);
    }

    CertState wasTried() {
        return new CertState(
                authority, order, true, failures, notBefore, problem, issuedBy, window, hooksLeft);
    }

    /** A new certificate is laid down: hooks are next. */
    CertState issued(String by) {
        return new CertState("", null, tried, 0, null, "", by, null, true);
    }

    CertState failed(String why, Instant next) {
        return new CertState(
                authority, order, tried, failures + 1, next, why, issuedBy, window, hooksLeft);
    }

    CertState hooksDone() {
        return new CertState(authority, order, tried, 0, null, "", issuedBy, window, false);
    }

    CertState withWindow(CaSession.@Nullable Window seen) {
        return new CertState(
                authority, order, tried, failures, notBefore, problem, issuedBy, seen, hooksLeft);
    }

    /** Whoever asks by hand need not wait. */
    CertState atOnce() {
        return new CertState(
                authority, order, tried, failures, null, problem, issuedBy, window, hooksLeft);
    }
}
