package org.hikyaku.neighbours.text;

import java.util.Locale;
import java.util.ResourceBundle;

/**
 * Something that could not be understood. The rest of the file and the other files are read all the
 * same.
 *
 * @param at line 0 where the whole file could not be read
 * @param read what is written there; foreign text
 * @param expected what was expected instead
 */
public record Damage(Place at, String read, Expected expected) {

    /** What a reader expected. */
    public enum Expected {
        /** A file that can be read. */
        READABLE_FILE,
        /** {@code name = value}. */
        ASSIGNMENT,
        /** A line that does not begin with a blank. */
        START_OF_LINE,
        /** The eight fields of a service in {@code master.cf}. */
        SERVICE,
        /** {@code name=value} after {@code -o}. */
        OPTION,
        /** The end of a comment. */
        END_OF_COMMENT,
        /** A closing quotation mark. */
        END_OF_QUOTE,
        /** A closing brace. */
        CLOSING_BRACE,
        /** Nothing that is open, where a brace closes. */
        NO_CLOSING_BRACE,
        /** A semicolon. */
        SEMICOLON,
        /** A name before a brace. */
        NAME,
        /** Five fields of time, a user and a command. */
        CRON_LINE,
        /** {@code [section]} or {@code name = value}. */
        SECTION_OR_ASSIGNMENT,
        /** Fewer levels of blocks. */
        LESS_DEPTH,
        /** Fewer files that include each other. */
        FEWER_FILES,
        /** A file in the syntax of zone files. */
        ZONE,
        /** A certificate in PEM. */
        CERTIFICATE;

        /** In words, for people. */
        public String words(Locale locale) {
            return ResourceBundle.getBundle(
                            Damage.class.getPackageName() + ".Expected",
                            locale,
                            ResourceBundle.Control.getNoFallbackControl(
                                    ResourceBundle.Control.FORMAT_PROPERTIES))
                    .getString(name());
        }
    }
}
