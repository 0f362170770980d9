package org.hikyaku.neighbours.slips;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import org.hikyaku.neighbours.text.Place;

/**
 * One thing that is not as its author believes.
 *
 * @param at line 0 where something is missing from a file
 * @param written the line as it stands there; empty where something is missing; foreign text
 * @param arguments what the words for the rule need; may be foreign text
 */
public record Slip(SlipRule rule, Place at, String written, List<String> arguments) {

    /** Copies the list. */
    public Slip {
        arguments = List.copyOf(arguments);
    }

    /** What is wrong, in a few words. */
    public String what(Locale locale) {
        return text("what", locale);
    }

    /** What really happens. */
    public String effect(Locale locale) {
        return text("effect", locale);
    }

    /** What to do. */
    public String fix(Locale locale) {
        return text("fix", locale);
    }

    private String text(String part, Locale locale) {
        ResourceBundle texts =
                ResourceBundle.getBundle(
                        Slip.class.getPackageName() + ".SlipRules",
                        locale,
                        ResourceBundle.Control.getNoFallbackControl(
                                ResourceBundle.Control.FORMAT_PROPERTIES));
        return new MessageFormat(texts.getString(rule.name() + "." + part), locale)
                .format(arguments.toArray());
    }

    /** Rule and place, for logs. */
    @Override
    public String toString() {
        return at + " " + rule + " " + arguments;
    }
}
