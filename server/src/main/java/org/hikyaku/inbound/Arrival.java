package org.hikyaku.inbound;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.hikyaku.message.HeaderField;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.hikyaku.smtp.Envelope;
import org.hikyaku.smtp.Reply;
import org.hikyaku.smtpd.ReceivedField;
import org.hikyaku.smtpd.SessionInfo;
import org.hikyaku.store.Evidence;
import org.jspecify.annotations.Nullable;

/**
 * A message that has come in completely, and what is known about it: where its trace fields, its
 * evidence row and its event come from.
 */
record Arrival(
        SessionInfo session,
        DomainName hostname,
        Policy.Facts facts,
        Instant start,
        long sizeBytes,
        InstantSource clock) {

    private Envelope envelope() {
        return facts.envelope();
    }

    /** Return-Path, Authentication-Results and Received, as octets to stand before the message. */
    byte[] traceFields(String id, ResultsText text) {
        // RFC 5321 section 4.4: Return-Path is the first line of a delivered message.
        return fields(HeaderField.of("Return-Path", envelope().from().toString()).raw(), id, text);
    }

    /** Of a message that another server delivers: that one writes Return-Path. */
    byte[] onwardFields(String id, ResultsText text, String junkField) {
        String first = junkField.isEmpty() ? "" : junkField + "\r\n";
        return fields(first.getBytes(StandardCharsets.UTF_8), id, text);
    }

    private byte[] fields(byte[] first, String id, ResultsText text) {
        var recipients = envelope().recipients();
        MailAddress only = recipients.size() == 1 ? recipients.getFirst().address() : null;
        boolean utf8 = envelope().options().smtpUtf8();
        String results = text.of(hostname.ascii(), facts.auth(), facts.reverse()).fieldValue();
        ReceivedField received =
                new ReceivedField(session, facts.reverse().name(), hostname, utf8, id, only, start);
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        out.writeBytes(first);
        out.writeBytes(HeaderField.of("Authentication-Results", results).raw());
        out.writeBytes(received.field().raw());
        return out.toByteArray();
    }

    /** For evidence and events. */
    private MessageSeen seen() {
        return new MessageSeen(
                session.id(),
                session.clientText(),
                session.helo(),
                session.tlsText(),
                facts,
                start,
                sizeBytes);
    }

    Evidence.Inbound evidence(String disposition, @Nullable String override) {
        return seen().evidence(disposition, override);
    }

    /** Tells what became of the message; the evidence of a message that is kept lies with it. */
    void tell(InboundParts parts, Decision decision, Reply reply) {
        boolean kept =
                decision instanceof Decision.Deliver || decision instanceof Decision.Quarantine;
        if (!kept) {
            parts.store().evidence().record(evidence(MessageSeen.disposition(decision), null));
        }
        parts.events()
                .emit(
                        seen().event(
                                        decision,
                                        reply.toString(),
                                        Duration.between(start, clock.instant())));
    }
}
