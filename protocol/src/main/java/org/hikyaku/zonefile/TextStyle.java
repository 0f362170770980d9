package org.hikyaku.zonefile;

/** Finds how a file writes long texts. */
final class TextStyle {

    private TextStyle() {}

    /** As {@code model} where it has several strings, else as the last such record of the file. */
    static TextLayout of(ZoneFile zone, ZoneRecord model, String lineEnd, String indent) {
        TextLayout plain = TextLayout.plain(lineEnd, indent);
        TextLayout[] found = {null, null};
        zone.forEach(
                r -> {
                    boolean same = r.source() == model.source();
                    if (r.type() != RecordTypes.TXT || !same) {
                        return;
                    }
                    RecordParts parts = RecordParts.of(r.source(), r.entry());
                    if (parts.data().size() > 1) {
                        found[r.entry() == model.entry() ? 0 : 1] =
                                TextLayout.of(parts, plain);
                    }
                });
        TextLayout best = found[0] == null ? found[1] : found[0];
        return best == null ? plain : best;
    }
}
