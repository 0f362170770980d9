package org.hikyaku.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.hikyaku.fakes.Events;
import org.hikyaku.fakes.StoreFolder;
import org.hikyaku.maillog.MailAttempt;
import org.hikyaku.ops.Event;
import org.hikyaku.store.Evidence;
import org.hikyaku.store.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each line is counted once, whatever becomes of the file and of who reads it. */
final class WatcherTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    @TempDir Path folder;
    private Path log;
    private Store store;
    private Events events;
    private int written;
    private LogFile source;
    private Watcher watcher;

    @BeforeEach
    void open() throws IOException {
        log = folder.resolve("mail.log");
        store = StoreFolder.open(folder.resolve("data"));
        events = new Events();
        Files.writeString(log, "");
        begin();
    }

    @AfterEach
    void close() {
        source.close();
        store.close();
    }

    private void begin() throws IOException {
        source = new LogFile(log, ZoneOffset.UTC);
        watcher = new Watcher(source, store.evidence(), events);
        watcher.begin();
    }

    private void restart() throws IOException {
        source.close();
        begin();
    }

    private static String line(String text) {
        return "2026-11-24T11:00:00Z mx postfix/smtp[7]: " + text + "\n";
    }

    private static String sent(int number) {
        return line(
                "AB"
                        + (10000 + number)
                        + ": to=<a"
                        + number
                        + "@to.example>, relay=mx.to.example[192.0.2.1]:25, delay=1.5, dsn=2.0.0, status=sent (250 ok)");
    }

    /** Writes the next attempts; as many octets as that are. */
    private void write(int attempts) throws IOException {
        for (int i = 0; i < attempts; i++) {
            append(sent(written++));
        }
    }

    private void append(String text) throws IOException {
        Files.writeString(log, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void read() throws IOException {
        while (watcher.step(NOW).read() > 0) {
            // as long as there is something
        }
    }

    private List<String> counted() {
        return store.evidence().attempts(Instant.EPOCH, 10_000).stream()
                .map(Evidence.Attempt::queueId)
                .toList();
    }

    private void expectAllOnce() {
        List<String> due = new ArrayList<>();
        for (int i = 0; i < written; i++) {
            due.add("AB" + (10000 + i));
        }
        assertThat(counted()).isEqualTo(due);
    }

    @Test
    void aRowIsAsOurOwnAttemptsHaveIt() throws IOException {
        append(
                line(
                        "Trusted TLS connection established to mx.to.example[192.0.2.1]:25: TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)"));
        write(1);
        read();
        assertThat(store.evidence().attempts(Instant.EPOCH, 10))
                .containsExactly(
                        new Evidence.Attempt(
                                Instant.parse("2026-11-24T11:00:00Z"),
                                "AB10000",
                                "to.example",
                                "mx.to.example",
                                "TLSv1.3 TLS_AES_256_GCM_SHA384",
                                "delivered",
                                "250 ok",
                                "192.0.2.1",
                                Duration.ofMillis(1500)));
        assertThat(events.of(Event.MessageOut.class)).hasSize(1);
    }

    @Test
    void aLineThatIsNotWholeIsWaitedFor() throws IOException {
        String text = sent(written++);
        append(text.substring(0, 40));
        read();
        restart();
        append(text.substring(40));
        read();
        expectAllOnce();
    }

    @Test
    void afterARestartItGoesOn() throws IOException {
        write(3);
        read();
        write(2);
        restart();
        read();
        restart();
        read();
        expectAllOnce();
    }

    @Test
    void itIsRenamedWhileItIsRead() throws IOException {
        write(3);
        read();
        write(2);
        Files.move(log, folder.resolve("mail.log.1"));
        read();
        write(2);
        read();
        expectAllOnce();
    }

    @Test
    void itIsRenamedWhileNobodyReads() throws IOException {
        write(3);
        read();
        write(2);
        Files.move(log, folder.resolve("mail.log-20261124"));
        write(2);
        restart();
        read();
        expectAllOnce();
    }

    @Test
    void itIsCopiedAndCutOff() throws IOException {
        write(3);
        read();
        write(2);
        Files.copy(log, folder.resolve("mail.log.1"), StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(log, "", StandardOpenOption.TRUNCATE_EXISTING);
        write(1);
        read();
        write(6); // longer than before
        read();
        expectAllOnce();
    }

    @Test
    void itIsCopiedAndCutOffWhileNobodyReads() throws IOException {
        write(3);
        read();
        write(1);
        Files.copy(log, folder.resolve("mail.log.1"));
        Files.writeString(log, "", StandardOpenOption.TRUNCATE_EXISTING);
        write(8);
        restart();
        read();
        expectAllOnce();
    }

    @Test
    void theFileComesLater() throws IOException {
        Files.delete(log);
        restart();
        read();
        write(2);
        read();
        expectAllOnce();
    }

    @Test
    void moreThanABatchAndALineWithoutEnd() throws IOException {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            all.append(sent(written++));
            if (i == 2500) {
                all.append("x".repeat(600_000)).append('\n');
            }
        }
        append(all.toString());
        assertThat(watcher.step(NOW).read()).isEqualTo(LogSource.MAX_LINES);
        restart();
        read();
        expectAllOnce();
    }

    @Test
    void whoSentItIsKnownAfterARestart() throws IOException {
        append(
                "2026-11-24T11:00:00Z mx postfix/qmgr[7]: AB10000: from=<b@here.example>, size=1, nrcpt=1 (queue active)\n");
        read();
        restart();
        write(1);
        assertThat(watcher.step(NOW).attempts())
                .extracting(MailAttempt::from)
                .containsExactly("b@here.example");
    }

    @Test
    void whatAFilterTakesIsNotDelivered() throws IOException {
        append(
                line(
                        "AB10000: to=<a@to.example>, relay=127.0.0.1[127.0.0.1]:10024, delay=1, dsn=2.0.0, status=sent (250 2.0.0 from MTA: 250 Ok: queued as C0FFEE)"));
        read();
        assertThat(counted()).isEmpty();
    }
}
