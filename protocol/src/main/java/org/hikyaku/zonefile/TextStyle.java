package org.hikyaku.zonefile;

/** Finds how a file writes long texts. */
final class TextStyle {

    private TextStyle() {}

    /**
     * As {@code model} where it has several strings; for a value that needs several, as the last
     * such record of the file.
     */
    static TextLayout of(ZoneFile zone, ZoneRecord model, String value, TextLayout plain) {
        RecordParts own = RecordParts.of(model.source(), model.entry());
        if (own.data().size() > 1 && model.type() == RecordTypes.TXT) {
            return TextLayout.of(own, plain);
        }
        if (value.length() <= RdataReader.MAX_STRING_OCTETS) {
            return plain;
        }
        TextLayout[] found = {plain};
        zone.forEach(
                r -> {
                    if (r.type() == RecordTypes.TXT && r.source() == model.source()) {
                        RecordParts parts = RecordParts.of(r.source(), r.entry());
                        found[0] = parts.data().size() > 1 ? TextLayout.of(parts, plain) : found[0];
                    }
                });
        return found[0];
    }
}
