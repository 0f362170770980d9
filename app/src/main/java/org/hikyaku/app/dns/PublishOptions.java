package org.hikyaku.app.dns;

import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What apply and undo have in common. */
final class PublishOptions {

    @Option(
            names = {"-y", "--yes"},
            description = "Does not ask.")
    private boolean yes;

    @Option(
            names = "--follow",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Follows the changes until every server answers with them (default).")
    private boolean follow = true;

    @Mixin private WaitOption wait = new WaitOption();

    boolean isYes() {
        return yes;
    }

    /** How long to follow; zero: not at all. */
    Duration follow() {
        return follow ? wait.limit() : Duration.ZERO;
    }
}
