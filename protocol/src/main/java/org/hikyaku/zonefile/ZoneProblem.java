package org.hikyaku.zonefile;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import org.hikyaku.wire.Printable;
import org.jspecify.annotations.Nullable;

/**
 * A finding in a zone file.
 *
 * @param at where
 * @param arguments what its texts are filled with; made printable here
 * @param cause what is wrong with what it speaks of, told behind its arguments; null for none
 */
public record ZoneProblem(
        ZoneSeverity severity,
        Location at,
        ZoneRule rule,
        List<String> arguments,
        @Nullable ZoneProblem cause) {

    private static final int MAX_ARGUMENT_CHARS = 120;

    /** Makes foreign text harmless. */
    public ZoneProblem {
        arguments = arguments.stream().map(a -> Printable.of(a, MAX_ARGUMENT_CHARS)).toList();
    }

    /**
     * Where something stands.
     *
     * @param file as it was named, or empty
     * @param line from 1; 0 for the zone as a whole
     * @param column octets from the line's beginning, from 1; 0 where the line as a whole is meant
     */
    public record Location(String file, int line, int column) {

        /** {@code file:line:column}, as compilers write it. */
        @Override
        public String toString() {
            return file + (line == 0 ? "" : ":" + line) + (column == 0 ? "" : ":" + column);
        }
    }

    /** Without another behind it. */
    public ZoneProblem(ZoneSeverity severity, Location at, ZoneRule rule, List<String> arguments) {
        this(severity, at, rule, arguments, null);
    }

    /** As bad as its rule says. */
    public static ZoneProblem of(ZoneRule rule, Location at, String... arguments) {
        return new ZoneProblem(rule.severity(), at, rule, List.of(arguments));
    }

    /** Whether a name server would refuse the zone for it. */
    public boolean isError() {
        return severity == ZoneSeverity.ERROR;
    }

    /** What was found, and for syntax what was expected. */
    public String what(Locale locale) {
        return text("what", locale);
    }

    /** Why it matters; empty where that is plain. */
    public String why(Locale locale) {
        return text("why", locale);
    }

    /** What to do; empty where that is plain. */
    public String fix(Locale locale) {
        return text("fix", locale);
    }

    private String text(String part, Locale locale) {
        ResourceBundle texts = rule.texts(locale);
        String key = rule.name() + "." + part;
        if (!texts.containsKey(key)) {
            return "";
        }
        ZoneProblem behind = cause;
        Object[] shown = new Object[arguments.size() + 1];
        shown[arguments.size()] = behind == null ? "" : behind.what(locale);
        for (int i = 0; i < arguments.size(); i++) {
            String wanted = arguments.get(i);
            // "@KEY" stands for a text of the bundle, such as the name of what was expected.
            shown[i] =
                    wanted.startsWith("@") && texts.containsKey(wanted.substring(1))
                            ? texts.getString(wanted.substring(1))
                            : wanted;
        }
        return new MessageFormat(texts.getString(key), locale).format(shown);
    }

    /** {@code file:line:column: what}, in English. */
    @Override
    public String toString() {
        return placed(what(Locale.ENGLISH));
    }

    /** {@code file:line:column: text}; the text alone where no place is known. */
    String placed(String text) {
        String place = at.toString();
        return place.isEmpty() ? text : place + ": " + text;
    }
}
