package org.hikyaku.app.console;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * Texts for people in their language, from {@code NAME.properties} (English) and {@code
 * NAME_ja.properties}, UTF-8.
 */
public final class Texts {

    private final ResourceBundle bundle;
    private final Locale locale;

    private Texts(ResourceBundle bundle, Locale locale) {
        this.bundle = bundle;
        this.locale = locale;
    }

    /** The texts that the commands share: {@code Messages.properties} of this package. */
    static Texts commands(Locale locale) {
        return of(Texts.class, "Messages", locale);
    }

    /** The bundle {@code name} beside the class {@code owner}. */
    public static Texts of(Class<?> owner, String name, Locale locale) {
        return new Texts(bundle(owner, name, locale), locale);
    }

    static ResourceBundle bundle(Class<?> owner, String name, Locale locale) {
        ResourceBundle.Control noFallback =
                ResourceBundle.Control.getNoFallbackControl(
                        ResourceBundle.Control.FORMAT_PROPERTIES);
        return ResourceBundle.getBundle(owner.getPackageName() + "." + name, locale, noFallback);
    }

    /** The text under {@code key} with its arguments ({@code {0}}, ...) put in. */
    public String text(String key, Object... arguments) {
        return arguments.length == 0
                ? bundle.getString(key).replace("''", "'")
                : new MessageFormat(bundle.getString(key), locale).format(arguments);
    }

    /** What another layer says in English, in this language where it is known there. */
    public String phrase(String english) {
        return Phrases.in(locale, english);
    }

    /** Japanese or English: what is asked for, or else what the environment says. */
    public static Locale locale(@Nullable String asked) {
        String text = asked;
        for (String name : new String[] {"LC_ALL", "LC_MESSAGES", "LANG"}) {
            String value = System.getenv(name);
            if (text == null && value != null && !value.isEmpty()) {
                text = value;
            }
        }
        return text != null && text.toLowerCase(Locale.ROOT).startsWith("ja")
                ? Locale.JAPANESE
                : Locale.ENGLISH;
    }
}
