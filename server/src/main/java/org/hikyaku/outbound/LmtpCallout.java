package org.hikyaku.outbound;

import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.hikyaku.deliver.Callout;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.hikyaku.net.StreamAddress;
import org.hikyaku.smtp.Reply;

/**
 * Asks an LMTP server whether a recipient exists: MAIL from nobody, RCPT, RSET, and no message.
 * Connections are used again. Safe for many threads.
 */
public final class LmtpCallout implements Callout, AutoCloseable {

    /** A client of ours waits at RCPT meanwhile; RFC 5321 section 4.5.3.2.3 gives it 5 minutes. */
    private static final Duration TIME = Duration.ofSeconds(10);

    /** Questions at the same time: Dovecot has a process for each connection. */
    private static final int MAX_AT_ONCE = 10;

    private static final Answer.Unclear BUSY =
            new Answer.Unclear("too many recipients are being asked for");

    private final OutboundSettings settings;
    private final Connections connections = new Connections();
    private final CertificateCheck check = new CertificateCheck(null);
    private final Semaphore room = new Semaphore(MAX_AT_ONCE);

    /** Asks as {@code hostname}. */
    public LmtpCallout(DomainName hostname) {
        this.settings = new OutboundSettings(hostname, 25, null, TIME, TIME);
    }

    @Override
    public Answer ask(StreamAddress target, MailAddress address) {
        boolean entered = false;
        try {
            entered = room.tryAcquire(TIME.toMillis(), TimeUnit.MILLISECONDS);
            return entered ? asked(target, address) : BUSY;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Answer.Unclear("interrupted");
        } finally {
            if (entered) {
                room.release();
            }
        }
    }

    private Answer asked(StreamAddress target, MailAddress address) {
        Optional<SmtpClient> kept = connections.take(target.text());
        if (kept.isPresent()) {
            try {
                return over(kept.get(), target, address);
            } catch (IOException _) {
                // It ended while it waited; a new one tells.
            }
        }
        try {
            return over(connected(target), target, address);
        } catch (SmtpClient.RefusedException e) {
            return new Answer.Unclear(target + ": " + e.reply());
        } catch (IOException e) {
            return new Answer.Unclear(target + ": " + e.getMessage());
        }
    }

    private SmtpClient connected(StreamAddress target) throws IOException {
        SocketAddress address = target.addresses().getFirst();
        SmtpClient client = SmtpClient.connect(target.text(), Dialect.LMTP, address, settings);
        connections.opened(client);
        boolean greeted = false;
        try {
            client.greet(null, check);
            greeted = true;
            return client;
        } finally {
            if (!greeted) {
                connections.abandon(client);
            }
        }
    }

    private Answer over(SmtpClient client, StreamAddress target, MailAddress address)
            throws IOException {
        boolean well = false;
        try {
            client.countMessage();
            Reply mail = say(client, "MAIL FROM:<>");
            Reply reply = mail.isPositive() ? say(client, "RCPT TO:<" + address + ">") : mail;
            Reply reset = say(client, "RSET");
            well = reset.isPositive();
            return answer(mail, reply);
        } catch (IOException e) {
            throw new IOException(client.failure(e), e);
        } finally {
            if (well) {
                connections.give(target.text(), client);
            } else {
                connections.abandon(client);
            }
        }
    }

    private static Reply say(SmtpClient client, String command) throws IOException {
        client.send(command + "\r\n");
        client.flush();
        return client.read();
    }

    /**
     * Only a refusal of the recipient says that there is none; a mailbox that is full or closed for
     * now (RFC 3463 section 3.3) is there.
     */
    private static Answer answer(Reply mail, Reply reply) {
        if (reply.code() / 100 == 2) {
            return new Answer.Exists();
        }
        boolean mailbox = reply.status() != null && reply.status().subject() == 2;
        return mail.isPositive() && reply.isPermanent() && !mailbox
                ? new Answer.Unknown(reply.text())
                : new Answer.Unclear(reply.toString());
    }

    @Override
    public void close() {
        connections.close();
    }
}
