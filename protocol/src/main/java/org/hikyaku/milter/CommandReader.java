package org.hikyaku.milter;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hikyaku.milter.MilterCommand.Family;
import org.hikyaku.wire.Printable;

/** Packets of a mail server. */
final class CommandReader {

    private CommandReader() {}

    static MilterCommand read(char letter, PacketFields packet) throws MalformedMilterException {
        return switch (letter) {
            case 'O' -> new MilterCommand.Negotiate(options(packet));
            case 'D' -> macros(packet);
            case 'C' -> connect(packet);
            case 'H' -> new MilterCommand.Helo(packet.lastText());
            case 'M' -> new MilterCommand.Mail(arguments(packet));
            case 'R' -> new MilterCommand.Rcpt(arguments(packet));
            case 'L' -> header(packet);
            case 'B' -> new MilterCommand.Body(packet.octets(), packet.position(), packet.left());
            case 'E' ->
                    new MilterCommand.EndOfBody(packet.octets(), packet.position(), packet.left());
            case 'U' -> new MilterCommand.Unknown(packet.lastText());
            case 'T', 'N', 'A', 'Q', 'K' -> bare(letter, packet);
            default ->
                    throw new MalformedMilterException(
                            "no command has the letter " + Printable.of(String.valueOf(letter), 8));
        };
    }

    /** Commands that say all by their letter. */
    private static MilterCommand bare(char letter, PacketFields packet)
            throws MalformedMilterException {
        packet.requireEnd();
        return switch (letter) {
            case 'T' -> new MilterCommand.Data();
            case 'N' -> new MilterCommand.EndOfHeaders();
            case 'A' -> new MilterCommand.Abort();
            case 'K' -> new MilterCommand.NextClient();
            default -> new MilterCommand.Quit();
        };
    }

    /** What follows the three numbers is for versions to come. */
    static MilterOptions options(PacketFields packet) throws MalformedMilterException {
        return new MilterOptions(packet.int32(), packet.int32(), packet.int32());
    }

    private static MilterCommand macros(PacketFields packet) throws MalformedMilterException {
        char command = (char) packet.octet();
        List<String> texts = packet.texts();
        if (texts.size() % 2 != 0) {
            throw new MalformedMilterException("a macro without a value");
        }
        Map<String, String> values = HashMap.newHashMap(texts.size() / 2);
        for (int i = 0; i < texts.size(); i += 2) {
            values.put(unbraced(texts.get(i)), texts.get(i + 1));
        }
        return new MilterCommand.Macros(command, values);
    }

    /** Sendmail and Postfix brace names of more than one letter. */
    private static String unbraced(String name) {
        boolean braced = name.length() > 2 && name.startsWith("{") && name.endsWith("}");
        return braced ? name.substring(1, name.length() - 1) : name;
    }

    private static MilterCommand connect(PacketFields packet) throws MalformedMilterException {
        String host = packet.text();
        int letter = packet.octet();
        for (Family family : Family.values()) {
            if (family.letter() != letter) {
                continue;
            }
            if (family == Family.UNKNOWN) {
                return new MilterCommand.Connect(host, family, 0, "");
            }
            int port = packet.uint16();
            return new MilterCommand.Connect(host, family, port, packet.lastText());
        }
        throw new MalformedMilterException("an address of family " + letter);
    }

    private static List<String> arguments(PacketFields packet) throws MalformedMilterException {
        List<String> arguments = packet.texts();
        if (arguments.isEmpty()) {
            throw new MalformedMilterException("a path is missing");
        }
        return arguments;
    }

    private static MilterCommand header(PacketFields packet) throws MalformedMilterException {
        String name = packet.text();
        String value = packet.text();
        packet.requireEnd();
        return new MilterCommand.Header(name, value);
    }
}
