package org.hikyaku.zonefile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The data of a record that is to be written, read once so that they can be written in a style. */
final class DataText {

    private final int type;
    private final byte[] text;
    private final List<Token> tokens;
    private final byte[] octets;
    private final ZoneName apex;

    private DataText(int type, byte[] text, List<Token> tokens, byte[] octets, ZoneName apex) {
        this.type = type;
        this.text = text;
        this.tokens = tokens;
        this.octets = octets;
        this.apex = apex;
    }

    static DataText of(ZoneChange.Item item, ZoneName apex) throws ZoneFileException {
        byte[] text = item.data().getBytes(StandardCharsets.ISO_8859_1);
        try {
            List<Token> tokens = Token.list(text, 0, text.length);
            for (int i = 0; i < text.length; i++) {
                if (text[i] == '\n' || text[i] == '\r') {
                    throw new Misread(ZoneFault.TEXT_LEFT, i, "");
                }
            }
            byte[] octets =
                    new RdataReader().read(item.type(), text, tokens, text.length, apex.octets());
            return new DataText(item.type(), text, tokens, octets, apex);
        } catch (Misread e) {
            ZoneProblem.Location nowhere = new ZoneProblem.Location("", 0, 0);
            ZoneFault fault = ZoneFault.EDIT_DATA;
            throw new ZoneFileException(
                    new ZoneProblem(
                            fault.severity(),
                            nowhere,
                            fault,
                            List.of(item.data(), RecordTypes.name(item.type())),
                            new ZoneProblem(
                                    e.fault().severity(), nowhere, e.fault(), e.arguments())));
        }
    }

    byte[] octets() {
        return octets;
    }

    boolean isText() {
        return type == RecordTypes.TXT || type == RecordTypes.SPF;
    }

    /** Of a text record, its strings joined. */
    String value() {
        return WireData.joined(octets);
    }

    boolean says(byte[] data) {
        return java.util.Arrays.equals(
                Fingerprint.comparable(type, data), Fingerprint.comparable(type, octets));
    }

    /**
     * The words as they are to be written.
     *
     * @param model a record of the same type whose names show whether names are relative; null:
     *     names are absolute
     * @param origin what relative names are relative to
     */
    List<String> words(@Nullable RecordParts model, ZoneName origin) {
        List<Field> form = RecordTypes.form(type);
        List<String> words = new ArrayList<>();
        boolean generic = !tokens.isEmpty() && tokens.getFirst().text(text).equals("\\#");
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            boolean name = !generic && form != null && i < form.size() && form.get(i) == Field.NAME;
            words.add(
                    name
                            ? name(token, model == null ? "." : modelWord(model, i), origin)
                            : new String(
                                    text,
                                    token.outerStart(),
                                    token.outerEnd() - token.outerStart(),
                                    StandardCharsets.ISO_8859_1));
        }
        return words;
    }

    private static String modelWord(RecordParts model, int i) {
        return i < model.data().size() ? model.data().get(i).text(model.text()) : ".";
    }

    private String name(Token token, String model, ZoneName origin) {
        try {
            NameScan scan = new NameScan();
            scan.read(text, token.start(), token.end(), apex.octets());
            ZoneName name = ZoneName.of(scan.wire(), scan.length());
            return model.endsWith(".") ? name.text() : name.textIn(origin);
        } catch (Misread e) {
            throw new IllegalStateException("the name was read before", e);
        }
    }
}
