package org.hikyaku.outbound;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hikyaku.name.MailAddress;
import org.hikyaku.queue.AttemptResult;
import org.hikyaku.smtp.BodyType;
import org.hikyaku.smtp.EnhancedCode;
import org.hikyaku.smtp.MalformedReplyException;
import org.hikyaku.smtp.Recipient;
import org.hikyaku.smtp.Reply;
import org.hikyaku.smtp.Xtext;
import org.hikyaku.store.Blobs;
import org.hikyaku.store.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One transaction: one message for some recipients over one connection (RFC 5321 section 3.3), its
 * commands in one piece where the host allows (RFC 2920).
 */
final class Transfer {

    /**
     * Recipients of one transaction: RFC 5321 section 4.5.3.1.8 has every host take 100. The
     * replies to so many fit into the buffers of a connection, whichever end is slow (RFC 2920
     * section 3.1).
     */
    static final int MAX_RECIPIENTS = 100;

    /** A copy buffer, in octets. */
    private static final int CHUNK = 32 * 1024;

    /** The host ends the connection (RFC 5321 section 3.8): nothing else will be answered. */
    static final class EndingException extends IOException {
        private static final long serialVersionUID = 1L;
        private final transient Reply reply;

        EndingException(Reply reply) {
            super(reply.toString());
            this.reply = reply;
        }

        Reply reply() {
            return reply;
        }
    }

    private final SmtpClient client;
    private final Queue.Message message;
    private List<Queue.Entry> entries;
    private final Map<Integer, AttemptResult> results = new LinkedHashMap<>();
    private List<Queue.Entry> taken = List.of();
    private boolean sent;

    /**
     * A transaction.
     *
     * @param entries at most {@link #MAX_RECIPIENTS}
     */
    Transfer(SmtpClient client, Queue.Message message, List<Queue.Entry> entries) {
        this.client = client;
        this.message = message;
        this.entries = entries;
    }

    /**
     * Results of the recipients that have one. After {@link #run} returned, only those are left
     * whom the host did not take because they were too many for one transaction.
     */
    Map<Integer, AttemptResult> results() {
        return results;
    }

    /**
     * Those who may have got the message: the whole of it was sent, and the host did not answer.
     * They are tried again, and may get it twice: nothing in SMTP keeps that from happening (RFC
     * 5321 section 4.5.4.1, RFC 1047).
     */
    List<Queue.Entry> uncertain() {
        return sent
                ? taken.stream().filter(e -> !results.containsKey(e.number())).toList()
                : List.of();
    }

    /**
     * Sends the message.
     *
     * @throws EndingException where the host said 421
     * @throws IOException where the connection or the message's file fails
     */
    void run(Blobs blobs) throws IOException {
        AttemptResult tooLarge = tooLarge();
        if (tooLarge != null) {
            entries.forEach(e -> results.put(e.number(), tooLarge));
            return;
        }
        refuseUtf8(blobs);
        if (entries.isEmpty()) {
            return;
        }
        try (InputStream in = blobs.open(message.blob())) {
            client.countMessage();
            taken = client.offers("PIPELINING") ? pipelined() : oneByOne();
            if (taken.isEmpty()) {
                // The host may still be within the transaction, and refuse the next MAIL for it.
                ask("RSET\r\n");
                return;
            }
            stuff(in, client.output());
        }
        sent = true;
        client.flush();
        Reply reply =
                switch (client.dialect()) {
                    case SMTP -> verdict();
                    case LMTP -> verdicts();
                };
        sent = false;
        if (reply.code() == 421) {
            throw new EndingException(reply);
        }
    }

    private Reply verdict() throws IOException {
        Reply reply = client.readLast();
        taken.forEach(e -> results.put(e.number(), result(reply)));
        return reply;
    }

    /**
     * RFC 2033 section 4.2: one reply for each recipient that was taken, in their order. A
     * connection that ends among them leaves only the rest in doubt.
     */
    private Reply verdicts() throws IOException {
        Reply last = client.readLast();
        results.put(taken.getFirst().number(), result(last));
        for (Queue.Entry entry : taken.subList(1, taken.size())) {
            last = client.readLast();
            results.put(entry.number(), result(last));
        }
        return last;
    }

    private AttemptResult result(Reply reply) {
        return AttemptResult.of(client.host(), reply) instanceof AttemptResult.Delivered taken
                ? new AttemptResult.Delivered(taken.host(), taken.text(), client.offers("DSN"))
                : AttemptResult.of(client.host(), reply);
    }

    private Reply read() throws IOException {
        Reply reply = client.read();
        if (reply.code() == 421) {
            throw new EndingException(reply);
        }
        return reply;
    }

