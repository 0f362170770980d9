package org.hikyaku.milterd;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hikyaku.dkim.DkimSignException;
import org.hikyaku.message.HeaderBlock;
import org.hikyaku.milter.MilterCommand;
import org.hikyaku.milter.MilterReply;
import org.hikyaku.ops.Event;
import org.hikyaku.signing.SigningDecision;
import org.hikyaku.signing.SigningQuestion;
import org.hikyaku.smtp.Envelope;
import org.hikyaku.smtp.Reply;
import org.hikyaku.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * One message, from MAIL to its verdict. What fails on our side becomes a refusal for now: the mail
 * server keeps the message, and no verdict is made up. Belongs to the session's thread.
 */
final class MessageState {

    private static final String TRY_LATER = "The message cannot be checked now, try later";

    private final MilterRules rules;
    private final MilterParts parts;
    private final ClientState client;
    private final String session;
    private final EnvelopeState envelope;
    private final HeaderCollector fields;
    private final boolean leadingSpace;
    private final Instant start;
    private @Nullable Treatment treatment;
    private MessageContext.@Nullable BodyCount size;

    MessageState(MilterSession owner, MilterRules rules, MilterCommand.Mail mail) {
        this.rules = rules;
        this.parts = owner.parts();
        this.client = owner.client();
        this.session = owner.id();
        this.leadingSpace = owner.leadingSpace();
        this.envelope = new EnvelopeState(mail.arguments());
        this.fields = new HeaderCollector(leadingSpace);
        this.start = parts.clock().instant();
    }

    void recipient(MilterCommand.Rcpt rcpt) {
        envelope.recipient(rcpt.arguments().getFirst());
    }

    void field(MilterCommand.Header field) {
        if (treatment == null) {
            fields.add(field);
        }
    }

    /** The header is complete: what is to be done with the message is decided now. */
    Treatment headerEnds() {
        Treatment known = treatment;
        if (known != null) {
            return known;
        }
        MessageContext context = context();
        size = context.size();
        Treatment chosen;
        try {
            chosen = choose(context);
        } catch (IOException | RuntimeException e) {
            chosen = trouble(context, e);
        }
        treatment = chosen;
        return chosen;
    }

    private Treatment choose(MessageContext context) throws IOException {
        if (fields.isTooLarge()) {
            Reply reply = Reply.of(552, "5.3.4", "The header is too large");
            return new Refusing(context, reply, "header too large");
        }
        return switch (rules.signing().decide(question(context))) {
            case SigningDecision.Sign sign -> sign(context, sign);
            case SigningDecision.Verify _ -> {
                Optional<InetAddress> ip = context.client().ip();
                // Without an address it was made on this host: nothing can be checked about it.
                yield ip.isPresent() ? new Checking(context, ip.get()) : new Passing(context);
            }
            case SigningDecision.Neither _ -> new Passing(context);
        };
    }

    private Treatment sign(MessageContext context, SigningDecision.Sign sign) {
        try {
            return new Signing(context, sign);
        } catch (DkimSignException e) {
            String cause = "cannot be signed: " + e.getMessage();
            return switch (rules.options().unsignable()) {
                case ACCEPT -> new Passing(context);
                case TEMPFAIL ->
                        new Refusing(
                                context,
                                Reply.of(451, "4.7.0", "The message cannot be signed"),
                                cause);
                case REJECT ->
                        new Refusing(
                                context,
                                Reply.of(550, "5.6.0", "The message cannot be signed"),
                                cause);
            };
        }
    }

    void body(byte[] octets, int offset, int length) {
        Treatment now = headerEnds();
        MessageContext.BodyCount count = size;
        if (count != null) {
            count.add(length);
        }
        if (!now.wantsBody() || length == 0) {
            return;
        }
        try {
            now.body(octets, offset, length);
        } catch (IOException | RuntimeException e) {
            treatment = trouble(context(), e);
        }
    }

    /** The message is complete: what the server is told. */
    List<MilterReply> finish() {
        Treatment now = headerEnds();
        try {
            return now.finish();
        } catch (IOException | RuntimeException e) {
            return trouble(context(), e).finish();
        }
    }

    private Refusing trouble(MessageContext context, Exception e) {
        parts.events()
                .emit(
                        e instanceof RuntimeException && !(e instanceof StoreException)
                                ? new Event.Bug("milter", e)
                                : new Event.Trouble("milter", "a message is deferred", e));
        return new Refusing(
                context, Reply.of(451, "4.3.0", TRY_LATER), "deferred: " + e.getMessage());
    }

    void abandoned(String cause) {
        if (treatment != null) {
            treatment.abandoned(cause);
        }
    }

    private MessageContext context() {
        HeaderBlock header = fields.header();
        String id = session + client.macro("i").map(i -> "." + i).orElse("");
        Optional<InetAddress> ip = client.address();
        MessageContext.BodyCount count = size;
        return new MessageContext(
                id,
                rules,
                parts,
                authservId(),
                new MessageContext.Client(
                        ip,
                        ip.map(InetAddress::getHostAddress).orElse("local"),
                        client.helo(),
                        client.tlsText(),
                        client.login().orElse("-")),
                envelope.envelope(),
                header,
                new HeaderEdits(leadingSpace),
                start,
                count == null ? new MessageContext.BodyCount(fields.sizeBytes()) : count);
    }

    private String authservId() {
        String named = rules.authservId();
        return named.isEmpty() ? client.macro("j").orElse("localhost") : named;
    }

    private SigningQuestion question(MessageContext context) {
        Envelope sent = context.envelope();
        Map<String, String> macros = new HashMap<>();
        client.macros().forEach((name, value) -> macros.put(braced(name), value));
        return new SigningQuestion(
                context.header(),
                sent.from().text(),
                sent.recipients().stream().map(r -> r.address().toString()).toList(),
                new SigningQuestion.Client(context.client().ip(), client.name()),
                client.login().map(SigningQuestion.Login::of).orElse(SigningQuestion.Login.NONE),
                client.macro("daemon_name").orElse(""),
                macros);
    }

    private static String braced(String name) {
        return name.length() > 1 ? "{" + name + "}" : name;
    }
}
