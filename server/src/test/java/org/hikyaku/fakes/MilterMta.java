package org.hikyaku.fakes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hikyaku.milter.MilterCommand;
import org.hikyaku.milter.MilterCommand.Family;
import org.hikyaku.milter.MilterOptions;
import org.hikyaku.milter.MilterReader;
import org.hikyaku.milter.MilterReply;
import org.hikyaku.milter.MilterReply.Verdict;
import org.hikyaku.milter.MilterStep;
import org.hikyaku.milter.MilterWriter;
import org.jspecify.annotations.Nullable;

/**
 * The mail server's side of a milter connection, as Postfix does it: waits for an answer where one
 * is due, and carries out what it is told.
 */
public final class MilterMta implements AutoCloseable {

    /** All that version 6 has. */
    public static final MilterOptions NEWEST = new MilterOptions(6, 0x1ff, 0x1fffff);

    /** What Postfix offers with {@code milter_protocol = 2}. */
    public static final MilterOptions OLDEST = new MilterOptions(2, 0x3f, 0x7f);

    private static final int CHUNK_OCTETS = 65_535;

    /**
     * What became of a message.
     *
     * @param verdict the last reply
     * @param header fields with LF ends, as they are now
     * @param quarantine why it is held, or null
     */
    public record Outcome(
            MilterReply verdict, List<String> header, String body, @Nullable String quarantine) {

        /** The message as it is sent on, CRLF line ends. */
        public byte[] message() {
            StringBuilder out = new StringBuilder();
            header.forEach(field -> out.append(field.replace("\n", "\r\n")).append("\r\n"));
            return out.append("\r\n").append(body).toString().getBytes(StandardCharsets.ISO_8859_1);
        }

        /** The fields of that name. */
        public List<String> all(String name) {
            return header.stream()
                    .filter(f -> f.substring(0, f.indexOf(':')).strip().equalsIgnoreCase(name))
                    .toList();
        }

        /** The reply's text, where it is one. */
        public String reply() {
            return verdict instanceof MilterReply.ReplyCode(var text) ? text : verdict.toString();
        }
    }

    private final AutoCloseable socket;
    private final MilterReader reader;
    private final MilterWriter writer;
    private MilterOptions agreed = NEWEST;

    private MilterMta(AutoCloseable socket, InputStream in, OutputStream out) {
        this.socket = socket;
        this.reader = new MilterReader(in);
        this.writer = new MilterWriter(out);
    }

