package org.hikyaku.app.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hikyaku.app.Ran;
import org.hikyaku.maillog.SyslogLine;
import org.hikyaku.store.Evidence;
import org.hikyaku.store.embedded.EmbeddedStore;
import org.hikyaku.watch.LogSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What hikyaku watch says of a log, and of what is wrong. */
final class WatchCommandTest {

    private static final String LOG =
            """
            2026-11-24T10:00:00Z mx postfix/smtp[7]: AB10000: to=<a@to.example>, relay=mx.to.example[192.0.2.1]:25, delay=1.5, dsn=2.0.0, status=sent (250 ok)
            2026-11-24T10:00:01Z mx postfix/smtp[7]: AB10001: to=<b@to.example>, relay=none, delay=9, dsn=4.4.1, status=deferred (connect to mx: \033[31mrefused)
            2026-11-24T10:00:02Z mx postfix/smtpd[8]: connect from unknown[203.0.113.9]
            """;

    @TempDir Path folder;
    private Path log;

    @BeforeEach
    void write() throws IOException {
        log = Files.writeString(folder.resolve("mail.log"), LOG);
        EmbeddedStore.open(folder.resolve("data")).close();
    }

    private Ran run(String... words) {
        List<String> all = new ArrayList<>(List.of("watch"));
        all.addAll(List.of(words));
        all.addAll(List.of("--lang=en", "--dir=" + folder.resolve("data")));
        return Ran.of(all.toArray(String[]::new));
    }

    @Test
    void aFileOnce() {
        Ran ran = run(log.toString(), "--once");
        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains(
                        "2026-11-24T10:00:00Z AB10000 delivered to a@to.example at mx.to.example",
                        "AB10001 delayed for b@to.example at none (TLS: none): connect to mx: ",
                        "3 new lines: 1 delivered, 1 delayed, 0 refused")
                .doesNotContain("\033");
        assertThat(run(log.toString(), "--once").out())
                .isEqualTo("0 new lines: 0 delivered, 0 delayed, 0 refused\n");
        try (EmbeddedStore store = EmbeddedStore.open(folder.resolve("data"))) {
            assertThat(store.evidence().attempts(Instant.EPOCH, 10))
                    .extracting(Evidence.Attempt::outcome)
                    .containsExactly("delivered", "deferred");
        }
    }

    @Test
    void asData() {
        List<String> lines = run(log.toString(), "--once", "--json").out().lines().toList();
        JsonNode first = new ObjectMapper().readTree(lines.getFirst());
        assertThat(first.path("queueId").asString()).isEqualTo("AB10000");
        assertThat(first.path("address").asString()).isEqualTo("192.0.2.1");
        assertThat(first.path("delayMillis").asLong()).isEqualTo(1500);
        JsonNode last = new ObjectMapper().readTree(lines.getLast());
        assertThat(last.path("status").asString()).isEqualTo("ok");
        assertThat(last.path("deferred").asLong()).isEqualTo(1);
    }

    @Test
    void whatIsWrong() {
        assertThat(run(folder.resolve("none").toString()).err()).contains("there is no such file");
        assertThat(run(folder.toString()).err()).contains("this is no file");
        assertThat(run(log.toString(), "--journal").err()).contains("give one of them");
        assertThat(run(log.toString(), "--once").status()).isZero();
    }

    /** A program that answers as journalctl does. */
    private String journal(String body) throws IOException {
        Path program = Files.writeString(folder.resolve("journalctl"), "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return program.toString();
    }

    @Test
    void theJournalIsAskedFromItsCursorOn() throws IOException {
        String program =
                journal(
                        """
                        for w in "$@"; do
                          case "$w" in --after-cursor=two) exit 0;; esac
                        done
                        echo '{"__CURSOR":"one","__REALTIME_TIMESTAMP":"1795514400000000","_HOSTNAME":"mx","SYSLOG_IDENTIFIER":"postfix/smtp","_PID":"7","MESSAGE":"AB10000: text"}'
                        echo 'no json'
                        echo '{"__CURSOR":"two","__REALTIME_TIMESTAMP":"1","MESSAGE":[1,2]}'
                        printf '{"__CURSOR":"three"'
                        """);
        try (JournalSource source = new JournalSource(program)) {
            assertThat(source.begin("")).isEmpty();
            LogSource.Batch batch = source.next(Instant.EPOCH);
            assertThat(batch.lines())
                    .containsExactly(
                            new SyslogLine(
                                    Instant.parse("2026-11-24T10:00:00Z"),
                                    "mx",
                                    "postfix/smtp",
                                    "7",
                                    "AB10000: text"));
            assertThat(batch.read()).isEqualTo(3);
            assertThat(batch.place()).isEqualTo("two");
            assertThat(source.next(Instant.EPOCH).read()).isZero();
        }
    }

    @Test
    void aJournalThatMayNotBeReadIsTold() throws IOException {
        try (JournalSource source = new JournalSource(journal("exit 1\n"))) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> source.next(Instant.EPOCH))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("may this user read the journal?");
        }
    }
}
