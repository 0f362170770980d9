package org.hikyaku.neighbours.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The text of a file: one char for each octet, so that it can be cut anywhere and nothing is lost.
 * What people read of it is UTF-8: {@link #shown}.
 */
public final class SourceText {

    private final String path;
    private final String chars;
    private final int[] lineStarts;

    private SourceText(String path, String chars) {
        this.path = path;
        this.chars = chars;
        this.lineStarts = starts(chars);
    }

    /** The text of the file at {@code path}. */
    public static SourceText of(String path, byte[] octets) {
        return new SourceText(path, new String(octets, StandardCharsets.ISO_8859_1));
    }

    private static int[] starts(String chars) {
        int[] starts = new int[16];
        int count = 1;
        for (int i = chars.indexOf('\n'); i >= 0; i = chars.indexOf('\n', i + 1)) {
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, count * 2);
            }
            starts[count++] = i + 1;
        }
        return Arrays.copyOf(starts, count);
    }

    /** The file's path, as the host writes it. */
    public String path() {
        return path;
    }

    /** The octets, as they were read or after an edit. */
    public byte[] octets() {
        return chars.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** One char for each octet. */
    public String chars() {
        return chars;
    }

    /** How many octets there are. */
    public int length() {
        return chars.length();
    }

    /** How many lines there are, counting what follows the last line feed even if it is empty. */
    public int lineCount() {
        return lineStarts.length;
    }

    /**
     * Where the line {@code index} (from 0) begins; the end of the text for the one past the last.
     */
    public int lineStart(int index) {
        return index >= lineStarts.length ? chars.length() : lineStarts[index];
    }

    /** Which line (from 0) the char at {@code offset} is in. */
    public int lineIndex(int offset) {
        int found = Arrays.binarySearch(lineStarts, offset);
        return found >= 0 ? found : -found - 2;
    }

    /** The place of the char at {@code offset}. */
    public Place place(int offset) {
        return new Place(path, lineIndex(offset) + 1);
    }

    /** What is wrong at {@code offset}: the line that it is in was read. */
    public Damage damage(int offset, Damage.Expected expected) {
        return new Damage(place(offset), line(lineIndex(offset)).strip(), expected);
    }

    /** The line {@code index} (from 0) as people read it, without its end. */
    public String line(int index) {
        int end = contentEnd(index);
        return shown(lineStart(index), end);
    }

    /** Where the line {@code index} (from 0) ends, its line feed and carriage return left out. */
    public int contentEnd(int index) {
        int end = lineStart(index + 1);
        if (end > lineStart(index) && chars.charAt(end - 1) == '\n') {
            end--;
        }
        if (end > lineStart(index) && chars.charAt(end - 1) == '\r') {
            end--;
        }
        return end;
    }

    /** The chars from {@code start} to {@code end} as people read them: UTF-8. */
    public String shown(int start, int end) {
        return shown(chars.substring(start, end));
    }

    /** Chars that stand for one octet each, as people read them: UTF-8. */
    public static String shown(String chars) {
        for (int i = 0; i < chars.length(); i++) {
            if (chars.charAt(i) >= 0x80) {
                return new String(
                        chars.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            }
        }
        return chars;
    }

    /** How lines end in this file: as its first one does. */
    public String lineEnd() {
        int first = chars.indexOf('\n');
        return first > 0 && chars.charAt(first - 1) == '\r' ? "\r\n" : "\n";
    }

    /**
     * One change: what lies from {@code start} to {@code end} becomes {@code text}.
     *
     * @param text as people read it; written as UTF-8
     */
    public record Splice(int start, int end, String text) {}

    /**
     * The text with changes.
     *
     * @throws IllegalArgumentException where two of them touch the same octets
     */
    public SourceText with(List<Splice> splices) {
        List<Splice> sorted = new ArrayList<>(splices);
        sorted.sort(Comparator.comparingInt(Splice::start).thenComparingInt(Splice::end));
        StringBuilder out = new StringBuilder(chars.length() + 64);
        int at = 0;
        for (Splice splice : sorted) {
            if (splice.start() < at) {
                throw new IllegalArgumentException("two changes at " + place(splice.start()));
            }
            out.append(chars, at, splice.start()).append(encoded(splice.text()));
            at = splice.end();
        }
        return new SourceText(path, out.append(chars, at, chars.length()).toString());
    }

    /** The text with one change. */
    public SourceText with(Splice splice) {
        return with(List.of(splice));
    }

    /** The change that puts whole lines in before the line {@code index} (from 0). */
    public Splice insertLines(int index, List<String> lines) {
        int at = lineStart(index);
        String end = lineEnd();
        StringBuilder text = new StringBuilder();
        if (at > 0 && chars.charAt(at - 1) != '\n') {
            text.append(end);
        }
        lines.forEach(l -> text.append(l).append(end));
        return new Splice(at, at, text.toString());
    }

    /** The change that takes the line {@code index} (from 0) away. */
    public Splice removeLine(int index) {
        return new Splice(lineStart(index), lineStart(index + 1), "");
    }

    /** The change that puts {@code mark} before the line {@code index} (from 0). */
    public Splice markLine(int index, String mark) {
        return new Splice(lineStart(index), lineStart(index), mark);
    }

    private static String encoded(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** The path alone: what is in the file may be secret. */
    @Override
    public String toString() {
        return path;
    }
}