    /** Connects to a port of loopback. */
    public static MilterMta connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(30_000);
        return new MilterMta(socket, socket.getInputStream(), socket.getOutputStream());
    }

    /** Over streams of any kind. */
    public static MilterMta over(AutoCloseable socket, InputStream in, OutputStream out) {
        return new MilterMta(socket, in, out);
    }

    /** Agrees on options. */
    public MilterReply.Negotiated negotiate(MilterOptions offered) throws IOException {
        put(new MilterCommand.Negotiate(offered));
        MilterReply reply = reply().orElseThrow();
        if (!(reply instanceof MilterReply.Negotiated negotiated)) {
            throw new IOException("no negotiation but " + reply);
        }
        agreed = negotiated.options();
        return negotiated;
    }

    /** Tells of a client with an address. */
    public void client(String host, String address) throws IOException {
        put(
                new MilterCommand.Connect(
                        host, address.contains(":") ? Family.INET6 : Family.INET, 4025, address));
        await(MilterStep.SILENT_CONNECT);
        put(new MilterCommand.Helo(host));
        await(MilterStep.SILENT_HELO);
    }

    /** Macros before the command of that letter; names without braces. */
    public void macros(char command, Map<String, String> values) throws IOException {
        put(new MilterCommand.Macros(command, values));
    }

    /** An envelope; the reply to MAIL. */
    public MilterReply envelope(String from, String... to) throws IOException {
        put(new MilterCommand.Mail(List.of("<" + from + ">")));
        MilterReply reply =
                agreed.has(MilterStep.SILENT_MAIL) ? Verdict.CONTINUE : reply().orElseThrow();
        if (reply != Verdict.CONTINUE) {
            return reply;
        }
        for (String recipient : to) {
            put(new MilterCommand.Rcpt(List.of("<" + recipient + ">")));
            await(MilterStep.SILENT_RCPT);
        }
        return reply;
    }

    /** One field, LF within. */
    public void field(String field) throws IOException {
        int colon = field.indexOf(':');
        String value = field.substring(colon + 1);
        put(
                new MilterCommand.Header(
                        field.substring(0, colon),
                        agreed.has(MilterStep.LEADING_SPACE) ? value : value.stripLeading()));
        await(MilterStep.SILENT_HEADERS);
    }

    /** The message, LF line ends, and what becomes of it. */
    public Outcome message(String text) throws IOException {
        int blank = text.indexOf("\n\n");
        List<String> header = fields(text.substring(0, blank));
        for (String field : header) {
            field(field);
        }
        return body(header, text.substring(blank + 2).replace("\n", "\r\n"));
    }

    private static List<String> fields(String header) {
        return List.of(header.split("\n(?![ \t])"));
    }

    /** The end of the header, the body in chunks, and what becomes of it. */
    public Outcome body(List<String> header, String body) throws IOException {
        put(new MilterCommand.EndOfHeaders());
        if (!agreed.has(MilterStep.SILENT_END_OF_HEADERS)) {
            MilterReply reply = reply().orElseThrow();
            if (reply != Verdict.CONTINUE) {
                return new Outcome(reply, header, body, null);
            }
        }
        byte[] octets = body.getBytes(StandardCharsets.ISO_8859_1);
        boolean more = true;
        for (int at = 0; at < octets.length && more; at += CHUNK_OCTETS) {
            put(new MilterCommand.Body(octets, at, Math.min(CHUNK_OCTETS, octets.length - at)));
            more = agreed.has(MilterStep.SILENT_BODY) || reply().orElseThrow() == Verdict.CONTINUE;
        }
        return end(header, body);
    }

    /** The end of the message, and what becomes of it. */
    public Outcome end(List<String> header, String body) throws IOException {
        put(new MilterCommand.EndOfBody(new byte[0], 0, 0));
        List<String> fields = new ArrayList<>(header);
        String quarantine = null;
        while (true) {
            MilterReply reply =
                    reply().orElseThrow(() -> new IOException("the filter has hung up"));
            switch (reply) {
                case MilterReply.InsertHeader(var index, var name, var value) ->
                        fields.add(index, name + ":" + spaced(value));
                case MilterReply.AddHeader(var name, var value) ->
                        fields.add(name + ":" + spaced(value));
                case MilterReply.ChangeHeader change -> change(fields, change);
                case MilterReply.Quarantine(var reason) -> quarantine = reason;
                case Verdict verdict -> {
                    if (verdict != Verdict.PROGRESS) {
                        return new Outcome(verdict, fields, body, quarantine);
                    }
                }
                case MilterReply.ReplyCode code -> {
                    return new Outcome(code, fields, body, quarantine);
                }
                default -> throw new IOException("not expected: " + reply);
            }
        }
    }

    private String spaced(String value) {
        return agreed.has(MilterStep.LEADING_SPACE) ? value : " " + value;
    }

    private void change(List<String> fields, MilterReply.ChangeHeader change) throws IOException {
        int number = 0;
        for (int i = 0; i < fields.size(); i++) {
            String name = fields.get(i).substring(0, fields.get(i).indexOf(':')).strip();
            if (name.equalsIgnoreCase(change.name()) && ++number == change.index()) {
                if (change.value().isEmpty()) {
                    fields.remove(i);
                } else {
                    fields.set(i, change.name() + ":" + spaced(change.value()));
                }
                return;
            }
        }
        throw new IOException("there is no field " + change.index() + " " + change.name());
    }

    /** Gives the message up. */
    public void abort() throws IOException {
        put(new MilterCommand.Abort());
    }

    /** Sends a command; it goes out with the next answer that is waited for, or {@link #flush}. */
    public void put(MilterCommand command) throws IOException {
        writer.put(command);
    }

    /** Sends what has gathered. */
    public void flush() throws IOException {
        writer.flush();
    }

    private void await(MilterStep silent) throws IOException {
        if (!agreed.has(silent)) {
            MilterReply reply = reply().orElseThrow();
            if (reply != Verdict.CONTINUE) {
                throw new IOException("not expected: " + reply);
            }
        }
    }

    /** The next answer; empty where the filter has hung up. */
    public Optional<MilterReply> reply() throws IOException {
        writer.flush();
        return Optional.ofNullable(reader.reply());
    }

    @Override
    public void close() throws IOException {
        try {
            socket.close();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
