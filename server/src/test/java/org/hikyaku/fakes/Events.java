package org.hikyaku.fakes;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hikyaku.ops.Event;
import org.hikyaku.ops.EventLog;

/** Keeps what happens. */
public final class Events implements EventLog {
    private final List<Event> all = new CopyOnWriteArrayList<>();

    @Override
    public void emit(Event event) {
        all.add(event);
    }

    /** All of a kind, in order. */
    public <T extends Event> List<T> of(Class<T> kind) {
        return all.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
