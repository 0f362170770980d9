package org.hikyaku.neighbours.postfix;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hikyaku.neighbours.text.Damage;
import org.hikyaku.neighbours.text.Place;
import org.hikyaku.neighbours.text.SourceText;
import org.hikyaku.neighbours.text.SourceText.Splice;

/** {@code main.cf}: names and values. */
public final class MainCf {

    private final SourceText text;
    private final List<Entry> entries = new ArrayList<>();
    private final List<Damage> damages = new ArrayList<>();

    private MainCf(SourceText text) {
        this.text = text;
        for (LogicalLine line : LogicalLine.of(text)) {
            read(line);
        }
    }

    /** Reads a file. Never fails: what is wrong is in {@link #damages}. */
    public static MainCf read(SourceText text) {
        return new MainCf(text);
    }

    /**
     * One assignment.
     *
     * @param value as it is written, continued lines joined
     */
    public record Entry(String name, String value, Place at, Lines lines) {}

    /** Where an assignment lies; only an edit needs it. */
    public static final class Lines {
        private final LogicalLine line;
        private final int afterSign;

        private Lines(LogicalLine line, int afterSign) {
            this.line = line;
            this.afterSign = afterSign;
        }

        /** Its first line, from 1. */
        public int first() {
            return line.first() + 1;
        }

        /** Its last line, from 1. */
        public int last() {
            return line.last() + 1;
        }

        /** Each of its lines, from 1, comments in between left out. */
        public List<Integer> all() {
            return line.lines().stream().map(l -> l + 1).toList();
        }
    }

    private void read(LogicalLine line) {
        int start = text.lineStart(line.first());
        if (line.beginsWithBlank(text)) {
            damages.add(text.damage(start, Damage.Expected.START_OF_LINE));
            return;
        }
        String joined = line.joined(text);
        int sign = joined.indexOf('=');
        String name = sign < 0 ? "" : joined.substring(0, sign).strip();
        if (name.isEmpty() || name.chars().anyMatch(c -> LogicalLine.isBlank((char) c))) {
            damages.add(text.damage(start, Damage.Expected.ASSIGNMENT));
            return;
        }
        entries.add(
                new Entry(
                        SourceText.shown(name),
                        SourceText.shown(trimmed(joined.substring(sign + 1))),
                        text.place(start),
                        new Lines(line, behindSign(line))));
    }

    /** Where the first sign of a logical line ends; it may stand on a line that continues. */
    private int behindSign(LogicalLine line) {
        for (int each : line.lines()) {
            int sign = text.chars().indexOf('=', text.lineStart(each));
            if (sign >= 0 && sign < text.contentEnd(each)) {
                return sign + 1;
            }
        }
        throw new IllegalArgumentException("an assignment has a sign");
    }

    private static String trimmed(String value) {
        int end = value.length();
        while (end > 0 && LogicalLine.isBlank(value.charAt(end - 1))) {
            end--;
        }
        return value.substring(LogicalLine.skipBlanks(value, 0, end), end);
    }

    /** The file. */
    public SourceText text() {
        return text;
    }

    /** What could not be read. */
    public List<Damage> damages() {
        return List.copyOf(damages);
    }

    /** All assignments, in the order of the file. */
    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** All assignments of a name; Postfix goes by the last one. */
    public List<Entry> entries(String name) {
        return entries.stream().filter(e -> e.name().equals(name)).toList();
    }

