package org.hikyaku.maillog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.hikyaku.maillog.MailAttempt.Outcome;
import org.hikyaku.maillog.PostfixEvent.Relay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines as Postfix and the daemons of syslog write them, and lines that strangers shape. */
final class MailLogTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final String SENT =
            ", relay=mx.to.example[192.0.2.1]:25, delay=1.15, delays=0.1/0/0.5/0.55, dsn=2.0.0, status=sent (250 2.0.0 ok)";

    private static List<MailAttempt> read(String... lines) {
        MailLives lives = new MailLives();
        List<MailAttempt> found = new ArrayList<>();
        for (String line : lines) {
            SyslogLine.parse(line, ZoneOffset.UTC, NOW).flatMap(lives::take).ifPresent(found::add);
        }
        return found;
    }

    private static String at(String program, String message) {
        return "Nov 24 10:00:00 mx " + program + "[77]: " + message;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Nov 24 10:00:00 mx postfix/smtp[12]: text|2026-11-24T10:00:00Z",
                "<22>Nov  4 10:00:00 mx postfix/smtp[12]: text|2026-11-04T10:00:00Z",
                "Dec 31 23:59:59 mx postfix/smtp[12]: text|2025-12-31T23:59:59Z",
                "2026-11-24T19:00:00.123456+09:00 mx postfix/smtp[12]: text|2026-11-24T10:00:00.123456Z",
                "<22>1 2026-11-24T10:00:00Z mx postfix/smtp 12 - - text|2026-11-24T10:00:00Z",
                "<22>1 2026-11-24T10:00:00Z mx postfix/smtp 12 ID [a@1 b=\"c\"] text|2026-11-24T10:00:00Z",
            })
    void everyFormOfALine(String line, Instant at) {
        assertThat(SyslogLine.parse(line, ZoneOffset.UTC, NOW))
                .contains(new SyslogLine(at, "mx", "postfix/smtp", "12", "text"));
    }

    @Test
    void aTimeWithoutAZoneIsOfTheMachines() {
        assertThat(
                        SyslogLine.parse(at("postfix/smtp", "x"), ZoneId.of("Asia/Tokyo"), NOW)
                                .map(SyslogLine::at))
                .contains(Instant.parse("2026-11-24T01:00:00Z"));
    }

    @Test
    void aTwentyNinthOfFebruaryIsOfTheLastLeapYear() {
        assertThat(
                        SyslogLine.parse(
                                        "Feb 29 10:00:00 mx postfix/smtp[1]: x",
                                        ZoneOffset.UTC,
                                        NOW)
                                .map(SyslogLine::at))
                .contains(Instant.parse("2024-02-29T10:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text",
                "Nov 24 10:00:00 mx",
                "Foo 24 10:00:00 mx a/b[1]: x",
                "Nov 31 10:00:00 mx a/b[1]: x",
                "Nov 24 25:00:00 mx a/b[1]: x",
                "2026-13-24T10:00:00Z mx a/b[1]: x",
                "Nov 24 10:00:00 mx a b[1]: x"
            })
    void whatIsNoLine(String line) {
        assertThat(SyslogLine.parse(line, ZoneOffset.UTC, NOW)).isEmpty();
    }

    @Test
    void theLifeOfAMessage() {
        assertThat(
                        read(
                                at(
                                        "postfix/smtpd",
                                        "3A5B7C: client=c.example[192.0.2.9]:4711, sasl_method=PLAIN, sasl_username=b"),
                                at("postfix/cleanup", "3A5B7C: message-id=<1@c.example>"),
                                at(
                                        "postfix/qmgr",
                                        "3A5B7C: from=<b@here.example>, size=1234, nrcpt=2 (queue active)"),
                                at(
                                        "postfix/smtp",
                                        "Verified TLS connection established to mx.to.example[192.0.2.1]:25: TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits) key-exchange X25519"),
                                at(
                                        "postfix/smtp",
                                        "3A5B7C: to=<a@to.example>, orig_to=<all@here.example>"
                                                + SENT),
                                at("postfix/qmgr", "3A5B7C: removed")))
                .containsExactly(
                        new MailAttempt(
                                Instant.parse("2026-11-24T10:00:00Z"),
                                "postfix",
                                "3A5B7C",
                                "<1@c.example>",
                                "b@here.example",
                                "a@to.example",
                                new Relay("mx.to.example", "192.0.2.1"),
                                "TLSv1.3 TLS_AES_256_GCM_SHA384 verified",
                                Outcome.DELIVERED,
                                "2.0.0",
                                "250 2.0.0 ok",
                                Duration.ofMillis(1150)));
    }

    @Test
    void anIdThatIsUsedAgainIsAnotherMessage() {
        assertThat(
                        read(
                                at(
                                        "postfix/qmgr",
                                        "3A5B7C: from=<b@here.example>, size=1, nrcpt=1 (queue active)"),
                                at("postfix/qmgr", "3A5B7C: removed"),
                                at("postfix/smtp", "3A5B7C: to=<a@to.example>" + SENT),
                                at("postfix/pickup", "3A5B7C: uid=0 from=<root>"),
                                at("postfix/smtp", "3A5B7C: to=<a@to.example>" + SENT)))
                .extracting(MailAttempt::from)
                .containsExactly("?", "?");
    }

    @Test
    void instancesAndServicesWithNamesOfTheirOwn() {
        assertThat(
                        read(
                                at(
                                        "postfix-out/qmgr",
                                        "4XyB5k0rQ2z1c: from=<x@out.example>, size=1, nrcpt=1 (queue active)"),
                                at(
                                        "postfix/qmgr",
                                        "4XyB5k0rQ2z1c: from=<y@in.example>, size=1, nrcpt=1 (queue active)"),
                                at("postfix-out/smtp", "4XyB5k0rQ2z1c: to=<a@to.example>" + SENT),
                                at(
                                        "postfix/relay/smtp",
                                        "4XyB5k0rQ2z1c: to=<a@to.example>" + SENT)))
                .extracting(MailAttempt::from)
                .containsExactly("x@out.example", "y@in.example");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "smtp|relay=none, delay=0.1, delays=0.1/0/0/0, dsn=4.4.3, status=deferred (Host or domain name not found)|DEFERRED|none|none",
                "local|relay=local, delay=0.1, delays=0.1/0/0/0, dsn=2.0.0, status=sent (delivered to mailbox)|DELIVERED|local|none",
                "lmtp|relay=mx[/var/run/dovecot/lmtp], delay=0.1, dsn=5.1.1, status=bounced (host mx[/x] said: 550)|BOUNCED|mx|none",
                "error|relay=none, delay=1, status=bounced (nobody)|BOUNCED|none|none",
                "smtp|relay=mx.to.example[2001:db8::1]:25, conn_use=3, delay=1e9, status=sent (x)|||",
                "smtp|relay=mx.to.example[2001:db8::1]:25, conn_use=3, delay=9, delays=1/1/1/1, dsn=2.0.0, status=sent|DELIVERED|mx.to.example|?",
                "smtp|relay=mx.to.example[192.0.2.1]:25, delay=9, dsn=2.1.5, status=deliverable (250 ok)|||",
            })
    void attempts(String service, String rest, Outcome outcome, String relay, String tls) {
        List<MailAttempt> found =
                read(at("postfix/" + service, "3A5B7C: to=<a@to.example>, " + rest));
        if (outcome == null) {
            assertThat(found).isEmpty();
            return;
        }
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().outcome()).isEqualTo(outcome);
        assertThat(found.getFirst().relay().name()).isEqualTo(relay);
        assertThat(found.getFirst().tls()).isEqualTo(tls);
    }

    @Test
    void noTextPassesForAnotherField() {
        String trick = ", relay=evil[203.0.113.1]:25, delay=1, dsn=2.0.0, status=sent (250 ok)";
        // in a quoted local part
        assertThat(
                        read(
                                at(
                                        "postfix/smtp",
                                        "3A5B7C: to=<\"a>"
                                                + trick
                                                + "\"@to.example>, relay=none, delay=5, dsn=4.4.1, status=deferred (refused)")))
                .singleElement()
                .satisfies(a -> assertThat(a.relay()).isEqualTo(Relay.NONE))
                .satisfies(a -> assertThat(a.outcome()).isEqualTo(Outcome.DEFERRED));
        // in an unquoted one, as older versions write it: nothing rather than a guess
        assertThat(
                        read(
                                at(
                                        "postfix/smtp",
                                        "3A5B7C: to=<a>"
                                                + trick
                                                + "@to.example>, relay=none, delay=5, dsn=4.4.1, status=deferred (refused)")))
                .isEmpty();
        // in a reply
        assertThat(
                        read(
                                at(
                                        "postfix/smtp",
                                        "3A5B7C: to=<a@to.example>, relay=mx[192.0.2.1]:25, delay=5, dsn=5.0.0, status=bounced (said: 550 x)"
                                                + trick
                                                + ")")))
                .singleElement()
                .satisfies(a -> assertThat(a.outcome()).isEqualTo(Outcome.BOUNCED))
                .satisfies(a -> assertThat(a.relay().name()).isEqualTo("mx"));
        // in a greeting
        assertThat(
                        read(
                                at(
                                        "postfix/smtpd",
                                        "NOQUEUE: reject: RCPT from x[192.0.2.1]: 550; helo=<mx postfix/smtp[1]: 3A5B7C: to=<a@to.example>"
                                                + SENT
                                                + ">")))
                .isEmpty();
        // in a Message-ID
        assertThat(
                        read(
                                at(
                                        "postfix/cleanup",
                                        "3A5B7C: message-id=<x>, 3A5B7C: to=<a@to.example>"
                                                + SENT)))
                .isEmpty();
    }

    @Test
    void aLineWithoutEndIsNotLookedAt() {
        assertThat(read(at("postfix/smtp", "3A5B7C: to=<" + "\"a".repeat(10_000) + ">" + SENT)))
                .isEmpty();
    }
}
