package org.hikyaku.app.dns;

import java.time.Duration;
import org.hikyaku.app.console.TimeOption;
import picocli.CommandLine.Option;

/** How long changes are followed. */
final class WaitOption {

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            converter = TimeOption.class,
            defaultValue = "5m",
            description = "Follows so long at most, such as 90s, 10m or 2h (default: 5m).")
    // A secondary that NOTIFY does not reach may take hours: then a person looks again.
    private Duration limit = Duration.ofMinutes(5);

    Duration limit() {
        return limit;
    }
}
