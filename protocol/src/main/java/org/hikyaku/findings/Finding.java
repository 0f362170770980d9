package org.hikyaku.findings;

import java.util.List;

/**
 * One thing that was looked at.
 *
 * @param code what it is
 * @param seen the record or reply that shows it; foreign text, empty where there is none
 * @param arguments what the words for the code need, in order; may be foreign text
 */
public record Finding(Area area, Code code, String seen, List<String> arguments) {

    /** Copies the list. */
    public Finding {
        arguments = List.copyOf(arguments);
    }

    /** How much it matters. */
    public Severity severity() {
        return code.severity();
    }
}