    private @Nullable AttemptResult tooLarge() {
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
     * RFC 6531 section 3.5: what needs SMTPUTF8 does not go where it is not offered. What a
     * sender's program asked for without need goes without it.
     */
    private void refuseUtf8(Blobs blobs) throws IOException {
        if (!message.options().smtpUtf8() || client.offers("SMTPUTF8")) {
            return;
        }
        MailAddress from = message.from().address();
        boolean all = (from != null && from.needsSmtpUtf8()) || hasUtf8Header(blobs);
        for (Queue.Entry entry : entries) {
            if (all || entry.recipient().address().needsSmtpUtf8()) {
                results.put(
                        entry.number(),
                        new AttemptResult.Refused(
                                client.host(),
                                EnhancedCode.of("5.6.7"),
                                "the host takes neither addresses nor header fields"
                                        + " that are not ASCII (SMTPUTF8)"));
            }
        }
        entries = entries.stream().filter(e -> !results.containsKey(e.number())).toList();
    }

    /** Whether the header, up to the first empty line, holds octets beyond ASCII. */
    private boolean hasUtf8Header(Blobs blobs) throws IOException {
        try (InputStream in = new BufferedInputStream(blobs.open(message.blob()))) {
            int length = 0; // of the line, its CR not counted
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                if (octet >= 0x80) {
                    return true;
                }
                if (octet == '\n' && length == 0) {
                    return false;
                }
                length = octet == '\n' ? 0 : octet == '\r' ? length : length + 1;
            }
            return false;
        }
    }

    private String mail() {
        StringBuilder out = new StringBuilder("MAIL FROM:").append(message.from());
        if (client.offers("SIZE")) {
            out.append(" SIZE=").append(message.blob().sizeBytes());
        }
        // RFC 6152 section 3 would have us convert or bounce what has 8 bits where 8BITMIME is not
        // offered. We deviate, and send the octets as they are: every host of today takes them,
        // and re-encoding would break the signatures (RFC 6376 section 5.3).
        if (message.options().body() != BodyType.SEVEN_BIT && client.offers("8BITMIME")) {
            out.append(" BODY=8BITMIME");
        }
        if (message.options().smtpUtf8() && client.offers("SMTPUTF8")) {
            out.append(" SMTPUTF8");
        }
        if (message.options().requireTls() && client.offers("REQUIRETLS")) {
            out.append(" REQUIRETLS"); // RFC 8689 section 4.2.1
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
                            : " ORCPT=" + original(recipient.originalRecipient()));
        }
        return out.append("\r\n").toString();
    }

    /** RFC 6533 section 3: where SMTPUTF8 is not offered, in the form that is ASCII. */
    private String original(String parameter) {
        return client.offers("SMTPUTF8") ? parameter : Xtext.asciiOriginal(parameter);
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
        Reply mail = read();
        List<Queue.Entry> accepted = new ArrayList<>();
        for (Queue.Entry entry : entries) {
            recipientReply(mail, read(), entry, accepted);
        }
        Reply data = read();
        if (accepted.isEmpty() && data.code() == 354) {
            if (client.dialect() == Dialect.LMTP) {
                // RFC 2033 section 4.2: it had to refuse; no reply would follow the empty message.
                throw new MalformedReplyException("'" + data + "' with no recipient taken");
            }
            // RFC 2920 section 3.1: the host waits although nobody was taken; nothing is sent.
            client.send(".\r\n");
            client.flush();
            read();
            return accepted;
        }
        return started(data, accepted);
    }

    private void recipientReply(
            Reply mail, Reply reply, Queue.Entry entry, List<Queue.Entry> accepted) {
        if (!isDone(mail)) {
            results.put(entry.number(), AttemptResult.of(client.host(), mail));
        } else if (isDone(reply)) {
            accepted.add(entry);
        } else if (accepted.isEmpty() || !isTooMany(reply)) {
            results.put(entry.number(), AttemptResult.of(client.host(), reply));
        }
    }

    /**
     * RFC 5321 section 4.5.3.1.10: 452 and, from older hosts, 552 after some were taken: the rest
     * goes with the next transaction. A full mailbox (5.2.2) has the same code.
     */
    private static boolean isTooMany(Reply reply) {
        EnhancedCode status = reply.status();
        return (reply.code() == 452 || reply.code() == 552)
                && (status == null || status.subject() == 5);
    }

    private List<Queue.Entry> started(Reply data, List<Queue.Entry> accepted)
            throws MalformedReplyException {
        if (data.code() == 354 || accepted.isEmpty()) {
            return accepted;
        }
        if (data.isPositive()) {
            // RFC 5321 section 4.3.2: 354 alone means go ahead. Nothing was sent: a 250 here is
            // no success, and whose answer it is nobody knows.
            throw new MalformedReplyException("'" + data + "' in answer to DATA");
        }
        accepted.forEach(e -> results.put(e.number(), AttemptResult.of(client.host(), data)));
        return List.of();
    }

    private List<Queue.Entry> oneByOne() throws IOException {
        Reply mail = ask(mail());
        if (!isDone(mail)) {
            AttemptResult refusal = AttemptResult.of(client.host(), mail);
            entries.forEach(e -> results.put(e.number(), refusal));
            return List.of();
        }
        List<Queue.Entry> accepted = new ArrayList<>();
        for (Queue.Entry entry : entries) {
            recipientReply(mail, ask(rcpt(entry.recipient())), entry, accepted);
        }
        return accepted.isEmpty() ? accepted : started(ask("DATA\r\n"), accepted);
    }

    private static boolean isDone(Reply reply) {
        return reply.code() / 100 == 2;
    }

    private Reply ask(String command) throws IOException {
        client.send(command);
        client.flush();
        return read();
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
}
