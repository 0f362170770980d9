package org.hikyaku.certs;

import java.io.IOException;
import java.net.URI;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.hikyaku.convergence.Follower;
import org.hikyaku.net.TlsKey;
import org.hikyaku.net.TlsKeyException;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.util.CSRBuilder;

/**
 * One order from wherever it stands to a certificate that is laid down. Each step is written down
 * before the next begins, so that another process can go on.
 */
final class IssueRun {

    /** An authority looks at a proof within seconds; some take a minute. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    /** Where a run keeps and lays down what it has. */
    record Place(CertFolder folder, Lineage lineage) {}

    /** What it works with. */
    record Tools(
            Map<ProofKind, Prover> provers,
            InstantSource clock,
            Follower.Pause pause,
            IssueProgress progress) {}

    private final CertificatePlan plan;
    private final Authority authority;
    private final CaSession session;
    private final Place place;
    private final Tools tools;

    IssueRun(
            CertificatePlan plan,
            Authority authority,
            CaSession session,
            Place place,
            Tools tools) {
        this.plan = plan;
        this.authority = authority;
        this.session = session;
        this.place = place;
        this.tools = tools;
    }

    /** The state after it; {@link CaException} leaves a state from which it can go on. */
    CertState run(CertState before) throws CaException {
        KeyPair key = key(before);
        CertState state = ordered(before);
        URI order = state.order();
        if (order == null) {
            throw new IllegalStateException("no order");
        }
        try {
            complete(order, key);
            List<X509Certificate> chain = session.certificate(order);
            requireOurs(chain, key);
            step(IssueProgress.Step.ISSUED);
            if (!isLaid(chain)) {
                place.lineage().lay(chain, key);
            }
            step(IssueProgress.Step.LAID_DOWN);
        } catch (CaException e) {
            if (isOver(e)) {
                place.folder().keep(state.withoutOrder());
            }
            throw e;
        }
        CertState issued = place.folder().keep(state.issued(authority.name()));
        place.folder().dropKey();
        return issued;
    }

    /** An order whose proof failed is of no more use (RFC 8555 section 7.1.6). */
    private static boolean isOver(CaException e) {
        return switch (e.reason()) {
            case ORDER_LOST, NOT_PROVEN, REFUSED, SETTINGS -> true;
            case UNAVAILABLE, RATE_LIMITED -> false;
        };
    }

    private void step(IssueProgress.Step step) {
        tools.progress().step(plan.name(), step);
    }

    private KeyPair key(CertState state) {
        Optional<KeyPair> kept = place.folder().nextKey();
        Optional<KeyPair> current = place.lineage().currentKey();
        boolean used = kept.isPresent() && current.isPresent() && same(kept.get(), current.get());
        // One that is laid down already was left over by a process that ended just then.
        if (kept.isPresent() && (state.order() != null || !used)) {
            return kept.get();
        }
        KeyPair next = plan.reuseKey() ? current.orElseGet(plan.key()::make) : plan.key().make();
        KeyPair made = place.folder().keepKey(next);
        step(IssueProgress.Step.KEY_KEPT);
        return made;
    }

    private static boolean same(KeyPair one, KeyPair other) {
        return Arrays.equals(one.getPublic().getEncoded(), other.getPublic().getEncoded());
    }

    private CertState ordered(CertState state) throws CaException {
        if (state.order() != null && state.authority().equals(authority.name())) {
            return state;
        }
        URI order = session.order(plan, replaced(state));
        CertState ordered = place.folder().keep(state.ordered(authority.name(), order));
        step(IssueProgress.Step.ORDERED);
        return ordered;
    }

    /** RFC 9773 section 5: only the authority that issued it knows what is replaced. */
    private @Nullable X509Certificate replaced(CertState state) {
        if (!state.issuedBy().equals(authority.name())) {
            return null;
        }
        try {
            return place.lineage().current().map(k -> k.chain().getFirst()).orElse(null);
        } catch (TlsKeyException _) {
            return null; // what cannot be read is replaced all the same
        }
    }

    private void complete(URI url, KeyPair key) throws CaException {
        Instant end = tools.clock().instant().plus(LONGEST_WAIT);
        Duration pause = FIRST_PAUSE;
        CaSession.Order order = session.look(url);
        boolean requested = false;
        while (order.status() != CaSession.Status.VALID) {
            switch (order.status()) {
                case PENDING -> prove(url, order);
                case READY -> {
                    if (!requested) {
                        session.finish(url, request(key));
                        requested = true;
                        step(IssueProgress.Step.REQUESTED);
                    }
                }
                case INVALID -> throw new CaException(CaException.Reason.NOT_PROVEN, why(order));
                case PROCESSING, VALID -> {}
            }
            order = session.look(url);
            if (order.status() == CaSession.Status.PROCESSING
                    || (requested && order.status() == CaSession.Status.READY)) {
                pause = paused(pause, end);
            }
        }
    }

