package org.hikyaku.signing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hikyaku.fakes.MilterMta;
import org.hikyaku.milter.MilterReply;
import org.hikyaku.milter.MilterReply.Verdict;

/** Debian's OpenDKIM as a milter on a port of loopback. */
final class OpendkimPeer implements AutoCloseable {

    static final Path PROGRAM = Path.of("/usr/sbin/opendkim");

    private static final Duration START = Duration.ofSeconds(20);

    private static final Pattern TAG = Pattern.compile("\\b([dsi])=([^;\\s]+)");

    /** It does not start; the message is what it said. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String said) {
            super(said);
        }
    }

    private static final Pattern RESULT = Pattern.compile("\\bdkim=([a-z]+)");

    private final Process process;
    private final int port;

    private OpendkimPeer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Says so in one line where it is not installed; in CI that is a failure. */
    static boolean isMissing() {
        boolean missing = !Files.isExecutable(PROGRAM);
        if (missing && System.getenv("CI") != null) {
            throw new AssertionError("opendkim is not installed");
        }
        if (missing) {
            System.err.println("not run: opendkim is not installed");
        }
        return missing;
    }

    /** Whether it takes that configuration; what it says otherwise. */
    static String check(Path conf) throws IOException, InterruptedException {
        return output(PROGRAM.toString(), "-n", "-x", conf.toString());
    }

    /** The values of the first row for {@code key}; empty where there is none. */
    static String query(String dataset, String key) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(PROGRAM.toString(), "-Q").redirectErrorStream(true).start();
        try (var in = process.getOutputStream()) {
            in.write((dataset + "\n" + key + "/1\n").getBytes(StandardCharsets.ISO_8859_1));
        }
        return ended(process);
    }

    private static String output(String... command) throws IOException, InterruptedException {
        return ended(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    private static String ended(Process process) throws IOException, InterruptedException {
        String said =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("opendkim does not end");
        }
        return process.exitValue() == 0
                ? said.strip()
                : "status " + process.exitValue() + " " + said;
    }

    static OpendkimPeer start(Path conf) throws IOException, RefusedException {
        int port = freePort();
        Process process =
                new ProcessBuilder(
                                PROGRAM.toString(),
                                "-f",
                                "-x",
                                conf.toString(),
                                "-p",
                                "inet:" + port + "@127.0.0.1")
                        .redirectErrorStream(true)
                        .redirectOutput(conf.resolveSibling("said").toFile())
                        .start();
        long end = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return new OpendkimPeer(process, port);
            } catch (IOException _) {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        }
        process.destroyForcibly();
        throw new RefusedException(Files.readString(conf.resolveSibling("said")));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** What it does with a message: in the words of {@link PeerQuestion#shown}. */
    String ask(PeerQuestion question) throws IOException {
        try (MilterMta mta = MilterMta.connect(port)) {
            mta.negotiate(MilterMta.NEWEST);
            mta.macros('C', Map.of("j", "mail.example"));
            mta.client(question.clientName(), question.client());
            mta.macros('M', question.macros());
            mta.envelope("sender@example.com", question.recipient());
            MilterMta.Outcome outcome = mta.message(question.message());
            return shown(outcome);
        }
    }

    /** What it says of each signature of a message with LF line ends. */
    String verdicts(String message) throws IOException {
        try (MilterMta mta = MilterMta.connect(port)) {
            mta.negotiate(MilterMta.NEWEST);
            mta.client("mail.example.org", "192.0.2.1");
            mta.macros('M', Map.of("i", "QUEUE1"));
            mta.envelope("u@example.com", "reader@example.net");
            String results = String.join("\n", mta.message(message).all("Authentication-Results"));
            List<String> words = new ArrayList<>();
            RESULT.matcher(results).results().forEach(found -> words.add(found.group(1)));
            return String.join(" ", words);
        }
    }

    private static String shown(MilterMta.Outcome outcome) {
        if (outcome.verdict() == Verdict.TEMPFAIL || isTempfail(outcome.verdict())) {
            return "tempfail";
        }
        List<String> signatures = new ArrayList<>();
        for (String field : outcome.all("DKIM-Signature").reversed()) {
            signatures.add(signature(field));
        }
        if (!signatures.isEmpty()) {
            return "sign " + String.join(", ", signatures);
        }
        if (!outcome.all("Authentication-Results").isEmpty()) {
            return "verify";
        }
        return outcome.verdict() == Verdict.CONTINUE ? "unsigned" : "neither";
    }

    private static boolean isTempfail(MilterReply reply) {
        return reply instanceof MilterReply.ReplyCode(var text) && text.startsWith("4");
    }

    private static String signature(String field) {
        Matcher tags = TAG.matcher(field.substring(0, field.indexOf("bh=")));
        String found = "";
        while (tags.find()) {
            found += (found.isEmpty() ? "" : " ") + tags.group();
        }
        return found;
    }

    @Override
    public void close() {
        process.destroyForcibly(); // it takes five seconds to end otherwise
    }
}
