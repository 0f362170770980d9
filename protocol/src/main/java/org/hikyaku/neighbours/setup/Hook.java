package org.hikyaku.neighbours.setup;

import java.util.regex.Pattern;
import org.hikyaku.neighbours.text.Place;

/**
 * A command that runs around a renewal.
 *
 * @param command as written; for a file of {@code renewal-hooks} its contents
 */
public record Hook(When when, String command, Place at) {

    /** When it runs. */
    public enum When {
        /** Before an attempt. */
        PRE,
        /** After an attempt, also one that failed. */
        POST,
        /** After a certificate was renewed. */
        DEPLOY
    }

    /** Whether it says anything to a program: {@code postfix}, {@code dovecot}, {@code nginx}. */
    public boolean names(String program) {
        return Pattern.compile("(?<![A-Za-z0-9_/.-])(?:\\S*/)?" + program + "(?![A-Za-z0-9_-])")
                .matcher(command)
                .find();
    }
}
