package org.hikyaku.app.server;

import sun.misc.Signal;

/**
 * What the system tells a server. Where a signal is unknown or the JVM was started without signals
 * ({@code -Xrs}), nothing happens, and the shutdown hook is what is left.
 */
public final class Signals {

    private Signals() {}

    /**
     * SIGTERM and SIGINT: {@code work} makes the program end by itself, with status 0. Without it
     * the JVM would end with 143, which a service manager takes for a failure.
     */
    public static void onTerminate(Runnable work) {
        on("TERM", work);
        on("INT", work);
    }

    /** SIGHUP. */
    public static void onHangup(Runnable work) {
        on("HUP", work);
    }

    /** SIGUSR1, which makes OpenDKIM read its configuration anew. */
    public static void onUser(Runnable work) {
        on("USR1", work);
    }

    private static void on(String name, Runnable work) {
        try {
            Signal.handle(new Signal(name), _ -> Thread.startVirtualThread(work));
        } catch (IllegalArgumentException _) {
            // A system without it.
        }
    }
}
