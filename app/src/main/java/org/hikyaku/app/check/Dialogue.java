package org.hikyaku.app.check;

import java.io.PrintStream;
import org.hikyaku.wire.Printable;

/** Lines for a terminal: a title in the margin, text beside it, wrapped at 80 columns. */
final class Dialogue {

    private static final int COLUMNS = 80;
    private static final int MARGIN = 9;

    /** Foreign texts are cut here: a record of 8,192 octets says no more than its beginning. */
    private static final int MAX_CHARS = 600;

    private final PrintStream out;
    private String title = "";

    Dialogue(PrintStream out) {
        this.out = out;
    }

    /** The next line begins a part with that title. */
    void part(String name) {
        title = name;
    }

    void line(String text) {
        line(text, 0);
    }

    /** A line, {@code depth} steps in. Everything that could act on a terminal is written out. */
    void line(String text, int depth) {
        String rest = Printable.of(text, MAX_CHARS);
        String indent = "  ".repeat(Math.min(depth, 8));
        int room = COLUMNS - MARGIN - indent.length();
        String start = pad(title) + indent;
        title = "";
        while (width(rest) > room) {
            int cut = cut(rest, room);
            out.println((start + rest.substring(0, cut)).stripTrailing());
            rest = rest.substring(cut).stripLeading();
            indent = "  ".repeat(Math.min(depth + 1, 9));
            room = COLUMNS - MARGIN - indent.length();
            start = pad("") + indent;
        }
        out.println((start + rest).stripTrailing());
    }

    void blank() {
        out.println();
    }

    private static String pad(String text) {
        return text + " ".repeat(Math.max(1, MARGIN - width(text)));
    }

    /** After the last blank that fits, or, in a long word, where the line is full. */
    private static int cut(String text, int room) {
        int full = 0;
        int used = 0;
        while (full < text.length() && used + width(text.charAt(full)) <= room) {
            used += width(text.charAt(full));
            full++;
        }
        int blank = text.lastIndexOf(' ', full);
        int at = blank > room / 2 ? blank : full;
        return Character.isHighSurrogate(text.charAt(at - 1)) ? at + 1 : at;
    }

    private static int width(String text) {
        return text.chars().map(c -> width((char) c)).sum();
    }

    /** Japanese characters take two columns (UAX 11, wide). */
    private static int width(char c) {
        boolean wide =
                (c >= 0x1100 && c <= 0x115f)
                        || (c >= 0x2e80 && c <= 0xa4cf)
                        || (c >= 0xac00 && c <= 0xd7a3)
                        || (c >= 0xf900 && c <= 0xfaff)
                        || (c >= 0xfe30 && c <= 0xfe6f)
                        || (c >= 0xff00 && c <= 0xff60);
        return wide ? 2 : 1;
    }
}
