package org.hikyaku.app.dns;

import java.time.Duration;
import picocli.CommandLine.Option;

/** What apply and undo have in common. */
final class PublishOptions {

    /** A secondary that NOTIFY does not reach may take hours: then a person looks again. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Option(
            names = {"-y", "--yes"},
            description = "Does not ask.")
    private boolean yes;

    @Option(
            names = "--follow",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description =
                    "Follows the changes until every server answers with them, five minutes at most (default).")
    private boolean follow = true;

    boolean isYes() {
        return yes;
    }

    /** How long to follow; zero: not at all. */
    Duration follow() {
        return follow ? PATIENCE : Duration.ZERO;
    }
}
