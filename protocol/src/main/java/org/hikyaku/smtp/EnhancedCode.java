package org.hikyaku.smtp;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An enhanced status code (RFC 3463 section 2), such as 5.7.26.
 *
 * @param status 2, 4 or 5
 * @param subject 0 to 999
 * @param detail 0 to 999
 */
public record EnhancedCode(int status, int subject, int detail) {

    private static final Pattern FORM = Pattern.compile("([245])\\.([0-9]{1,3})\\.([0-9]{1,3})");

    /** Checks the ranges. */
    public EnhancedCode {
        if (status != 2 && status != 4 && status != 5
                || subject < 0
                || subject > 999
                || detail < 0
                || detail > 999) {
            throw new IllegalArgumentException(
                    status + "." + subject + "." + detail + " is no enhanced status code");
        }
    }

    /** Reads {@code 5.7.26}. */
    public static Optional<EnhancedCode> parse(String text) {
        Matcher m = FORM.matcher(text);
        return m.matches()
                ? Optional.of(
                        new EnhancedCode(
                                Integer.parseInt(m.group(1)),
                                Integer.parseInt(m.group(2)),
                                Integer.parseInt(m.group(3))))
                : Optional.empty();
    }

    /** The code that {@code text}, a constant of the program, holds. */
    public static EnhancedCode of(String text) {
        return parse(text)
                .orElseThrow(
                        () -> new IllegalArgumentException(text + " is no enhanced status code"));
    }

    @Override
    public String toString() {
        return status + "." + subject + "." + detail;
    }
}
