package org.hikyaku.outbound;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hikyaku.queue.AttemptResult;
import org.hikyaku.smtp.BodyType;
import org.hikyaku.smtp.EnhancedCode;
import org.hikyaku.smtp.Recipient;
import org.hikyaku.smtp.Reply;
import org.hikyaku.smtp.Xtext;
import org.hikyaku.store.Blobs;
import org.hikyaku.store.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One message over one connection (RFC 5321 section 3.3), its commands in one piece where the host
 * allows (RFC 2920).
 */
final class Transfer {

    /** A copy buffer. */
    private static final int CHUNK = 32 * 1024;

    private final SmtpClient client;
    private final Queue.Message message;
    private final List<Queue.Entry> entries;
    private final Map<Integer, AttemptResult> results = new LinkedHashMap<>();
    private boolean sent;

    Transfer(SmtpClient client, Queue.Message message, List<Queue.Entry> entries) {
        this.client = client;
        this.message = message;
        this.entries = entries;
    }

    /** Results of the recipients that have one; all of them after {@link #run} returned. */
    Map<Integer, AttemptResult> results() {
        return results;
    }

    /**
     * Whether the whole message may have reached the host: then nothing is known without its reply.
     */
    boolean isSent() {
        return sent;
    }

    /** Sends the message. Where it throws, recipients without a result got none. */
    void run(Blobs blobs) throws IOException {
        AttemptResult obstacle = obstacle();
        if (obstacle != null) {
            entries.forEach(e -> results.put(e.number(), obstacle));
            return;
        }
        List<Queue.Entry> taken = client.offers("PIPELINING") ? pipelined() : oneByOne();
        if (taken.isEmpty()) {
            return;
        }
        try (InputStream in = blobs.open(message.blob())) {
            stuff(in, client.output());
        }
        sent = true;
        client.flush();
        Reply reply = client.read();
        taken.forEach(e -> results.put(e.number(), AttemptResult.of(client.host(), reply)));
    }

    private @Nullable AttemptResult obstacle() {
        if (needsUtf8() && !client.offers("SMTPUTF8")) {
            // RFC 6531 section 3.5
            return new AttemptResult.Refused(
                    client.host(),
                    EnhancedCode.of("5.6.7"),
                    "the host does not take addresses that are not ASCII (SMTPUTF8)");
        }
        long max = client.maxSizeBytes();
        if (max > 0 && message.blob().sizeBytes() > max) {
            return new AttemptResult.Refused(
                    client.host(),
                    EnhancedCode.of("5.3.4"),
                    "the message has "
                            + message.blob().sizeBytes()
                            + " octets, the host takes "
                            + max);
        }
        return null;
    }

    /**
     * SMTPUTF8 is asked for where something needs it, not wherever the sender's program said so.
     */
    private boolean needsUtf8() {
        var from = message.from().address();
        return message.options().smtpUtf8()
                && (from != null && from.needsSmtpUtf8()
                        || entries.stream().anyMatch(e -> e.recipient().address().needsSmtpUtf8()));
    }

    private String mail() {
        StringBuilder out = new StringBuilder("MAIL FROM:").append(message.from());
        if (client.offers("SIZE")) {
            out.append(" SIZE=").append(message.blob().sizeBytes());
        }
        // Without 8BITMIME the octets go as they are: every host of today takes them, and
        // re-encoding would break the signatures (RFC 6376 section 5.3).
        if (message.options().body() != BodyType.SEVEN_BIT && client.offers("8BITMIME")) {
            out.append(" BODY=8BITMIME");
        }
        if (message.options().smtpUtf8() && client.offers("SMTPUTF8")) {
            out.append(" SMTPUTF8");
        }
        if (client.offers("DSN")) { // RFC 3461 section 4.3 and 4.4
            out.append(message.options().returnHeadersOnly() ? " RET=HDRS" : "");
            String id = message.options().envelopeId();
            out.append(id == null ? "" : " ENVID=" + Xtext.encode(id));
        }
        return out.append("\r\n").toString();
    }

