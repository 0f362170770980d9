package org.hikyaku.milterd;

import java.io.EOFException;
import java.io.IOException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.hikyaku.milter.MalformedMilterException;
import org.hikyaku.milter.MilterAction;
import org.hikyaku.milter.MilterCommand;
import org.hikyaku.milter.MilterOptions;
import org.hikyaku.milter.MilterReader;
import org.hikyaku.milter.MilterReply;
import org.hikyaku.milter.MilterReply.Verdict;
import org.hikyaku.milter.MilterStage;
import org.hikyaku.milter.MilterStep;
import org.hikyaku.milter.MilterWriter;
import org.hikyaku.net.Connection;
import org.hikyaku.ops.Event;
import org.jspecify.annotations.Nullable;

/**
 * The conversation with a mail server on one connection: client after client, message after
 * message. Belongs to its thread.
 *
 * <p>MAIL and the end of a message are answered, nothing else where the server agrees: MAIL, so
 * that a server that ends can say so before it has taken anything.
 */
final class MilterSession {

    private static final MilterOptions WANTED =
            MilterOptions.of(
                    MilterOptions.NEWEST,
                    EnumSet.of(
                            MilterAction.ADD_HEADERS,
                            MilterAction.CHANGE_HEADERS,
                            MilterAction.QUARANTINE,
                            MilterAction.CHOOSE_MACROS),
                    EnumSet.of(
                            MilterStep.NO_UNKNOWN,
                            MilterStep.NO_DATA,
                            MilterStep.SKIP,
                            MilterStep.LEADING_SPACE,
                            MilterStep.SILENT_CONNECT,
                            MilterStep.SILENT_HELO,
                            MilterStep.SILENT_RCPT,
                            MilterStep.SILENT_HEADERS,
                            MilterStep.SILENT_END_OF_HEADERS,
                            MilterStep.SILENT_BODY));

    private final String id;
    private final Connection connection;
    private final MilterEndpoint endpoint;
    private final MilterReader reader;
    private final MilterWriter writer;
    private final ClientState client = new ClientState();
    private @Nullable MilterOptions agreed;
    private @Nullable MessageState message;

    MilterSession(String id, Connection connection, MilterEndpoint endpoint) throws IOException {
        this.id = id;
        this.connection = connection;
        this.endpoint = endpoint;
        this.reader = new MilterReader(connection.input());
        this.writer = new MilterWriter(connection.output());
    }

    String id() {
        return id;
    }

    MilterParts parts() {
        return endpoint.parts();
    }

    ClientState client() {
        return client;
    }

    boolean leadingSpace() {
        return agreedOn(MilterStep.LEADING_SPACE);
    }

    private boolean agreedOn(MilterStep step) {
        return agreed != null && agreed.has(step);
    }

    void run() throws IOException {
        String ending = "the connection ended";
        try {
            boolean goesOn = true;
            while (goesOn) {
                MilterCommand command = next();
                goesOn = command != null && obey(command);
            }
            writer.flush();
        } catch (MalformedMilterException e) {
            ending = String.valueOf(e.getMessage());
            endpoint.parts()
                    .events()
                    .emit(new Event.Refused("milter", id, "mail server", "closed", ending));
        } catch (EOFException e) {
            ending = connection.expired() ? "the mail server was too slow" : ending;
            throw e;
        } finally {
            giveUp(ending);
        }
    }

    /** The next command; null where there will be none. */
    private @Nullable MilterCommand next() throws IOException {
        if (reader.isReady()) {
            return reader.command();
        }
        writer.flush();
        if (message == null) {
            reader.rest();
            writer.rest();
        }
        connection.deadline(endpoint.limits().idle());
        // Between two clients nothing is lost where the server stops.
        connection.idle(!client.isConnected());
        if (!client.isConnected() && connection.closing()) {
            return null;
        }
        MilterCommand command = reader.command();
        connection.idle(false);
        return command;
    }

    /** Whether the connection goes on. */
    private boolean obey(MilterCommand command) throws IOException {
        if (agreed == null && !(command instanceof MilterCommand.Negotiate)) {
            throw new MalformedMilterException("no negotiation before the first command");
        }
        switch (command) {
            case MilterCommand.Negotiate negotiate -> negotiate(negotiate.offered());
            case MilterCommand.Macros macros -> client.learn(macros);
            case MilterCommand.Connect connect -> {
                giveUp("another client");
                client.connected(connect);
                answer(MilterStep.SILENT_CONNECT);
            }
            case MilterCommand.Helo helo -> {
                client.greeted(helo.name());
                answer(MilterStep.SILENT_HELO);
            }
            case MilterCommand.Mail mail -> {
                return begin(mail);
            }
            case MilterCommand.Rcpt rcpt -> {
                message().recipient(rcpt);
                answer(MilterStep.SILENT_RCPT);
            }
            case MilterCommand.Data _ -> answer(MilterStep.SILENT_DATA);
            case MilterCommand.Header field -> {
                message().field(field);
                answer(MilterStep.SILENT_HEADERS);
            }
            case MilterCommand.EndOfHeaders _ -> headerEnds();
            case MilterCommand.Body body -> body(body);
            case MilterCommand.EndOfBody end -> finish(end);
            case MilterCommand.Unknown _ -> answer(MilterStep.SILENT_UNKNOWN);
            case MilterCommand.Abort _ -> giveUp("the mail server gave it up");
            case MilterCommand.NextClient _ -> {
                giveUp("the client is gone");
                client.forget();
            }
            case MilterCommand.Quit _ -> {
                return false;
            }
        }
        return true;
    }

