package org.hikyaku.ops;

import java.util.List;

/** Ways to join logs. */
public final class EventLogs {

    private EventLogs() {}

    /** Hands each event to all of {@code logs}, in their order. */
    public static EventLog all(EventLog... logs) {
        List<EventLog> list = List.of(logs);
        return event -> list.forEach(log -> log.emit(event));
    }
}
