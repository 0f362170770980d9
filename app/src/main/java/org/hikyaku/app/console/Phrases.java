package org.hikyaku.app.console;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the layers below say in English, in the reader's language. They know no languages: what a
 * wrong address, a damaged setting or a full disk says is one English line. {@code
 * Phrases.properties} has the form of each line and {@code Phrases_ja.properties} the same in
 * Japanese; a line that has no form there stays as it is.
 */
final class Phrases {

    private static final Pattern PLACE = Pattern.compile("\\{([0-9])}");

    /** A part of a line may be a line with parts again. */
    private static final int MAX_DEPTH = 5;

    /** How keys end in whose form the place before the last is one word. */
    private static final String ONE_WORD = "-word";

    /** Longer lines are not compared, in characters. */
    private static final int MAX_CHARS = 2000;

    /**
     * A form of a line.
     *
     * @param places which argument each group of the pattern is
     * @param fixed how many characters of it are given: the more, the more surely it is meant
     */
    private record Form(String key, Pattern pattern, List<Integer> places, int fixed) {

        static Form of(String key, String text) {
            StringBuilder regex = new StringBuilder();
            List<Integer> places = new ArrayList<>();
            long count = PLACE.matcher(text).results().count();
            Matcher place = PLACE.matcher(text);
            int at = 0;
            int fixed = 0;
            for (; place.find(); at = place.end()) {
                String before = text.substring(at, place.start());
                boolean word = key.endsWith(ONE_WORD) && places.size() == count - 2;
                regex.append(Pattern.quote(before)).append(word ? "(\\S*?)" : "(.*?)");
                fixed += before.length();
                places.add(Integer.parseInt(place.group(1)));
            }
            String rest = text.substring(at);
            regex.append(Pattern.quote(rest));
            return new Form(
                    key,
                    Pattern.compile(regex.toString(), Pattern.DOTALL),
                    places,
                    fixed + rest.length());
        }

        Optional<Object[]> arguments(String line) {
            Matcher matcher = pattern.matcher(line);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            Object[] arguments = new Object[places.size()];
            for (int i = 0; i < arguments.length; i++) {
                arguments[places.get(i)] = matcher.group(i + 1);
            }
            return Optional.of(arguments);
        }
    }

    private final List<Form> forms;
    private final Texts texts;

    private Phrases(List<Form> forms, Texts texts) {
        this.forms = forms;
        this.texts = texts;
    }

    /** {@code line} in the language of {@code locale}. */
    static String in(Locale locale, String line) {
        if (locale.equals(Locale.ENGLISH) || line.length() > MAX_CHARS) {
            return line;
        }
        ResourceBundle english = Texts.bundle(Phrases.class, "Phrases", Locale.ENGLISH);
        List<Form> forms =
                english.keySet().stream()
                        .map(key -> Form.of(key, english.getString(key).replace("''", "'")))
                        .sorted(Comparator.comparing(Form::fixed).reversed())
                        .toList();
        return new Phrases(forms, Texts.of(Phrases.class, "Phrases", locale)).in(line, 0);
    }

    private String in(String line, int depth) {
        if (depth == MAX_DEPTH) {
            return line;
        }
        for (Form form : forms) {
            Optional<Object[]> found = form.arguments(line);
            if (found.isPresent()) {
                Object[] arguments = found.get();
                for (int i = 0; i < arguments.length; i++) {
                    arguments[i] = in(String.valueOf(arguments[i]), depth + 1);
                }
                return texts.text(form.key(), arguments);
            }
        }
        return line;
    }
}
