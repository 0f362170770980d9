package org.hikyaku.submission;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Optional;
import org.hikyaku.dkim.DkimSignRun;
import org.hikyaku.message.FromAuthor;
import org.hikyaku.message.HeaderBlock;
import org.hikyaku.message.HeaderField;
import org.hikyaku.message.MessageSink;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.hikyaku.signing.DomainSigners.DomainSigner;
import org.hikyaku.smtp.BodyType;
import org.hikyaku.smtp.Envelope;
import org.hikyaku.smtp.ReplyException;
import org.hikyaku.smtpd.ReceivedField;
import org.hikyaku.smtpd.SessionInfo;
import org.hikyaku.store.Blobs;
import org.jspecify.annotations.Nullable;

/** Repairs a message, signs it and copies it into the store, all while it streams by. */
final class OutgoingMessage implements MessageSink {

    private static final byte[] CRLF = {'\r', '\n'};

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final SubmissionService service;
    private final SessionInfo session;
    private final Envelope envelope;
    private final Instant start;
    private final Blobs.Writer blob;
    private @Nullable DkimSignRun signing;
    private DomainName domain = DomainName.ROOT;
    private boolean eightBit;

    OutgoingMessage(
            SubmissionService service,
            SessionInfo session,
            Envelope envelope,
            Instant start,
            Blobs.Writer blob) {
        this.service = service;
        this.session = session;
        this.envelope = envelope;
        this.start = start;
        this.blob = blob;
    }

    @Override
    public void header(HeaderBlock header) throws IOException {
        FromAuthor author = HeaderRepair.check(header, envelope.options().smtpUtf8());
        requireOwnAuthors(author);
        domain = author.mailboxes().getFirst().domain();
        HeaderBlock repaired =
                HeaderRepair.repaired(
                        header,
                        domain,
                        service.settings().hostname(),
                        start,
                        service.parts().random());
        Optional<DomainSigner> own = service.keys().signer(domain);
        if (own.isPresent()) {
            DkimSignRun run = own.get().signer().begin();
            run.header(repaired);
            signing = run;
        }
        blob.write(received().raw());
        for (HeaderField field : repaired.fields()) {
            blob.write(field.raw());
        }
        blob.write(CRLF);
    }

    /** RFC 6409 section 6.1 and 8.1: nobody writes in another's name. */
    private void requireOwnAuthors(FromAuthor author) throws RefusedMessageException {
        for (MailAddress address : author.mailboxes()) {
            try {
                if (!service.maySendAs(session, address)) {
                    throw RefusedMessageException.of(
                            550, "5.7.1", "From: " + SubmissionService.notYours(session, address));
                }
            } catch (ReplyException e) {
                throw new RefusedMessageException(e);
            }
        }
    }

    private HeaderField received() {
        var recipients = envelope.recipients();
        MailAddress only = recipients.size() == 1 ? recipients.getFirst().address() : null;
        String id = session.id() + "." + Long.toString(start.toEpochMilli(), 36);
        return new ReceivedField(
                        session,
                        null,
                        service.settings().hostname(),
                        envelope.options().smtpUtf8(),
                        id,
                        only,
                        start)
                .withoutClient();
    }

    @Override
    public void body(byte[] octets, int offset, int length) throws IOException {
        eightBit = eightBit || hasHighBit(octets, offset, length);
        if (signing != null) {
            signing.body(octets, offset, length);
        }
        blob.write(octets, offset, length);
    }

    /** Eight octets at a time: this runs over every message. */
    private static boolean hasHighBit(byte[] octets, int offset, int length) {
        int end = offset + length;
        int i = offset;
        long bits = 0;
        for (; i + Long.BYTES <= end; i += Long.BYTES) {
            bits |= (long) LONGS.get(octets, i);
        }
        for (; i < end; i++) {
            bits |= octets[i] & 0x80;
        }
        return (bits & 0x8080_8080_8080_8080L) != 0;
    }

    /**
     * The envelope for the queue: clients forget to say that a body has 8 bits, and the next host
     * must be told (RFC 6152 section 3).
     */
    Envelope envelope() {
        Envelope.Options told = envelope.options();
        if (!eightBit || told.body() != BodyType.SEVEN_BIT) {
            return envelope;
        }
        return new Envelope(
                envelope.from(),
                envelope.recipients(),
                new Envelope.Options(
                        BodyType.EIGHT_BIT_MIME,
                        told.smtpUtf8(),
                        told.returnHeadersOnly(),
                        told.envelopeId(),
                        told.requireTls()));
    }

    @Override
    public void end() throws IOException {
        if (signing == null) {
            return;
        }
        signing.end();
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        for (HeaderField signature : signing.signatures()) {
            out.writeBytes(signature.raw());
        }
        blob.prepend(out.toByteArray());
    }

    /** Whose signatures the message has got, for the log. */
    String signedBy() {
        return signing == null ? "none" : domain + " x" + signing.signatures().size();
    }
}
