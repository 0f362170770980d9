package org.hikyaku.app.lookup;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hikyaku.app.console.Texts;
import org.hikyaku.findings.Code;
import org.hikyaku.wire.Printable;

/** Something wrong as the history keeps it: a code and its arguments, tabs between. */
final class Problem {

    /** A record that the server needs is not there: name and type. */
    static final String MISSING = "missing";

    private static final int ARGUMENT_CHARS = 100;

    private Problem() {}

    /** As it is kept; what is foreign in it is harmless and short. */
    static String text(String code, List<String> arguments) {
        return Stream.concat(Stream.of(code), arguments.stream())
                .map(text -> Printable.of(text, ARGUMENT_CHARS))
                .collect(Collectors.joining("\t"));
    }

    /** For a person; as it is where it comes from another version of the program. */
    static String shown(String text, Texts texts) {
        String[] parts = text.split("\t", -1);
        Object[] arguments = List.of(parts).subList(1, parts.length).toArray();
        Optional<Code> code = Code.of(parts[0]);
        if (code.isPresent()) {
            return texts.text(code.get().word(), arguments);
        }
        return parts[0].equals(MISSING) && parts.length == 3
                ? texts.text("check-missing", arguments)
                : logged(text);
    }

    /** On one line, for the log. */
    static String logged(String text) {
        return text.replace('\t', ' ').strip();
    }
}
