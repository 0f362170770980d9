package org.hikyaku.smtpd;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hikyaku.name.MailAddress;
import org.hikyaku.net.Connection;
import org.hikyaku.net.TlsContext;
import org.hikyaku.ops.Event;
import org.hikyaku.smtp.BodyType;
import org.hikyaku.smtp.Command;
import org.hikyaku.smtp.CommandParser;
import org.hikyaku.smtp.LineEndCheck;
import org.hikyaku.smtp.Recipient;
import org.hikyaku.smtp.Reply;
import org.hikyaku.smtp.ReplyException;
import org.hikyaku.smtpd.SmtpSettings.Security;
import org.hikyaku.wire.MalformedLineException;
import org.jspecify.annotations.Nullable;

/**
 * One session from greeting to goodbye: a loop that reads a command, lets the step for it decide,
 * and sends the reply. Belongs to the connection's thread.
 */
final class SmtpSession {

    /** A transaction and how far it has come. */
    private static final class Mail {
        final Transaction transaction;
        final Command.Mail command;
        int recipients;
        @Nullable MessageIntake pieces;
        final LineEndCheck lineEnds = new LineEndCheck();

        Mail(Transaction transaction, Command.Mail command) {
            this.transaction = transaction;
            this.command = command;
        }
    }

    /**
     * Commands that bring no message on, between two messages: a client that keeps a connection
     * says NOOP now and then; one that says nothing else keeps it from others.
     */
    static final int MAX_IDLE_COMMANDS = 200;

    /**
     * Refusals of one session that the log tells of: recipients beyond the limit are refused for
     * now, as many as a client cares to name.
     */
    private static final int MAX_REPORTED = 100;

    private final String id;
    private final Connection connection;
    private final SmtpEndpoint endpoint;
    private final SmtpSettings settings;
    private final SmtpLimits limits;
    private final SmtpWire wire;
    private final MessageReader messages;
    private boolean open = true;
    private String helo = "";
    private boolean extended;
    private @Nullable MailAddress login;
    private @Nullable Mail mail;
    private int errors;
    private int transactions;
    private int idleCommands;
    private int refusals;

    SmtpSession(String id, Connection connection, SmtpEndpoint endpoint) throws IOException {
        this.id = id;
        this.connection = connection;
        this.endpoint = endpoint;
        this.settings = endpoint.settings();
        this.limits = settings.limits();
        this.wire = new SmtpWire(connection);
        this.messages = new MessageReader(wire, connection, limits);
    }

    void run() throws IOException {
        try {
            if (connection.tls().isPresent()) {
                wire.renew();
            }
            wire.send(Reply.plain(220, settings.hostname() + " ESMTP Hikyaku"));
            while (open) {
                next();
            }
            wire.flush();
        } catch (EOFException e) {
            ended(e.getMessage());
        } catch (RuntimeException e) {
            endpoint.events().emit(new Event.Bug(settings.service() + " session " + id, e));
            farewell(Reply.of(421, "4.3.0", "Internal error, come back later"));
        } finally {
            drop("the session ended");
        }
    }

    /** Reads and answers one command. */
    private void next() throws IOException {
        wire.flushIfDrained();
        connection.deadline(limits.commandTime());
        String line;
        try {
            line = awaitLine();
        } catch (MalformedLineException e) {
            refuse(Refusals.badLine(e.problem()));
            return;
        }
        if (line == null) {
            ended("the connection ended");
            return;
        }
        try {
            Reply reply = answer(CommandParser.parse(line));
            if (reply != null) {
                wire.send(reply);
            }
        } catch (ReplyException e) {
            refuse(e);
        }
    }

    private @Nullable String awaitLine() throws IOException {
        connection.idle(true);
        try {
            return connection.closing() ? null : wire.line();
        } finally {
            connection.idle(false);
        }
    }

    /** The input has ended: by the peer, by us, or because the time was up. */
    private void ended(@Nullable String how) {
        open = false;
        drop(how == null ? "the connection ended" : how);
        if (connection.expired()) {
            // RFC 5321 section 3.8 and 4.5.3.2: say why before the channel closes
            report("421 4.4.2", "too slow");
            farewell(Reply.of(421, "4.4.2", settings.hostname() + " timeout, closing"));
        } else if (connection.closing()) {
            farewell(Reply.of(421, "4.3.2", settings.hostname() + " is shutting down"));
        }
    }

    private void farewell(Reply reply) {
        open = false;
        try {
            wire.send(reply);
            wire.flush();
        } catch (IOException _) {
            // The peer is gone: nobody to say goodbye to.
        }
    }

    private void refuse(ReplyException e) throws IOException {
        if (++refusals <= MAX_REPORTED) {
            report(e.reply().toString(), e.causeForLog());
        }
        wire.send(e.reply());
        if (e.reply().code() == 421 || e.reply().code() == 521) {
            open = false; // RFC 5321 section 3.8; RFC 7504 section 4
        }
        if (e.reply().isPermanent() && ++errors >= limits.maxErrors() && open) {
            wire.send(Reply.of(421, "4.7.0", "Too many errors"));
            report("421 4.7.0 Too many errors", errors + " errors");
            open = false;
        }
    }

