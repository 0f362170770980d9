package org.hikyaku.ops;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** One line for each event, and nothing foreign in it that a terminal obeys. */
final class LogEventsTest {

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("mail");
    private final Level before = logger.getLevel();

    @BeforeEach
    void listen() {
        lines.start();
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        logger.addAppender(lines);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(lines);
        logger.setAdditive(true);
        logger.setLevel(before);
    }

    private String line(Event event) {
        new LogEvents().emit(event);
        return lines.list.getLast().getFormattedMessage();
    }

    private static Event.MessageOut out(List<String> to, String reply) {
        return new Event.MessageOut(
                "1a",
                "a@here.example",
                to,
                "to.example",
                "mx.to.example",
                "TLSv1.3 TLS_AES_256_GCM_SHA384",
                "delivered",
                reply,
                2,
                Duration.ofMillis(1234));
    }

    @Test
    void oneLineOfPairs() {
        assertThat(line(out(List.of("b@to.example"), "250 2.0.0 ok")))
                .isEqualTo(
                        "msg=out queue=1a from=a@here.example to=b@to.example domain=to.example"
                                + " host=mx.to.example tls=\"TLSv1.3 TLS_AES_256_GCM_SHA384\""
                                + " outcome=delivered reply=\"250 2.0.0 ok\" attempts=2 ms=1234");
    }

    @Test
    void foreignTextStaysOnTheLineAndInItsQuotes() {
        assertThat(line(out(List.of("b@to.example"), "250 \u001b[31m\r\nmsg=in \"x\\")))
                .contains("reply=\"250 \\\\u001b[31m\\\\r\\\\nmsg=in \\\"x\\\\\"")
                .doesNotContain("\u001b")
                .doesNotContain("\n");
    }

    @Test
    void tenOfAThousandAreNamed() {
        assertThat(line(out(Collections.nCopies(1000, "b@to.example"), "250")))
                .contains("1000 in all")
                .hasSizeLessThan(1500);
    }

    @Test
    void anEmptyValueIsSeen() {
        assertThat(line(new Event.Service("server", "ended", ""))).endsWith("detail=\"\"");
    }

    @Test
    void aBugHasItsStackAndNoForeignControls() {
        Exception cause =
                new IllegalStateException("\u001b]0;title", new IllegalArgumentException("a\r\nb"));
        String text = line(new Event.Bug("session", cause));
        assertThat(text)
                .startsWith("msg=bug where=session\n  java.lang.IllegalStateException: \\u001b]0;")
                .contains("\n  java.lang.IllegalArgumentException: a\\r\\nb")
                .contains("at org.hikyaku.ops.LogEventsTest.")
                .doesNotContain("\u001b");
        assertThat(lines.list.getLast().getLevel()).isEqualTo(Level.ERROR);
    }

    @Test
    void troubleIsAWarning() {
        assertThat(line(new Event.Trouble("disk", "full", null)))
                .isEqualTo("msg=trouble where=disk what=full cause=\"\"");
        assertThat(lines.list.getLast().getLevel()).isEqualTo(Level.WARN);
    }
}
