package org.hikyaku.app.check;

import java.util.Locale;
import java.util.ResourceBundle;

/** The texts for people, English or Japanese. */
final class Words {

    private static final String BUNDLE = "org.hikyaku.app.check.Words";

    private final ResourceBundle bundle;

    private Words(ResourceBundle bundle) {
        this.bundle = bundle;
    }

    static Words of(Locale locale) {
        // No fall back to the machine's language: English is the bundle without a suffix.
        return new Words(
                ResourceBundle.getBundle(
                        BUNDLE,
                        locale,
                        ResourceBundle.Control.getNoFallbackControl(
                                ResourceBundle.Control.FORMAT_DEFAULT)));
    }

    /** The text, with {@code {0}}, {@code {1}} … replaced. */
    String text(String key, Object... args) {
        String pattern = bundle.getString(key);
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            boolean place = c == '{' && at + 2 < pattern.length() && pattern.charAt(at + 2) == '}';
            if (place) {
                out.append(args[pattern.charAt(at + 1) - '0']);
                at += 3;
            } else {
                out.append(c);
                at++;
            }
        }
        return out.toString();
    }
}
