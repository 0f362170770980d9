package org.hikyaku.zonefile;

import java.nio.charset.StandardCharsets;

/** Puts one line together, part under part of another line. */
final class LineWriter {

    private final StringBuilder out = new StringBuilder();
    private int column;

    void add(String text) {
        out.append(text);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            column = c == '\n' || c == '\r' ? 0 : RecordParts.next(column, c);
        }
    }

    /**
     * Blanks as {@code gap} has them: one blank or tab stays one, but for the tab behind the owner;
     * others reach to the same column, with tabs where the gap has tabs.
     */
    void align(String gap, int target) {
        boolean first = out.chars().noneMatch(c -> c == ' ' || c == '\t');
        if (gap.isEmpty() || gap.equals(" ") || gap.equals("\t") && !first) {
            add(gap.isEmpty() ? " " : gap);
            return;
        }
        boolean tabs = gap.indexOf('\t') >= 0;
        do {
            add(tabs ? "\t" : " ");
        } while (column < target);
    }

    byte[] octets() {
        return out.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
