package org.hikyaku.adopt;

import java.util.List;

/**
 * What a step is for, as a text that the command has in the reader's language.
 *
 * @param key of the text
 * @param details what is put into it
 */
public record Note(String key, List<String> details) {

    /** With a copy of the details. */
    public Note {
        details = List.copyOf(details);
    }

    /** A note. */
    public static Note of(String key, String... details) {
        return new Note(key, List.of(details));
    }
}