    private void answer(MilterStep silent) throws IOException {
        if (!agreedOn(silent)) {
            writer.put(Verdict.CONTINUE);
        }
    }

    private MessageState message() throws MalformedMilterException {
        MessageState current = message;
        if (current == null) {
            throw new MalformedMilterException("a part of a message before MAIL");
        }
        return current;
    }

    private void negotiate(MilterOptions offered) throws IOException {
        if (offered.version() < MilterOptions.OLDEST) {
            throw new MalformedMilterException("version " + offered.version());
        }
        giveUp("a new negotiation");
        MilterOptions both = offered.agreed(WANTED);
        agreed = both;
        writer.put(
                new MilterReply.Negotiated(
                        both, both.has(MilterAction.CHOOSE_MACROS) ? macros() : Map.of()));
    }

    private Map<MilterStage, List<String>> macros() {
        Map<MilterStage, List<String>> wanted = new EnumMap<>(MilterStage.class);
        wanted.put(
                MilterStage.CONNECT,
                List.of("j", "_", "daemon_name", "daemon_addr", "client_addr", "client_name"));
        wanted.put(MilterStage.HELO, List.of("tls_version", "cipher"));
        wanted.put(MilterStage.MAIL, List.of("i", "auth_type", "auth_authen", "auth_author"));
        Set<String> others = endpoint.rules().signing().macros();
        if (!others.isEmpty()) {
            wanted.replaceAll(
                    (_, names) ->
                            Stream.concat(names.stream(), others.stream()).distinct().toList());
        }
        return wanted;
    }

    private boolean begin(MilterCommand.Mail mail) throws IOException {
        if (message != null) {
            throw new MalformedMilterException("MAIL within a message");
        }
        if (connection.closing()) {
            // RFC 5321 section 3.8: the mail server passes it on, and its client comes back.
            writer.put(new MilterReply.ReplyCode("421 4.3.2 The mail filter is being restarted"));
            return false;
        }
        message = new MessageState(this, endpoint.rules(), mail);
        answer(MilterStep.SILENT_MAIL);
        return true;
    }

    private void headerEnds() throws IOException {
        Treatment treatment = message().headerEnds();
        if (treatment instanceof Passing && !agreedOn(MilterStep.SILENT_END_OF_HEADERS)) {
            finish(); // the server need not tell the body
            return;
        }
        answer(MilterStep.SILENT_END_OF_HEADERS);
    }

    private void body(MilterCommand.Body body) throws IOException {
        MessageState current = message();
        current.body(body.octets(), body.offset(), body.length());
        if (agreedOn(MilterStep.SKIP) && !current.headerEnds().wantsBody()) {
            if (!agreedOn(MilterStep.SILENT_BODY)) {
                writer.put(Verdict.SKIP);
            }
            return;
        }
        answer(MilterStep.SILENT_BODY);
    }

    private void finish(MilterCommand.EndOfBody end) throws IOException {
        message().body(end.octets(), end.offset(), end.length());
        finish();
    }

    private void finish() throws IOException {
        for (MilterReply reply : message().finish()) {
            if (isAllowed(reply)) {
                writer.put(reply);
            }
        }
        message = null;
        client.forgetMessage();
    }

    /** A server takes a change that it has not agreed on for a fault, and drops the connection. */
    private boolean isAllowed(MilterReply reply) {
        return switch (reply) {
            case MilterReply.AddHeader _, MilterReply.InsertHeader _ ->
                    has(MilterAction.ADD_HEADERS);
            case MilterReply.ChangeHeader _ -> has(MilterAction.CHANGE_HEADERS);
            case MilterReply.Quarantine _ -> has(MilterAction.QUARANTINE);
            case MilterReply.ChangeFrom _ -> has(MilterAction.CHANGE_FROM);
            case MilterReply.AddRecipient _ -> has(MilterAction.ADD_RECIPIENTS);
            case MilterReply.AddRecipientWith _ -> has(MilterAction.ADD_RECIPIENTS_WITH_ARGUMENTS);
            case MilterReply.DeleteRecipient _ -> has(MilterAction.DELETE_RECIPIENTS);
            case MilterReply.ReplaceBody _ -> has(MilterAction.CHANGE_BODY);
            case Verdict _, MilterReply.ReplyCode _, MilterReply.Negotiated _ -> true;
        };
    }

    private boolean has(MilterAction action) {
        return agreed != null && agreed.has(action);
    }

    /** The message, where there is one, will not be completed. */
    private void giveUp(String cause) {
        MessageState current = message;
        if (current != null) {
            message = null;
            current.abandoned(cause);
            client.forgetMessage();
        }
    }
}