    private Duration paused(Duration pause, Instant end) throws CaException {
        if (!tools.clock().instant().isBefore(end)) {
            throw new CaException(
                    CaException.Reason.UNAVAILABLE,
                    "the order is not done within " + LONGEST_WAIT.toMinutes() + " minutes");
        }
        try {
            tools.pause().pause(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CaException(CaException.Reason.UNAVAILABLE, "interrupted", null, e);
        }
        Duration next = pause.multipliedBy(2);
        return next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
    }

    private static String why(CaSession.Order order) {
        String all =
                order.authorizations().stream()
                        .filter(a -> a.status() == CaSession.Status.INVALID)
                        .map(IssueRun::why)
                        .collect(Collectors.joining("; "));
        return all.isEmpty()
                ? "the order failed: " + (order.problem().isEmpty() ? "no reason" : order.problem())
                : all;
    }

    private static String why(CaSession.Authorization authorization) {
        String problems =
                authorization.challenges().stream()
                        .map(CaSession.Challenge::problem)
                        .filter(problem -> !problem.isEmpty())
                        .collect(Collectors.joining(", "));
        return authorization.name().text() + " is not proven: " + problems;
    }

    private record Open(CaSession.Challenge challenge, Prover.Proof proof) {}

    private void prove(URI url, CaSession.Order order) throws CaException {
        List<Open> open = new ArrayList<>();
        try {
            present(order, open);
            step(IssueProgress.Step.PROOFS_READY);
            for (Open one : open) {
                session.answer(one.challenge().url());
            }
            awaitProven(url);
            step(IssueProgress.Step.PROVEN);
        } finally {
            open.forEach(one -> one.proof().close());
        }
    }

    private void awaitProven(URI url) throws CaException {
        Instant end = tools.clock().instant().plus(LONGEST_WAIT);
        Duration pause = FIRST_PAUSE;
        CaSession.Order seen = session.look(url);
        while (seen.status() == CaSession.Status.PENDING) {
            boolean failed =
                    seen.authorizations().stream()
                            .anyMatch(a -> a.status() == CaSession.Status.INVALID);
            if (failed) {
                throw new CaException(CaException.Reason.NOT_PROVEN, why(seen));
            }
            pause = paused(pause, end);
            seen = session.look(url);
        }
    }

    /** All at once: a record in the DNS may take minutes. What is there is in {@code open}. */
    private void present(CaSession.Order order, List<Open> open) throws CaException {
        Prover prover = tools.provers().get(plan.proof());
        if (prover == null) {
            throw new CaException(
                    CaException.Reason.SETTINGS, plan.proof().type() + " is not set up");
        }
        List<Future<Open>> started = new ArrayList<>();
        CaException failure = null;
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (CaSession.Authorization one : order.authorizations()) {
                if (one.status() == CaSession.Status.PENDING) {
                    CaSession.Challenge challenge = chosen(one);
                    started.add(
                            pool.submit(() -> new Open(challenge, prover.prove(one, challenge))));
                }
            }
        }
        for (Future<Open> one : started) {
            try {
                open.add(one.get());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof CaException told)) {
                    throw new IllegalStateException("a proof failed", e.getCause());
                }
                failure = told;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private CaSession.Challenge chosen(CaSession.Authorization one) throws CaException {
        for (CaSession.Challenge challenge : one.challenges()) {
            if (challenge.type().equals(plan.proof().type())) {
                return challenge;
            }
        }
        throw new CaException(
                CaException.Reason.SETTINGS,
                authority.name()
                        + " does not take "
                        + plan.proof().type()
                        + " for "
                        + one.name().text()
                        + ", but "
                        + one.challenges().stream()
                                .map(CaSession.Challenge::type)
                                .collect(Collectors.joining(", ")));
    }

    private byte[] request(KeyPair key) {
        CSRBuilder builder = new CSRBuilder();
        for (CertName name : plan.names()) {
            switch (name) {
                case CertName.Host host -> builder.addDomain(host.text());
                case CertName.Address(var address) -> builder.addIP(address);
            }
        }
        try {
            builder.sign(key);
            return builder.getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException("a request cannot be made", e);
        }
    }

    private void requireOurs(List<X509Certificate> chain, KeyPair key) throws CaException {
        byte[] ours = key.getPublic().getEncoded();
        if (chain.isEmpty() || !Arrays.equals(chain.getFirst().getPublicKey().getEncoded(), ours)) {
            throw new CaException(
                    CaException.Reason.ORDER_LOST, "the certificate is for another key");
        }
    }

    private boolean isLaid(List<X509Certificate> chain) {
        try {
            Optional<TlsKey> current = place.lineage().current();
            return current.isPresent() && current.get().chain().getFirst().equals(chain.getFirst());
        } catch (TlsKeyException _) {
            return false;
        }
    }
}
