package org.hikyaku.milter;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Puts packets on a stream, gathered until {@link #flush}. Belongs to one thread. A NUL within a
 * text would end it: what follows one is left out.
 */
public final class MilterWriter {

    /** Usual answers fit; beyond it, what has gathered is written. */
    private static final int USUAL_OCTETS = 2048;

    private static final int MAX_GATHERED_OCTETS = 64 * 1024;

    private static final byte[] NONE = new byte[0];

    private final OutputStream out;
    private byte[] buffer = NONE;
    private int length;
    private int packet;

    /** A writer to {@code out}, which needs no buffer of its own. */
    public MilterWriter(OutputStream out) {
        this.out = out;
    }

    /** Writes what has gathered. */
    public void flush() throws IOException {
        if (length > 0) {
            out.write(buffer, 0, length);
            out.flush();
            length = 0;
        }
    }

    /** Lets go of memory, where nothing waits in it. */
    public void rest() {
        if (length == 0) {
            buffer = NONE;
        }
    }

    /** What a filter says. */
    public void put(MilterReply reply) throws IOException {
        switch (reply) {
            case MilterReply.Verdict verdict -> begin(verdict.letter());
            case MilterReply.Negotiated(var options, var macros) -> {
                options(options);
                for (MilterStage stage : MilterStage.values()) {
                    List<String> names = macros.get(stage);
                    if (names != null) {
                        int32(stage.number()).text(braced(names));
                    }
                }
            }
            // Servers take "%%" for "%", as libmilter's callers have to write it.
            case MilterReply.ReplyCode(var text) -> begin('y').text(text.replace("%", "%%"));
            case MilterReply.AddHeader(var name, var value) -> begin('h').text(name).text(value);
            case MilterReply.InsertHeader(var index, var name, var value) ->
                    begin('i').int32(index).text(name).text(value);
            case MilterReply.ChangeHeader(var index, var name, var value) ->
                    begin('m').int32(index).text(name).text(value);
            case MilterReply.Quarantine(var reason) -> begin('q').text(reason);
            case MilterReply.ChangeFrom(var address, var parameters) ->
                    begin('e').text(address).optional(parameters);
            case MilterReply.AddRecipient(var address) -> begin('+').text(address);
            case MilterReply.AddRecipientWith(var address, var parameters) ->
                    begin('2').text(address).optional(parameters);
            case MilterReply.DeleteRecipient(var address) -> begin('-').text(address);
            case MilterReply.ReplaceBody(var octets, var offset, var count) ->
                    begin('b').octets(octets, offset, count);
        }
        end();
    }

    /** What a mail server says. */
    public void put(MilterCommand command) throws IOException {
        switch (command) {
            case MilterCommand.Negotiate(var offered) -> options(offered);
            case MilterCommand.Macros(var letter, var values) -> {
                begin('D').octet(letter);
                values.forEach((name, value) -> text(braced(name)).text(value));
            }
            case MilterCommand.Connect connect -> connect(connect);
            case MilterCommand.Helo(var name) -> begin('H').text(name);
            case MilterCommand.Mail(var arguments) -> begin('M').texts(arguments);
            case MilterCommand.Rcpt(var arguments) -> begin('R').texts(arguments);
            case MilterCommand.Data _ -> begin('T');
            case MilterCommand.Header(var name, var value) -> begin('L').text(name).text(value);
            case MilterCommand.EndOfHeaders _ -> begin('N');
            case MilterCommand.Body(var octets, var offset, var count) ->
                    begin('B').octets(octets, offset, count);
            case MilterCommand.EndOfBody(var octets, var offset, var count) ->
                    begin('E').octets(octets, offset, count);
            case MilterCommand.Unknown(var line) -> begin('U').text(line);
            case MilterCommand.Abort _ -> begin('A');
            case MilterCommand.Quit _ -> begin('Q');
            case MilterCommand.NextClient _ -> begin('K');
        }
        end();
    }

    private void connect(MilterCommand.Connect connect) {
        begin('C').text(connect.host()).octet(connect.family().letter());
        if (connect.family() != MilterCommand.Family.UNKNOWN) {
            octet(connect.port() >> 8).octet(connect.port()).text(connect.address());
        }
    }

    private void options(MilterOptions options) {
        begin('O').int32(options.version()).int32(options.actions()).int32(options.steps());
    }

    private static String braced(String name) {
        return name.length() > 1 ? "{" + name + "}" : name;
    }

    private static String braced(List<String> names) {
        return String.join(" ", names.stream().map(MilterWriter::braced).toList());
    }

    private MilterWriter begin(char letter) {
        packet = length;
        return int32(0).octet(letter);
    }

    private void end() throws IOException {
        int size = length - packet - 4;
        int after = length;
        length = packet;
        int32(size);
        length = after;
        if (length > MAX_GATHERED_OCTETS) {
            flush();
        }
    }

    private MilterWriter int32(int value) {
        return octet(value >> 24).octet(value >> 16).octet(value >> 8).octet(value);
    }

    private MilterWriter octet(int value) {
        room(1);
        buffer[length++] = (byte) value;
        return this;
    }

    private MilterWriter octets(byte[] octets, int offset, int count) {
        room(count);
        System.arraycopy(octets, offset, buffer, length, count);
        length += count;
        return this;
    }

    private MilterWriter text(String text) {
        int nul = text.indexOf('\0');
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        return octets(octets, 0, nul < 0 ? octets.length : nul).octet(0);
    }

    private MilterWriter texts(List<String> texts) {
        texts.forEach(this::text);
        return this;
    }

    private MilterWriter optional(String text) {
        return text.isEmpty() ? this : text(text);
    }

    private void room(int count) {
        if (length + count > buffer.length) {
            int size = Math.max(USUAL_OCTETS, buffer.length * 2);
            buffer = Arrays.copyOf(buffer, Math.max(size, length + count));
        }
    }
}
