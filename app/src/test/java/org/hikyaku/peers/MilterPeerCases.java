package org.hikyaku.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.hikyaku.dkim.DkimResult;
import org.hikyaku.ops.Event;
import org.hikyaku.store.Evidence;
import org.junit.jupiter.api.Test;

/** What a mail server with our milter does, whichever it is. */
abstract class MilterPeerCases {

    private static final String INSIDE = "127.0.0.1";
    private static final String OUTSIDE = "127.0.0.2";

    /** Messages that may be taken while a milter begins to end. */
    private static final int MAX_BEFORE_THE_END = 200;

    abstract FilteredMta mta();

    abstract MilterWorld world();

    abstract MailSink sink();

    private MailSink.Taken await(String subject) {
        return sink().await(subject, () -> mta().log());
    }

    private SmtpTalk talk(String from) throws IOException {
        SmtpTalk talk = new SmtpTalk(from, mta().port());
        assertThat(talk.ask("EHLO client.example")).startsWith("250");
        return talk;
    }

    private String send(String client, String from, String message) throws IOException {
        try (SmtpTalk talk = talk(client)) {
            String reply = talk.send(from, message, "bob@out.example");
            talk.ask("QUIT");
            return reply;
        }
    }

    private static String ours(String subject) {
        return """
        From: Alice <alice@here.example>
        To: Bob <bob@out.example>
        Subject: %s
        Message-ID: <%s@here.example>
        Date: Tue, 24 Nov 2026 10:00:00 +0000
        X-Folded: one
          two
        \tthree

        Hello,
        ..dots  and trailing blanks \s

        """
                .formatted(subject, subject);
    }

    private static String theirs(String domain, String subject) {
        return """
        Authentication-Results: mx.other.example; spf=pass (theirs)
        Authentication-Results: mx.here.example; spf=pass (forged)
        AUTHENTICATION-results: (a) "MX.Here.Example" 1; spf=pass (forged)
        Authentication-Results:
         mx.here.example.; spf=pass (forged)
        From: c@%s
        To: alice@here.example
        Subject: %s
        Message-ID: <%s@out.example>
        Date: Tue, 24 Nov 2026 10:00:00 +0000

        Hello
        """
                .formatted(domain, subject, subject);
    }

    private void requireSigned(MailSink.Taken taken) {
        assertThat(world().signatures(taken))
                .as(taken.head())
                .hasSize(2)
                .allMatch(DkimResult::passed);
    }

    @Test
    void mailFromInsideIsSignedWithBothKeys() throws IOException {
        assertThat(send(INSIDE, "alice@here.example", ours("inside"))).startsWith("250");
        MailSink.Taken taken = await("inside");
        requireSigned(taken);
        assertThat(taken.head()).doesNotContain("Authentication-Results");
    }

    @Test
    void mailFromOutsideIsCheckedAndForgedResultsAreTakenOut() throws IOException {
        assertThat(send(OUTSIDE, "c@out.example", theirs("out.example", "outside")))
                .startsWith("250");
        String head = await("outside").head();
        assertThat(head).doesNotContain("forged").contains("(theirs)");
        assertThat(
                        head.lines()
                                .filter(l -> l.startsWith("Authentication-Results: mx.here.ex"))
                                .toList())
                .singleElement()
                .asString()
                .contains("spf=pass", "smtp.mailfrom=out.example", "dkim=none", "dmarc=pass");
        assertThat(await("outside").text()).doesNotContain("\r\r");
        assertThat(world().rows.inbound(Instant.EPOCH, 1000))
                .filteredOn(e -> e.mailFrom().equals("c@out.example"))
                .isNotEmpty()
                .allMatch(e -> e.clientIp().equals(OUTSIDE));
    }

    @Test
    void whatTheAuthorsDomainRejectsIsRejected() throws IOException {
        assertThat(send(OUTSIDE, "c@strict.example", theirs("strict.example", "rejected")))
                .startsWith("550 5.7.26 ")
                .contains("strict.example");
        assertThat(sink().with("rejected")).isEmpty();
    }

    @Test
    void whatIsQuarantinedIsHeld() throws IOException {
        int before = mta().held();
        assertThat(send(OUTSIDE, "c@quarantine.example", theirs("quarantine.example", "held")))
                .startsWith("250");
        Commands.await("held", Duration.ofSeconds(20), () -> mta().held() == before + 1);
        assertThat(sink().with("held")).isEmpty();
    }

    @Test
    void whatCannotBeDecidedIsPutOff() throws IOException {
        assertThat(send(OUTSIDE, "c@out.example", theirs("out.example", "broken")))
                .startsWith("451 4.7.1 ");
        assertThat(sink().with("broken")).isEmpty();
    }

    @Test
    void bouncesThatGoThroughAreSigned() throws IOException {
        String bounce =
                ours("bounce").replace("Alice <alice@here.example>", "MAILER-DAEMON@here.example");
        assertThat(send(INSIDE, "", bounce)).startsWith("250");
        requireSigned(await("bounce"));
    }

