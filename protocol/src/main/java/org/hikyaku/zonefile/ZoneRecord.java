package org.hikyaku.zonefile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hikyaku.dns.DnsRecord;

/** A record of a zone file; its data are read when they are asked for. */
public final class ZoneRecord {

    private final ZoneFile zone;
    private final ZoneSource source;
    private final int entry;

    ZoneRecord(ZoneFile zone, ZoneSource source, int entry) {
        this.zone = zone;
        this.source = source;
        this.entry = entry;
    }

    ZoneSource source() {
        return source;
    }

    int entry() {
        return entry;
    }

    /** Whose record it is. */
    public ZoneName owner() {
        return zone.names().name(source.entries().owner(entry));
    }

    int ownerNumber() {
        return source.entries().owner(entry);
    }

    /** The number of its type (IANA DNS parameters); {@link RecordTypes#name} for the name. */
    public int type() {
        return source.entries().type(entry);
    }

    /** How long it may be remembered, as written or as in force. */
    public int ttlSeconds() {
        return source.entries().ttl(entry);
    }

    /** Where its line begins. */
    public ZoneProblem.Location location() {
        return source.location(entry, source.start(entry));
    }

    /** Where an offset of its text is. */
    ZoneProblem.Location location(int offset) {
        return source.location(entry, offset);
    }

    /** Whether {@code $GENERATE} made it. */
    public boolean isGenerated() {
        return source.nature() == ZoneSource.Nature.GENERATED;
    }

    /** What relative names in its line are relative to. */
    public ZoneName origin() {
        return zone.names().name(source.entries().origin(entry));
    }

    List<Token> tokens() throws Misread {
        return Token.list(source.text(), source.entries().data(entry), source.end(entry));
    }

    /** The words of the data as the file writes them, quotation marks included. */
    public List<String> words() {
        try {
            byte[] text = source.text();
            List<String> words = new ArrayList<>();
            for (Token token : tokens()) {
                words.add(
                        new String(
                                text,
                                token.outerStart(),
                                token.outerEnd() - token.outerStart(),
                                StandardCharsets.ISO_8859_1));
            }
            return words;
        } catch (Misread e) {
            throw new IllegalStateException("a record's words were read before", e);
        }
    }

    byte[] octets(RdataReader reader) throws Misread {
        List<Token> tokens = tokens();
        return reader.read(type(), source.text(), tokens, dataEnd(tokens), origin().octets());
    }

    private int dataEnd(List<Token> tokens) {
        return tokens.isEmpty() ? source.entries().data(entry) : tokens.getLast().outerEnd();
    }

    /**
     * The data in the octets of the wire, names in lower case and not compressed.
     *
     * @throws ZoneFileException where they are not what the type wants
     */
    public byte[] octets() throws ZoneFileException {
        try {
            return octets(new RdataReader());
        } catch (Misread e) {
            throw new ZoneFileException(
                    new ZoneProblem(
                            e.fault().severity(), location(e.offset()), e.fault(), e.arguments()));
        }
    }

    /**
     * The character strings of a TXT or SPF record, one char per octet; empty for others.
     *
     * @throws ZoneFileException where the data cannot be read
     */
    public List<String> strings() throws ZoneFileException {
        if (type() != RecordTypes.TXT && type() != RecordTypes.SPF) {
            return List.of();
        }
        String data = new String(octets(), StandardCharsets.ISO_8859_1);
        List<String> strings = new ArrayList<>();
        for (int at = 0; at < data.length(); at += data.charAt(at) + 1) {
            strings.add(data.substring(at + 1, at + 1 + data.charAt(at)));
        }
        return strings;
    }

    /** As the rules of mail see it; empty for types that those have no use for, or bad data. */
    public Optional<DnsRecord> data() {
        try {
            return WireData.record(type(), octets());
        } catch (ZoneFileException _) {
            return Optional.empty();
        }
    }

    /** The record as a change names it, with names relative to nothing and no time. */
    public ZoneChange.Item item() {
        try {
            byte[] text = source.text();
            List<Token> tokens = tokens();
            List<Field> form = RecordTypes.form(type());
            List<String> words = words();
            NameScan scan = new NameScan();
            for (int i = 0; i < tokens.size(); i++) {
                boolean name = form != null && i < form.size() && form.get(i) == Field.NAME;
                if (name && !words.getFirst().equals("\\#")) {
                    Token token = tokens.get(i);
                    scan.read(text, token.start(), token.end(), origin().octets());
                    words.set(i, ZoneName.of(scan.wire(), scan.length()).text());
                }
            }
            return new ZoneChange.Item(owner(), type(), String.join(" ", words), null);
        } catch (Misread e) {
            throw new IllegalStateException("only records that can be read are changed", e);
        }
    }

    /** One line: owner, time, type and data. */
    @Override
    public String toString() {
        return owner()
                + " "
                + ttlSeconds()
                + " "
                + RecordTypes.name(type())
                + " "
                + String.join(" ", words());
    }
}
