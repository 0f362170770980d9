package org.hikyaku.app.dns;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/** Colours for a terminal, or none. */
public record Colours(boolean on) {

    /** When to use them. */
    public enum When {
        AUTO,
        ALWAYS,
        NEVER
    }

    /** What is coloured. */
    public enum Colour {
        ADD(32),
        REMOVE(31),
        CHANGE(33),
        CONFLICT(35),
        QUIET(2),
        STRONG(1);

        private final int code;

        Colour(int code) {
            this.code = code;
        }
    }

    /** On a terminal where nobody refuses them, or as it was asked for. */
    public static Colours of(When when) {
        return new Colours(
                switch (when) {
                    case ALWAYS -> true;
                    case NEVER -> false;
                    case AUTO -> isTerminal() && !isRefused(System.getenv("NO_COLOR"));
                });
    }

    /** https://no-color.org: set and not empty. */
    private static boolean isRefused(@Nullable String variable) {
        return variable != null && !variable.isEmpty();
    }

    /** Whether a person sits there. */
    @SuppressWarnings("SystemConsoleNull") // with jdk.console=java.base it is null still
    public static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    /** A line in a colour; the text must be printable already. */
    public String paint(Colour colour, String text) {
        return on ? "\u001b[" + colour.code + "m" + text + "\u001b[0m" : text;
    }
}
