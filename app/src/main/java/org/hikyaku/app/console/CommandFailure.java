package org.hikyaku.app.console;

/** A command could not run: one line for a person, exit status 2. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What was wrong and what to do. */
    public CommandFailure(String line) {
        super(line);
    }

    /** With the cause, which is shown with {@code --debug}. */
    public CommandFailure(String line, Throwable cause) {
        super(line, cause);
    }
}
