package org.hikyaku.app.console;

import java.util.ArrayList;
import java.util.List;

/** Breaks text into lines for a terminal of 80 columns, English at blanks, Japanese anywhere. */
public final class Columns {

    /** One less than the 80 columns of a terminal, and one for safety. */
    public static final int WIDTH = 78;

    /** What may not begin a line in Japanese (JIS X 4051). */
    private static final String NEVER_FIRST = "、。，．・：；？！）」』】〉》〕ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ";

    private static final String NEVER_LAST = "（「『【〈《〔";

    /** What is never torn apart, and whether a blank stands before it. */
    private record Piece(String text, boolean blankBefore) {
        Piece with(String more) {
            return new Piece(text + more, blankBefore);
        }
    }

    private Columns() {}

    /**
     * The lines of {@code text}: the first begins with {@code first}, the others with as many
     * blanks. A word that is too long for a line stays whole.
     */
    public static List<String> wrap(String first, String text) {
        String indent = " ".repeat(width(first));
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(first);
        boolean atStart = true;
        for (Piece piece : pieces(text)) {
            String blank = piece.blankBefore() && !atStart ? " " : "";
            if (!atStart && width(line.toString()) + blank.length() + width(piece.text()) > WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder(indent);
                blank = "";
            }
            line.append(blank).append(piece.text());
            atStart = false;
        }
        lines.add(line.toString().stripTrailing());
        return lines;
    }

    private static List<Piece> pieces(String text) {
        List<Piece> pieces = new ArrayList<>();
        boolean blank = false;
        boolean glued = false;
        for (int at = 0; at < text.length(); ) {
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            if (Character.isWhitespace(c)) {
                blank = true;
                glued = false;
                continue;
            }
            boolean wide = isWide(c);
            String shown = Character.toString(c);
            boolean tied = NEVER_FIRST.contains(shown) || (!wide && glued) || endsOpen(pieces);
            if (tied && !blank && !pieces.isEmpty()) {
                pieces.set(pieces.size() - 1, pieces.getLast().with(shown));
            } else {
                pieces.add(new Piece(shown, blank));
            }
            blank = false;
            glued = !wide;
        }
        return pieces;
    }

    private static boolean endsOpen(List<Piece> pieces) {
        if (pieces.isEmpty()) {
            return false;
        }
        String last = pieces.getLast().text();
        return NEVER_LAST.indexOf(last.charAt(last.length() - 1)) >= 0;
    }

    /** How many columns a terminal needs for {@code text}. */
    static int width(String text) {
        return text.codePoints().map(c -> isWide(c) ? 2 : 1).sum();
    }

    /** Unicode Standard Annex 11: the blocks of Chinese, Japanese and Korean, and full width. */
    private static boolean isWide(int c) {
        return (c >= 0x1100 && c <= 0x115f)
                || (c >= 0x2e80 && c <= 0xa4cf)
                || (c >= 0xac00 && c <= 0xd7a3)
                || (c >= 0xf900 && c <= 0xfaff)
                || (c >= 0xfe30 && c <= 0xfe4f)
                || (c >= 0xff00 && c <= 0xff60)
                || (c >= 0xffe0 && c <= 0xffe6)
                || (c >= 0x20000 && c <= 0x3fffd);
    }
}
