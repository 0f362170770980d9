package org.hikyaku.app.dns;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.Place;
import org.hikyaku.dns.Resolver;

/** Asks for many records side by side. */
final class Survey {

    /** More at a time look like an attack to a small server. */
    private static final int AT_A_TIME = 16;

    private Survey() {}

    static Map<Place, Answer> of(Resolver resolver, Collection<Place> places)
            throws InterruptedException {
        Semaphore free = new Semaphore(AT_A_TIME);
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            Map<Place, Future<Answer>> asked = new LinkedHashMap<>();
            for (Place place : places) {
                asked.put(place, pool.submit(() -> ask(resolver, place, free)));
            }
            Map<Place, Answer> answers = new LinkedHashMap<>();
            for (Map.Entry<Place, Future<Answer>> entry : asked.entrySet()) {
                answers.put(entry.getKey(), entry.getValue().get());
            }
            return answers;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a question failed", e.getCause());
        }
    }

    private static Answer ask(Resolver resolver, Place place, Semaphore free)
            throws InterruptedException {
        free.acquire();
        try {
            return resolver.query(place.name(), place.type());
        } finally {
            free.release();
        }
    }
}
