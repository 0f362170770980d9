package org.hikyaku.ops;

/**
 * Takes events. Never throws and never blocks for long: a full log must not stop mail. Safe for
 * many threads.
 */
@FunctionalInterface
public interface EventLog {

    /** Takes one event. */
    void emit(Event event);
}