    /** The assignment that Postfix goes by. */
    public Optional<Entry> entry(String name) {
        List<Entry> all = entries(name);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    /** The assignments that a later one of the same name takes the effect from. */
    public List<Entry> overridden() {
        Set<String> later = new HashSet<>();
        List<Entry> found = new ArrayList<>();
        for (Entry entry : entries.reversed()) {
            if (!later.add(entry.name())) {
                found.add(entry);
            }
        }
        return List.copyOf(found.reversed());
    }

    /** The value as it is written. */
    public Optional<String> value(String name) {
        return entry(name).map(Entry::value);
    }

    /** What Postfix goes by: the value or its default, with {@code $name} put in. */
    public String effective(String name) {
        return expand("${" + name + "}");
    }

    /** Whether what Postfix goes by is {@code yes}. */
    public boolean isYes(String name) {
        return effective(name).equalsIgnoreCase("yes");
    }

    /** A text with {@code $name}, {@code ${name?then:else}} and the like put in. */
    public String expand(String value) {
        return new Macros(n -> value(n).or(() -> preset(n))).expand(value);
    }

    private Optional<String> preset(String name) {
        if (!name.equals("mydomain")) {
            return PostfixDefaults.of(name);
        }
        // postconf(5): the host's name without its first part.
        String host = value("myhostname").orElse("");
        return Optional.of(host.substring(host.indexOf('.') + 1));
    }

    /** The items of what Postfix goes by: separated by commas and blanks. */
    public List<String> list(String name) {
        return items(effective(name));
    }

    /** The items of a value: separated by commas and blanks, {@code { … }} kept together. */
    public static List<String> items(String value) {
        List<String> found = new ArrayList<>();
        int depth = 0;
        int start = -1;
        for (int i = 0; i <= value.length(); i++) {
            char c = i == value.length() ? ',' : value.charAt(i);
            boolean splits = depth == 0 && (c == ',' || LogicalLine.isBlank(c));
            depth += c == '{' ? 1 : c == '}' && depth > 0 ? -1 : 0;
            if (!splits && start < 0) {
                start = i;
            } else if (start >= 0 && (splits || i == value.length())) {
                found.add(value.substring(start, i));
                start = -1;
            }
        }
        return List.copyOf(found);
    }

    /**
     * Gives a name another value: the assignment that Postfix goes by is changed, or a new one is
     * put at the end.
     *
     * @throws IllegalArgumentException where the value has line ends in it
     */
    public MainCf set(String name, String value) {
        Optional<Entry> entry = entry(name);
        return entry.isPresent() ? set(entry.get(), value) : append(name, value);
    }

    /** Gives one assignment another value; comments between its lines stay. */
    public MainCf set(Entry entry, String value) {
        checkOneLine(value);
        LogicalLine line = entry.lines().line;
        int from = entry.lines().afterSign;
        int signLine = text.lineIndex(from - 1);
        int end = text.contentEnd(signLine);
        int start = LogicalLine.skipBlanks(text.chars(), from, end);
        boolean spaced = start < end || start > from;
        List<Splice> splices =
                new ArrayList<>(line.removed(text, line.lines().indexOf(signLine) + 1));
        splices.add(new Splice(start, end, spaced || value.isEmpty() ? value : " " + value));
        return new MainCf(text.with(splices));
    }

    /** Puts an assignment at the end of the file. */
    public MainCf append(String name, String value) {
        checkOneLine(value);
        return new MainCf(
                text.with(text.insertLines(text.lineCount(), List.of(line(name, value)))));
    }

    /** Puts an assignment behind another. */
    public MainCf addAfter(Entry entry, String name, String value) {
        checkOneLine(value);
        int index = entry.lines().line.last() + 1;
        return new MainCf(text.with(text.insertLines(index, List.of(line(name, value)))));
    }

    /** Takes the effect from an assignment, its text stays as a comment. */
    public MainCf commentOut(Entry entry) {
        return new MainCf(text.with(entry.lines().line.marked(text, "#")));
    }

    /** Takes an assignment away; comments between its lines stay. */
    public MainCf remove(Entry entry) {
        return new MainCf(text.with(entry.lines().line.removed(text, 0)));
    }

    private static String line(String name, String value) {
        return value.isEmpty() ? name + " =" : name + " = " + value;
    }

    static void checkOneLine(String value) {
        if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
            throw new IllegalArgumentException("a value is one line");
        }
    }
}
