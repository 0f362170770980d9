package org.hikyaku.maillog;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One line of a log.
 *
 * @param program as the program calls itself, such as {@code postfix/smtp}
 * @param pid its process; empty where the line does not say
 * @param message the rest
 */
public record SyslogLine(Instant at, String host, String program, String pid, String message) {

    /** The longest line that is looked at, in chars; rsyslog's own limit is 8 KiB. */
    public static final int MAX_CHARS = 16 * 1024;

    private static final List<String> MONTHS =
            List.of(
                    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
                    "Dec");

    private static final String TAG = "([A-Za-z0-9_./+-]{1,100})(?:\\[([0-9]{1,10})])?: (.*)";

    /** RFC 3164 section 4.1: no year and no zone. */
    private static final Pattern OLD =
            Pattern.compile(
                    "(?:<[0-9]{1,3}>)?([A-Z][a-z]{2}) ([ 0-9][0-9]) ([0-9]{2}):([0-9]{2}):([0-9]{2}) (\\S{1,255}) "
                            + TAG);

    /** The same with a whole time in front, as rsyslog's high-precision form has it. */
    private static final Pattern ISO =
            Pattern.compile("(?:<[0-9]{1,3}>)?([0-9]{4}-\\S{10,40}) (\\S{1,255}) " + TAG);

    /** RFC 5424 section 6. */
    private static final Pattern NEW =
            Pattern.compile(
                    "<[0-9]{1,3}>1 (\\S{10,40}) (\\S{1,255}) ([A-Za-z0-9_./+-]{1,100}) ([0-9]{1,10}|-) \\S{1,64} (?:-|\\[.{0,1000}?]) \\x{FEFF}?(.*)");

    /** A line may be written a little before the clock that reads it. */
    private static final Duration AHEAD = Duration.ofDays(2);

    /**
     * Reads a line without its end; empty where it is no line of syslog.
     *
     * @param zone of times without one
     * @param about when it was written at the latest: tells the year where the line does not
     */
    public static Optional<SyslogLine> parse(String line, ZoneId zone, Instant about) {
        if (line.length() > MAX_CHARS) {
            return Optional.empty();
        }
        Matcher old = OLD.matcher(line);
        if (old.matches()) {
            return time(old, zone, about)
                    .map(
                            at ->
                                    of(
                                            at,
                                            List.of(old.group(6), old.group(7)),
                                            old.group(8),
                                            old.group(9)));
        }
        Matcher whole = ISO.matcher(line);
        if (whole.matches()) {
            return time(whole.group(1))
                    .map(
                            at ->
                                    of(
                                            at,
                                            List.of(whole.group(2), whole.group(3)),
                                            whole.group(4),
                                            whole.group(5)));
        }
        Matcher structured = NEW.matcher(line);
        return structured.matches()
                ? time(structured.group(1))
                        .map(
                                at ->
                                        of(
                                                at,
                                                List.of(structured.group(2), structured.group(3)),
                                                structured.group(4).replace("-", ""),
                                                structured.group(5)))
                : Optional.empty();
    }

    private static SyslogLine of(
            Instant at, List<String> hostAndProgram, @Nullable String pid, String message) {
        return new SyslogLine(
                at, hostAndProgram.get(0), hostAndProgram.get(1), pid == null ? "" : pid, message);
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> time(Matcher m, ZoneId zone, Instant about) {
        int month = MONTHS.indexOf(m.group(1)) + 1;
        int year = about.atZone(ZoneOffset.UTC).getYear();
        // The youngest year that does not put the line into the future.
        for (int back = -1; back <= 4; back++) {
            Optional<Instant> at = time(year - back, month, m, zone);
            if (at.isPresent() && !at.get().isAfter(about.plus(AHEAD))) {
                return at;
            }
        }
        return Optional.empty();
    }

    private static Optional<Instant> time(int year, int month, Matcher m, ZoneId zone) {
        try {
            int day = Integer.parseInt(m.group(2).strip());
            return Optional.of(
                    LocalDateTime.of(year, month, day, number(m, 3), number(m, 4), number(m, 5))
                            .atZone(zone)
                            .toInstant());
        } catch (DateTimeException | NumberFormatException _) {
            return Optional.empty(); // no such day in that year, or none at all
        }
    }

    private static int number(Matcher m, int group) {
        return Integer.parseInt(m.group(group));
    }
}
