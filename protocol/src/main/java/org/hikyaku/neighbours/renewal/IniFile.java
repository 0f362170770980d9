package org.hikyaku.neighbours.renewal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hikyaku.neighbours.text.Damage;
import org.hikyaku.neighbours.text.Place;
import org.hikyaku.neighbours.text.SourceText;
import org.hikyaku.neighbours.text.SourceText.Splice;

/** Sections of names and values: certbot's files (ConfigObj) and the units of systemd. */
public final class IniFile {

    private final SourceText text;
    private final List<Entry> entries = new ArrayList<>();
    private final List<Damage> damages = new ArrayList<>();

    private IniFile(SourceText text) {
        this.text = text;
        String section = "";
        String parent = "";
        for (int line = 0; line < text.lineCount(); line++) {
            String content = text.line(line).strip();
            if (content.isEmpty() || content.startsWith("#") || content.startsWith(";")) {
                continue;
            }
            if (content.startsWith("[")) {
                boolean nested = content.startsWith("[[");
                String name = content.replaceAll("^\\[+\\s*|\\s*]+.*$", "");
                parent = nested ? parent : name;
                section = nested ? parent + "/" + name : name;
            } else {
                assignment(section, line, content);
            }
        }
    }

    /** Reads a file. Never fails: what is wrong is in {@link #damages}. */
    public static IniFile read(SourceText text) {
        return new IniFile(text);
    }

    /**
     * One assignment.
     *
     * @param section empty before the first one; {@code outer/inner} for {@code [[inner]]}
     */
    public record Entry(String section, String name, String value, Place at) {}

    private void assignment(String section, int line, String content) {
        int sign = content.indexOf('=');
        if (sign <= 0) {
            damages.add(text.damage(text.lineStart(line), Damage.Expected.SECTION_OR_ASSIGNMENT));
            return;
        }
        entries.add(
                new Entry(
                        section,
                        content.substring(0, sign).strip(),
                        unquoted(content.substring(sign + 1).strip()),
                        text.place(text.lineStart(line))));
    }

    private static String unquoted(String value) {
        int last = value.length() - 1;
        boolean quoted =
                last > 0
                        && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                        && value.charAt(last) == value.charAt(0);
        return quoted ? value.substring(1, last) : value;
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

    /** All assignments in a section. */
    public List<Entry> entries(String section) {
        return entries.stream().filter(e -> e.section().equals(section)).toList();
    }

    /** The last assignment of a name in a section. */
    public Optional<Entry> entry(String section, String name) {
        return entries.reversed().stream()
                .filter(e -> e.section().equals(section) && e.name().equals(name))
                .findFirst();
    }

    /** The value of a name in a section. */
    public Optional<String> value(String section, String name) {
        return entry(section, name).map(Entry::value);
    }

    /** Gives an assignment another value. */
    public IniFile set(Entry entry, String value) {
        int line = entry.at().line() - 1;
        int end = text.contentEnd(line);
        int start = text.chars().indexOf('=', text.lineStart(line)) + 1;
        while (start < end && text.chars().charAt(start) <= ' ') {
            start++;
        }
        return new IniFile(text.with(new Splice(start, end, value)));
    }

    /** Puts an assignment behind another, in its section. */
    public IniFile addAfter(Entry entry, String name, String value) {
        return new IniFile(
                text.with(text.insertLines(entry.at().line(), List.of(name + " = " + value))));
    }

    /** Takes the effect from an assignment, its text stays as a comment. */
    public IniFile commentOut(Entry entry) {
        return new IniFile(text.with(text.markLine(entry.at().line() - 1, "# ")));
    }

    /** Takes an assignment away. */
    public IniFile remove(Entry entry) {
        return new IniFile(text.with(text.removeLine(entry.at().line() - 1)));
    }
}
