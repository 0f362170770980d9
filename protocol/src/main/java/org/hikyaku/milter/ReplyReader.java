package org.hikyaku.milter;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.hikyaku.milter.MilterReply.Verdict;
import org.hikyaku.wire.Printable;

/** Packets of a filter. */
final class ReplyReader {

    private ReplyReader() {}

    static MilterReply read(char letter, PacketFields packet) throws MalformedMilterException {
        return switch (letter) {
            case 'O' -> negotiated(packet);
            case 'y' -> new MilterReply.ReplyCode(packet.lastText().replace("%%", "%"));
            case 'h' -> new MilterReply.AddHeader(packet.text(), packet.lastText());
            case 'i' ->
                    new MilterReply.InsertHeader(packet.int32(), packet.text(), packet.lastText());
            case 'm' ->
                    new MilterReply.ChangeHeader(packet.int32(), packet.text(), packet.lastText());
            case 'q' -> new MilterReply.Quarantine(packet.lastText());
            case 'e' -> changeFrom(packet);
            case '+' -> new MilterReply.AddRecipient(packet.lastText());
            case '2' -> addRecipient(packet);
            case '-' -> new MilterReply.DeleteRecipient(packet.lastText());
            case 'b' ->
                    new MilterReply.ReplaceBody(packet.octets(), packet.position(), packet.left());
            default -> verdict(letter, packet);
        };
    }

    private static Verdict verdict(char letter, PacketFields packet)
            throws MalformedMilterException {
        for (Verdict verdict : Verdict.values()) {
            if (verdict.letter() == letter) {
                packet.requireEnd();
                return verdict;
            }
        }
        throw new MalformedMilterException(
                "no reply has the letter " + Printable.of(String.valueOf(letter), 8));
    }

    private static MilterReply negotiated(PacketFields packet) throws MalformedMilterException {
        MilterOptions options = CommandReader.options(packet);
        Map<MilterStage, List<String>> macros = new EnumMap<>(MilterStage.class);
        while (packet.left() > 0) {
            int number = packet.int32();
            MilterStage stage =
                    MilterStage.ofNumber(number)
                            .orElseThrow(
                                    () ->
                                            new MalformedMilterException(
                                                    "macros of stage " + number));
            String names = packet.text().strip();
            macros.put(
                    stage,
                    names.isEmpty()
                            ? List.of()
                            : List.of(names.split("[ ,]+")).stream()
                                    .map(ReplyReader::unbraced)
                                    .toList());
        }
        return new MilterReply.Negotiated(options, macros);
    }

    private static String unbraced(String name) {
        return name.replaceFirst("^\\{(.+)}$", "$1");
    }

    private static MilterReply changeFrom(PacketFields packet) throws MalformedMilterException {
        List<String> texts = packet.texts();
        if (texts.isEmpty() || texts.size() > 2) {
            throw new MalformedMilterException("a sender and its parameters are two texts");
        }
        return new MilterReply.ChangeFrom(
                texts.getFirst(), texts.size() == 2 ? texts.getLast() : "");
    }

    private static MilterReply addRecipient(PacketFields packet) throws MalformedMilterException {
        List<String> texts = packet.texts();
        if (texts.isEmpty() || texts.size() > 2) {
            throw new MalformedMilterException("a recipient and its parameters are two texts");
        }
        return new MilterReply.AddRecipientWith(
                texts.getFirst(), texts.size() == 2 ? texts.getLast() : "");
    }
}