    private void report(String reply, String cause) {
        endpoint.events()
                .emit(
                        new Event.Refused(
                                settings.service(),
                                id,
                                connection.remote().getHostAddress(),
                                reply,
                                cause));
    }

    /** The reply; null where it has been sent already. */
    private @Nullable Reply answer(Command command) throws ReplyException, IOException {
        if (!bringsOn(command) && ++idleCommands > MAX_IDLE_COMMANDS) {
            throw Refusals.refusal(421, "4.7.0", "Too many commands without a message");
        }
        return switch (command) {
            case Command.Helo hello -> hello(hello.name(), false);
            case Command.Ehlo hello -> hello(hello.name(), true);
            case Command.Mail begin -> mail(begin);
            case Command.Rcpt rcpt -> rcpt(rcpt);
            case Command.Data _ -> data();
            case Command.Bdat bdat -> bdat(bdat);
            case Command.Rset _ -> reset();
            case Command.Noop _ -> Reply.of(250, "2.0.0", "OK");
            case Command.Quit _ -> quit();
            // RFC 5321 section 7.3: who has an account here is nobody's business
            case Command.Vrfy _ -> Reply.of(252, "2.5.0", "Send mail and see");
            case Command.Expn _ -> throw Refusals.refusal(502, "5.7.2", "EXPN is not offered");
            case Command.Help _ ->
                    Reply.of(214, "2.0.0", "RFC 5321; postmaster@ this domain is a person");
            case Command.StartTls _ -> startTls();
            case Command.Auth auth -> auth(auth);
        };
    }

    private static boolean bringsOn(Command command) {
        return switch (command) {
            case Command.Mail _, Command.Rcpt _, Command.Data _, Command.Quit _ -> true;
            case Command.Bdat bdat -> bdat.last() || bdat.sizeBytes() > 0;
            case Command.Helo _,
                    Command.Ehlo _,
                    Command.Rset _,
                    Command.Noop _,
                    Command.Vrfy _,
                    Command.Expn _,
                    Command.Help _,
                    Command.StartTls _,
                    Command.Auth _ ->
                    false;
        };
    }

    private Reply hello(String name, boolean withExtensions) {
        drop("the client began anew"); // RFC 5321 section 4.1.4: EHLO resets
        helo = name;
        extended = withExtensions;
        return withExtensions
                ? new Reply(250, null, extensions())
                : Reply.plain(250, settings.hostname().toString());
    }

    private List<String> extensions() {
        List<String> lines = new ArrayList<>(12);
        lines.add(settings.hostname() + " greets " + helo);
        lines.add("PIPELINING");
        lines.add("SIZE " + settings.maxMessageBytes());
        lines.add("8BITMIME");
        lines.add("SMTPUTF8");
        lines.add("CHUNKING");
        lines.add("DSN");
        lines.add("ENHANCEDSTATUSCODES");
        if (offersStartTls()) {
            lines.add("STARTTLS");
        }
        if (connection.tls().isPresent()) {
            lines.add("REQUIRETLS"); // RFC 8689 section 3: over TLS only
        }
        List<String> mechanisms = mechanisms();
        if (!mechanisms.isEmpty()) {
            lines.add("AUTH " + String.join(" ", mechanisms));
        }
        return lines;
    }

    private boolean offersStartTls() {
        return settings.security() == Security.STARTTLS && connection.tls().isEmpty();
    }

    private List<String> mechanisms() {
        Optional<Logins> logins = endpoint.service().logins();
        return logins.isEmpty() || login != null ? List.of() : logins.get().mechanisms(info());
    }

    private SessionInfo info() {
        return new SessionInfo(
                id,
                settings.service(),
                connection.remote(),
                connection.local(),
                helo,
                extended,
                connection.tls().orElse(null),
                login);
    }

    private Reply mail(Command.Mail begin) throws ReplyException {
        if (helo.isEmpty()) {
            throw Refusals.sequence("Say EHLO first");
        }
        if (mail != null) {
            throw Refusals.sequence("A message is under way already");
        }
        if (begin.sizeBytes() > settings.maxMessageBytes()) {
            throw Refusals.tooLarge(settings.maxMessageBytes());
        }
        if (begin.options().body() == BodyType.BINARY_MIME) {
            // RFC 3030 section 3: BINARYMIME is not in our EHLO reply
            throw Refusals.refusal(555, "5.6.1", "BODY=BINARYMIME is not offered");
        }
        if (begin.options().requireTls() && connection.tls().isEmpty()) {
            throw Refusals.refusal(555, "5.5.4", "REQUIRETLS is offered over TLS only");
        }
        if (++transactions > limits.maxMessages()) {
            throw Refusals.refusal(421, "4.7.0", "Too many messages, connect again");
        }
        mail = new Mail(endpoint.service().begin(info(), begin), begin);
        return Reply.of(250, "2.1.0", "Sender OK");
    }

    private Mail currentMail() throws ReplyException {
        if (mail == null) {
            throw Refusals.sequence("Say MAIL first");
        }
        return mail;
    }

