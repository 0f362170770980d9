package org.hikyaku.app.console;

import java.time.Duration;
import org.hikyaku.app.settings.Values;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Times on the command line, with the units that settings have: {@code 30s}, {@code 5m}. */
public final class TimeOption implements ITypeConverter<Duration> {

    /** Longer than any cache holds a record. */
    private static final Duration MAX = Duration.ofDays(30);

    /** For picocli. */
    public TimeOption() {}

    @Override
    public Duration convert(String text) {
        return Values.duration(text, Duration.ZERO, MAX)
                .orElseThrow(() -> new TypeConversionException("that is no time"));
    }
}