    @Test
    void fiftyMegabytesAreSigned() throws IOException {
        String line = "0123456789".repeat(7) + "\n";
        String large = ours("large") + line.repeat(50 * 1024 * 1024 / line.length());
        assertThat(send(INSIDE, "alice@here.example", large)).startsWith("250");
        MailSink.Taken taken = await("large");
        assertThat(taken.octets().length).isGreaterThan(50 * 1024 * 1024);
        requireSigned(taken);
    }

    @Test
    void aHundredRecipients() throws IOException {
        String[] to =
                IntStream.range(0, 100)
                        .mapToObj(i -> "r" + i + "@far.example")
                        .toArray(String[]::new);
        try (SmtpTalk talk = talk(OUTSIDE)) {
            String reply = talk.send("c@out.example", theirs("out.example", "hundred"), to);
            assertThat(reply).startsWith("250");
        }
        await("hundred");
        Commands.await(
                () -> "all of them at the sink:\n" + mta().log(),
                Duration.ofSeconds(30),
                () -> sink().with("hundred").stream().mapToInt(t -> t.to().size()).sum() == 100);
        assertThat(world().rows.inbound(Instant.EPOCH, 1000))
                .extracting(Evidence.Inbound::recipients)
                .contains(100);
    }

    @Test
    void pipelinedSessions() throws IOException {
        List<FutureTask<List<String>>> sessions =
                IntStream.range(0, 8)
                        .mapToObj(i -> new FutureTask<>(() -> pipelined("pipe" + i)))
                        .toList();
        sessions.forEach(s -> Thread.ofVirtual().start(s));
        for (int i = 0; i < sessions.size(); i++) {
            assertThat(get(sessions.get(i))).allMatch(r -> r.startsWith("250"));
            for (int n = 0; n < 3; n++) {
                requireSigned(await("pipe" + i + "." + n));
            }
        }
    }

    private static List<String> get(FutureTask<List<String>> task) {
        try {
            return task.get();
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    /** Three messages, each envelope in one packet, one given up in between. */
    private List<String> pipelined(String subject) throws IOException {
        List<String> ends = new java.util.ArrayList<>();
        try (SmtpTalk talk = talk(INSIDE)) {
            talk.say("MAIL FROM:<x@here.example>\nRCPT TO:<y@out.example>\nRSET\n");
            for (int i = 0; i < 3; i++) {
                ends.add(talk.reply());
            }
            for (int n = 0; n < 3; n++) {
                talk.say("MAIL FROM:<alice@here.example>\nRCPT TO:<bob@out.example>\nDATA\n");
                ends.add(talk.reply());
                ends.add(talk.reply());
                assertThat(talk.reply()).startsWith("354");
                talk.say(ours(subject + "." + n) + "\n.\n");
                ends.add(talk.reply());
            }
        }
        return ends;
    }

    @Test
    void clientsThatGoAwayAtEveryStageLeaveNothing() throws IOException {
        String[] steps = {
            "",
            "MAIL FROM:<c@out.example>\n",
            "RCPT TO:<bob@out.example>\n",
            "DATA\n",
            "From: c@out.example\nSubject: gone\n",
            "\nA body",
            "\nthat goes on\n"
        };
        for (int stage = 0; stage < steps.length; stage++) {
            try (SmtpTalk talk = talk(OUTSIDE)) {
                for (int i = 1; i <= stage; i++) {
                    talk.say(steps[i]);
                    if (i <= 3) {
                        talk.reply();
                    }
                }
            }
        }
        assertThat(send(INSIDE, "alice@here.example", ours("after"))).startsWith("250");
        requireSigned(await("after"));
        Commands.await(
                () -> world().connections() + " connections are left",
                Duration.ofSeconds(30),
                () -> world().connections() == 0);
        assertThat(world().events).noneMatch(Event.Bug.class::isInstance);
        assertThat(sink().with("gone")).isEmpty();
    }

    @Test
    void aRestartLetsNothingThroughUnsigned() throws IOException {
        try (SmtpTalk open = talk(INSIDE)) {
            assertThat(open.send("alice@here.example", ours("before"), "bob@out.example"))
                    .startsWith("250");
            FutureTask<Void> stopping =
                    new FutureTask<>(
                            () -> {
                                world().stop(Duration.ofSeconds(5));
                                return null;
                            });
            Thread.ofVirtual().start(stopping);
            // Refused for now, at MAIL, by us while it ends or by the server afterwards; what is
            // taken before the end has begun is signed.
            String answer = "250";
            for (int i = 0; i < MAX_BEFORE_THE_END && answer.startsWith("250"); i++) {
                answer = open.send("alice@here.example", ours("meanwhile"), "bob@out.example");
            }
            assertThat(answer).startsWith("4");
            try {
                stopping.get();
            } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
                throw new AssertionError(e);
            }
        }
        world().start();
        assertThat(send(INSIDE, "alice@here.example", ours("restarted"))).startsWith("250");
        requireSigned(await("before"));
        requireSigned(await("restarted"));
        sink().with("meanwhile").forEach(this::requireSigned);
    }
}
