package org.hikyaku.probe;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLSocket;
import org.hikyaku.findings.SmtpSeen;
import org.hikyaku.name.DomainName;
import org.hikyaku.smtp.Reply;
import org.hikyaku.smtp.ReplyReader;
import org.hikyaku.wire.LineReader;

/** One look at one host. Belongs to one thread. */
final class SmtpDialogue {

    /** A domain of documentation (RFC 2606 section 3): nobody's mailbox, and no host's own. */
    private static final String STRANGER = "hikyaku-relay-test@example.org";

    private final SmtpProbe probe;
    private final DomainName host;
    private final long began;
    private Socket socket;
    private LineReader in;

    SmtpDialogue(SmtpProbe probe, DomainName host, Socket socket, long began) throws IOException {
        this.probe = probe;
        this.host = host;
        this.socket = socket;
        this.began = began;
        this.in = new LineReader(socket.getInputStream(), ReplyReader.MAX_LINE_OCTETS);
    }

    SmtpSeen run() throws IOException {
        Reply greeting = ReplyReader.read(in);
        Duration greeted = since();
        if (!greeting.isPositive()) {
            return new SmtpSeen.Refused(greeting.toString());
        }
        Reply hello = say("EHLO " + probe.hello());
        if (!hello.isPositive()) {
            goodbye();
            return new SmtpSeen.Refused(hello.toString());
        }
        List<String> extensions =
                hello.lines().subList(1, hello.lines().size()).stream()
                        .map(line -> line.toUpperCase(Locale.ROOT))
                        .toList();
        SmtpSeen.Tls tls =
                extensions.contains("STARTTLS") ? encrypt() : new SmtpSeen.Tls.NotOffered();
        SmtpSeen.Relay relay =
                tls instanceof SmtpSeen.Tls.Broken
                        ? new SmtpSeen.Relay(false, "not tried: the connection broke with TLS")
                        : relay();
        return new SmtpSeen.Session(greeting.text(), greeted, since(), extensions, tls, relay);
    }

    private Duration since() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private Reply say(String command) throws IOException {
        socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
        return ReplyReader.read(in);
    }

    private SmtpSeen.Tls encrypt() {
        try {
            Reply go = say("STARTTLS");
            if (go.code() != 220) {
                return new SmtpSeen.Tls.Broken(go.toString());
            }
            SeenChain seen = new SeenChain(probe.authorities());
            SSLSocket secure =
                    (SSLSocket)
                            seen.context()
                                    .getSocketFactory()
                                    .createSocket(socket, host.ascii(), socket.getPort(), true);
            secure.startHandshake();
            socket = secure;
            in = new LineReader(secure.getInputStream(), ReplyReader.MAX_LINE_OCTETS);
            // RFC 3207 section 4.2: what was said before counts no more.
            Reply again = say("EHLO " + probe.hello());
            return again.isPositive()
                    ? new SmtpSeen.Tls.Works(
                            secure.getSession().getProtocol(),
                            secure.getSession().getCipherSuite(),
                            seen.chain(),
                            seen.isTrusted(),
                            probe.clock().instant())
                    : new SmtpSeen.Tls.Broken(again.toString());
        } catch (IOException e) {
            return new SmtpSeen.Tls.Broken(SmtpProbe.message(e));
        }
    }

    /** Offers a stranger's mail for a stranger, takes the offer back and goes. */
    private SmtpSeen.Relay relay() {
        try {
            Reply sender = say("MAIL FROM:<postmaster@" + probe.hello() + ">");
            if (!sender.isPositive()) {
                goodbye();
                return new SmtpSeen.Relay(false, sender.toString());
            }
            Reply recipient = say("RCPT TO:<" + STRANGER + ">");
            Reply _ = say("RSET");
            goodbye();
            // RFC 5321 section 3.5.3: 252 promises nothing.
            boolean accepted = recipient.code() == 250 || recipient.code() == 251;
            return new SmtpSeen.Relay(accepted, recipient.toString());
        } catch (IOException e) {
            return new SmtpSeen.Relay(false, SmtpProbe.message(e));
        }
    }

    private void goodbye() {
        try {
            socket.getOutputStream().write("QUIT\r\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException _) {
            // It has gone already.
        }
    }
}
