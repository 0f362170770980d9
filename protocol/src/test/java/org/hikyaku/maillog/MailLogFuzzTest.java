package org.hikyaku.maillog;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;

/** Any lines: nothing is thrown, and what is found is bounded and stands in the line. */
final class MailLogFuzzTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    @FuzzTest
    void anyLines(byte[] data) {
        MailLives lives = new MailLives();
        for (String line : new String(data, StandardCharsets.UTF_8).split("\n", -1)) {
            SyslogLine.parse(line, ZoneOffset.UTC, NOW)
                    .flatMap(lives::take)
                    .ifPresent(
                            attempt -> {
                                assertThat(line).contains(attempt.queueId(), attempt.to());
                                assertThat(attempt.text().length()).isLessThanOrEqualTo(2000);
                            });
            PostfixEvent.parse("smtp", line);
            PostfixEvent.parse("qmgr", line);
        }
    }
}