    private String rcpt(Recipient recipient) {
        StringBuilder out = new StringBuilder("RCPT TO:<").append(recipient.address()).append('>');
        if (client.offers("DSN")) { // RFC 3461 section 4.1 and 4.2
            Set<Recipient.Notify> notices = recipient.notices();
            out.append(
                    notices.isEmpty()
                            ? ""
                            : " NOTIFY="
                                    + notices.stream()
                                            .map(Enum::name)
                                            .sorted()
                                            .collect(Collectors.joining(",")));
            out.append(
                    recipient.originalRecipient() == null
                            ? ""
                            : " ORCPT=" + recipient.originalRecipient());
        }
        return out.append("\r\n").toString();
    }

    /**
     * RFC 2920 section 3.1: DATA ends the group. Whom the host takes, once it waits for the
     * message; empty where it does not.
     */
    private List<Queue.Entry> pipelined() throws IOException {
        client.send(mail());
        for (Queue.Entry entry : entries) {
            client.send(rcpt(entry.recipient()));
        }
        client.send("DATA\r\n");
        client.flush();
        Reply mail = client.read();
        List<Queue.Entry> taken = new ArrayList<>();
        for (Queue.Entry entry : entries) {
            recipientReply(mail, client.read(), entry, taken);
        }
        Reply data = client.read();
        if (taken.isEmpty() && data.code() == 354) {
            // RFC 2920 section 3.1: the host waits although nobody was taken; nothing is sent.
            client.send(".\r\n");
            client.flush();
            client.read();
            return taken;
        }
        return started(data, taken);
    }

    private void recipientReply(
            Reply mail, Reply reply, Queue.Entry entry, List<Queue.Entry> taken) {
        if (mail.isPositive() && reply.isPositive()) {
            taken.add(entry);
        } else {
            results.put(
                    entry.number(),
                    AttemptResult.of(client.host(), mail.isPositive() ? reply : mail));
        }
    }

    private List<Queue.Entry> started(Reply data, List<Queue.Entry> taken) {
        if (data.code() == 354 || taken.isEmpty()) {
            return taken;
        }
        taken.forEach(e -> results.put(e.number(), AttemptResult.of(client.host(), data)));
        return List.of();
    }

    private List<Queue.Entry> oneByOne() throws IOException {
        Reply mail = ask(mail());
        if (!mail.isPositive()) {
            entries.forEach(e -> results.put(e.number(), AttemptResult.of(client.host(), mail)));
            return List.of();
        }
        List<Queue.Entry> taken = new ArrayList<>();
        for (Queue.Entry entry : entries) {
            recipientReply(mail, ask(rcpt(entry.recipient())), entry, taken);
        }
        if (taken.isEmpty()) {
            ask("RSET\r\n");
            return taken;
        }
        return started(ask("DATA\r\n"), taken);
    }

    private Reply ask(String command) throws IOException {
        client.send(command);
        client.flush();
        return client.read();
    }

    /**
     * Copies a message with CRLF line ends, doubles leading dots (RFC 5321 section 4.5.2) and ends
     * it.
     */
    static void stuff(InputStream in, OutputStream out) throws IOException {
        byte[] chunk = new byte[CHUNK];
        byte before = '\n';
        byte last = '\n';
        for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
            int start = 0;
            for (int i = 0; i < n; i++) {
                if (chunk[i] == '.' && before == '\n') {
                    out.write(chunk, start, i - start);
                    out.write('.');
                    start = i;
                }
                before = chunk[i];
            }
            out.write(chunk, start, n - start);
            last = n > 0 ? chunk[n - 1] : last;
        }
        if (last != '\n') {
            out.write('\r');
            out.write('\n');
        }
        out.write('.');
        out.write('\r');
        out.write('\n');
    }

    /**
     * What a failure in the middle means: the host may or may not have the message; it is tried
     * again (RFC 5321 section 4.5.4.1).
     */
    static AttemptResult broken(String host, IOException cause) {
        String what =
                cause instanceof EOFException
                        ? "the host closed the connection"
                        : String.valueOf(cause.getMessage());
        return new AttemptResult.Unreachable(host, what);
    }
}