    private Reply rcpt(Command.Rcpt rcpt) throws ReplyException {
        Mail now = currentMail();
        if (now.pieces != null) {
            throw Refusals.sequence("The message has begun already");
        }
        if (now.recipients >= limits.maxRecipients()) {
            // RFC 5321 section 4.5.3.1.10: 452, the client sends the rest later
            throw Refusals.refusal(452, "4.5.3", "Too many recipients, send the others later");
        }
        Recipient recipient = rcpt.orElse(endpoint.service()::postmaster);
        if (recipient.address().needsSmtpUtf8() && !now.command.options().smtpUtf8()) {
            // RFC 6531 section 3.5
            throw Refusals.refusal(553, "5.6.7", "An address beyond ASCII needs SMTPUTF8 on MAIL");
        }
        now.transaction.rcpt(recipient);
        now.recipients++;
        return Reply.of(250, "2.1.5", "Recipient OK");
    }

    private Mail completeEnvelope() throws ReplyException {
        Mail now = currentMail();
        if (now.recipients == 0) {
            // RFC 5321 section 3.3: 554 where there is nobody left to send to
            throw Refusals.refusal(554, "5.5.1", "No valid recipients");
        }
        return now;
    }

    private Reply data() throws ReplyException, IOException {
        Mail now = completeEnvelope();
        if (now.pieces != null) {
            // RFC 3030 section 2: DATA and BDAT do not mix
            drop("DATA after BDAT");
            throw Refusals.sequence("The message has begun with BDAT");
        }
        MessageIntake intake = intake(now);
        now.pieces = intake;
        wire.send(Reply.plain(354, "Go ahead, end with a dot on its own"));
        wire.flushIfDrained();
        messages.data(intake);
        return finish(intake);
    }

    private MessageIntake intake(Mail now) throws ReplyException {
        try {
            return new MessageIntake(now.transaction.data(), settings.maxMessageBytes());
        } catch (ReplyException e) {
            mail = null;
            throw e;
        }
    }

    private Reply finish(MessageIntake intake) throws ReplyException {
        // Checks and disk are ours to be quick with: the client's time does not run meanwhile.
        connection.deadline(limits.dataTime());
        mail = null; // RFC 5321 section 4.1.1.4: whatever the reply, the buffers are cleared
        idleCommands = 0;
        return intake.finish();
    }

    private Reply bdat(Command.Bdat bdat) throws ReplyException, IOException {
        MessageIntake intake;
        Mail now;
        try {
            now = completeEnvelope();
            intake = now.pieces == null ? intake(now) : now.pieces;
        } catch (ReplyException e) {
            messages.skip(bdat.sizeBytes());
            throw e;
        }
        now.pieces = intake;
        messages.chunk(bdat.sizeBytes(), intake, now.lineEnds);
        if (!bdat.last()) {
            return Reply.of(250, "2.0.0", bdat.sizeBytes() + " octets received");
        }
        if (now.lineEnds.hasStrayAtEnd()) {
            intake.refuse(Refusals.strayLineEnd());
        }
        return finish(intake);
    }

    private void drop(String cause) {
        Mail now = mail;
        mail = null;
        if (now != null && now.pieces != null) {
            now.pieces.abandon(cause);
        }
    }

    private Reply reset() {
        drop("RSET");
        return Reply.of(250, "2.0.0", "Reset");
    }

    private Reply quit() {
        open = false;
        return Reply.of(221, "2.0.0", "Goodbye");
    }

    private @Nullable Reply startTls() throws ReplyException, IOException {
        TlsContext tls = endpoint.tls();
        if (connection.tls().isPresent()) {
            throw Refusals.sequence("TLS is on already");
        }
        if (tls == null || !offersStartTls()) {
            throw Refusals.refusal(502, "5.5.1", "STARTTLS is not offered");
        }
        if (wire.in().buffered() > 0) {
            // RFC 3207 section 4.2: commands in clear behind STARTTLS are somebody else's
            open = false;
            throw Refusals.refusal(
                    554, "5.5.1", "Nothing may follow STARTTLS before the handshake");
        }
        wire.send(Reply.of(220, "2.0.0", "Go ahead"));
        wire.flush();
        connection.deadline(limits.commandTime());
        connection.startTls(tls);
        wire.renew();
        // RFC 3207 section 4.2: what was learned in clear is forgotten
        drop("STARTTLS");
        helo = "";
        extended = false;
        return null;
    }

    private Reply auth(Command.Auth auth) throws ReplyException, IOException {
        Optional<Logins> logins = endpoint.service().logins();
        if (logins.isEmpty()) {
            throw Refusals.refusal(502, "5.5.1", "AUTH is not offered");
        }
        if (login != null || mail != null || helo.isEmpty()) {
            // RFC 4954 section 4: once a session, and not within a transaction
            throw Refusals.sequence("AUTH is not possible now");
        }
        login = new LoginExchange(wire, connection, limits).run(auth, info(), logins.get());
        return Reply.of(235, "2.7.0", "Welcome");
    }
}
