package org.hikyaku.app.dns;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hikyaku.app.console.Columns;
import org.hikyaku.app.console.Output;
import org.hikyaku.app.console.Texts;
import org.hikyaku.app.dns.Colours.Colour;
import org.hikyaku.wire.Printable;
import org.jspecify.annotations.Nullable;

/**
 * Writes for a person: wrapped to the width of a terminal, foreign text made harmless, in colour.
 */
public record Lines(Output out, Texts texts, Colours colours) {

    /** Foreign text longer than this says no more. */
    private static final int MAX_CHARS = 8_000;

    /** What of one value stands on a line. */
    private static final int VALUE_CHARS = 68;

    /** The text under a key in the reader's language. */
    public String text(String key, Object... arguments) {
        return texts.text(key, arguments);
    }

    /** Wrapped text after {@code first}. */
    public void say(String first, String text) {
        Columns.wrap(first, Printable.of(text, MAX_CHARS)).forEach(line -> print(null, line));
    }

    /** Wrapped text after {@code first}, in a colour. */
    public void say(String first, String text, Colour colour) {
        Columns.wrap(first, Printable.of(text, MAX_CHARS)).forEach(line -> print(colour, line));
    }

    /** A value, cut into lines as it is, without a mark where it is cut. */
    public void value(String first, String value, Colour colour) {
        String shown = Printable.of(value, MAX_CHARS);
        String indent = " ".repeat(first.length());
        pieces(shown)
                .forEach(
                        piece ->
                                print(
                                        colour,
                                        piece.isFirst ? first + piece.text : indent + piece.text));
    }

    private record Piece(boolean isFirst, String text) {}

    private static List<Piece> pieces(String text) {
        List<Piece> pieces = new ArrayList<>();
        for (int at = 0; at == 0 || at < text.length(); at += VALUE_CHARS) {
            int end = Math.min(text.length(), at + VALUE_CHARS);
            pieces.add(new Piece(at == 0, text.substring(at, end)));
        }
        return pieces;
    }

    /** An empty line. */
    public void blank() {
        out.text("\n");
    }

    private void print(@Nullable Colour colour, String line) {
        out.text((colour == null ? line : colours.paint(colour, line)) + "\n");
    }

    /** Asks a person a question; whether the answer is yes. */
    public boolean isConfirmed(String question) {
        out.text(question + " ");
        try {
            String answer =
                    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                            .readLine();
            return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes|はい");
        } catch (IOException _) {
            return false; // nobody is there any more
        }
    }
}
