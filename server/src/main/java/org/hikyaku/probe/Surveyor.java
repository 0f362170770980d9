package org.hikyaku.probe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.hikyaku.findings.Area;
import org.hikyaku.findings.AreaReport;
import org.hikyaku.findings.Checks;
import org.hikyaku.findings.Known;
import org.hikyaku.findings.Question;
import org.hikyaku.findings.Source;
import org.hikyaku.findings.Subject;
import org.jspecify.annotations.Nullable;

/**
 * One run of checks with a memory of its own: what was asked once is not asked again. Safe for many
 * threads; for a fresh look make another.
 */
public final class Surveyor {

    /**
     * Questions of one run. A large domain with all areas needs some 400; a hostile zone must not
     * make us ask without end.
     */
    private static final int MAX_QUESTIONS = 3000;

    /** Far below the time of any answer over a network, far above that of a run of a check. */
    private static final Duration GATHER = Duration.ofMillis(1);

    private final Answers answers;
    private final ConcurrentMap<Question<?>, CompletableFuture<Object>> asked =
            new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    /** A run that asks {@code answers}. */
    public Surveyor(Answers answers) {
        this.answers = answers;
    }

    /** Looks at all {@code areas} at once; the reports in the same order. */
    public List<AreaReport> survey(Subject subject, List<Area> areas) throws InterruptedException {
        List<FutureTask<AreaReport>> running = new ArrayList<>();
        for (Area area : areas) {
            FutureTask<AreaReport> task =
                    new FutureTask<>(
                            () ->
                                    new AreaReport(
                                            area,
                                            settle(source -> Checks.of(area, subject, source))));
            Thread.ofVirtual().name("survey " + area).start(task);
            running.add(task);
        }
        List<AreaReport> reports = new ArrayList<>();
        for (FutureTask<AreaReport> task : running) {
            reports.add(result(task));
        }
        return reports;
    }

    private static AreaReport result(FutureTask<AreaReport> task) throws InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a check failed", e.getCause());
        }
    }

    /**
     * Runs {@code check} until it knows every answer that it asks for; its last result.
     *
     * @param check pure; it is run again whenever an answer has come
     */
    public <T> T settle(Function<Source, T> check) throws InterruptedException {
        Set<Question<?>> waited = new HashSet<>();
        LinkedBlockingQueue<Question<?>> arrived = new LinkedBlockingQueue<>();
        while (true) {
            Known known = new Known(this::answerOf);
            T result = check.apply(known);
            Set<Question<?>> missing = known.missing();
            if (missing.isEmpty()) {
                return result;
            }
            for (Question<?> question : missing) {
                if (waited.add(question)) {
                    CompletableFuture<Void> _ =
                            future(question).thenRun(() -> arrived.add(question));
                }
            }
            // Every wait ends: each question has a deadline. Answers to questions that were asked
            // together come together: one run for all of them.
            arrived.take();
            LockSupport.parkNanos(GATHER.toNanos());
            arrived.clear();
        }
    }

    private @Nullable Object answerOf(Question<?> question) {
        CompletableFuture<Object> future = asked.get(question);
        return future == null || !future.isDone() ? null : future.join();
    }

    private CompletableFuture<Object> future(Question<?> question) {
        CompletableFuture<Object> mine = new CompletableFuture<>();
        CompletableFuture<Object> other = asked.putIfAbsent(question, mine);
        if (other != null) {
            return other;
        }
        if (count.incrementAndGet() > MAX_QUESTIONS) {
            mine.complete(question.unasked());
            return mine;
        }
        Thread.ofVirtual().name("ask").start(() -> ask(question, mine));
        return mine;
    }

    private <T> void ask(Question<T> question, CompletableFuture<Object> into) {
        boolean answered = false;
        try {
            answered = into.complete(answers.answer(question));
        } finally {
            if (!answered) {
                into.completeExceptionally(new IllegalStateException("no answer to " + question));
            }
        }
    }

    /** How many questions were asked so far. */
    public int questions() {
        return Math.min(count.get(), MAX_QUESTIONS);
    }
}
