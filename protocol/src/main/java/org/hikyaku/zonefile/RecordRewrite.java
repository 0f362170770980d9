package org.hikyaku.zonefile;

import java.util.ArrayList;
import java.util.List;

/** Puts other data in the place of a record's, word by word where their number stays. */
final class RecordRewrite {

    private final ZoneFile zone;
    private final ZoneRecord record;
    private final RecordParts parts;

    RecordRewrite(ZoneFile zone, ZoneRecord record) {
        this.zone = zone;
        this.record = record;
        this.parts = RecordParts.of(record.source(), record.entry());
    }

    void put(ZoneChange.Item after, DataText data, Splices splices) throws ZoneFileException {
        Long ttl = after.ttlSeconds();
        if (ttl != null && ttl != record.ttlSeconds()) {
            if (parts.ttlStart() >= 0) {
                splices.put(parts.ttlStart(), parts.ttlEnd(), Long.toString(ttl));
            } else {
                splices.put(parts.headStart(), parts.headStart(), ttl + " ");
            }
        }
        if (data.says(record.octets())) {
            return;
        }
        if (data.isText()) {
            text(data.value(), splices);
        } else {
            words(data.words(parts, record.origin()), splices);
        }
    }

    private void words(List<String> words, Splices splices) {
        List<Token> old = parts.data();
        if (words.size() != old.size()) {
            splices.put(old.getFirst().outerStart(), parts.dataEnd(), String.join(" ", words));
            return;
        }
        for (int i = 0; i < words.size(); i++) {
            Token token = old.get(i);
            String before = parts.text(token.outerStart(), token.outerEnd());
            if (!before.equals(words.get(i))) {
                splices.put(token.outerStart(), token.outerEnd(), words.get(i));
            }
        }
    }

    private void text(String value, Splices splices) throws ZoneFileException {
        List<Token> old = parts.data();
        boolean parenthesis =
                parts.text(parts.typeEnd(), old.getFirst().outerStart()).indexOf('(') >= 0;
        List<String> strings = asBefore(value);
        if (!strings.isEmpty()) {
            words(strings, splices);
            return;
        }
        TextLayout layout =
                TextStyle.of(zone, record, value, TextLayout.plain(parts.lineEnd(), "\t\t"));
        List<String> cut = layout.strings(value);
        String between = old.size() > 1 ? between(old, layout) : layout.between();
        String written = parenthesis ? String.join(between, cut) : layout.write(cut);
        splices.put(old.getFirst().outerStart(), parts.dataEnd(), written);
    }

    private String between(List<Token> old, TextLayout layout) {
        String between = parts.text(old.getFirst().outerEnd(), old.get(1).outerStart());
        return between.indexOf(';') >= 0 ? layout.between() : between;
    }

    /** Cut where the strings were cut before; empty where that does not hold the value. */
    private List<String> asBefore(String value) throws ZoneFileException {
        List<String> before = record.strings();
        List<String> cut = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < before.size(); i++) {
            boolean last = i == before.size() - 1;
            int end = last ? value.length() : at + before.get(i).length();
            if (end > value.length() || at >= value.length() && i > 0) {
                return List.of();
            }
            cut.add(TextLayout.quoted(value.substring(at, end)));
            if (end - at > RdataReader.MAX_STRING_OCTETS) {
                return List.of();
            }
            at = end;
        }
        return cut;
    }
}
