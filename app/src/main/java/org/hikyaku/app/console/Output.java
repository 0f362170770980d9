package org.hikyaku.app.console;

import java.io.PrintStream;
import org.hikyaku.wire.Printable;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a command answers.
 *
 * @param out standard output
 * @param isJson whether data is wanted in place of text
 */
public record Output(PrintStream out, boolean isJson) {

    /** A line for a person; what is foreign in it becomes harmless. */
    public void line(String text) {
        if (!isJson) {
            out.println(Printable.of(text, 4000));
        }
    }

    /** Lines as they are, written by this program: a zone file, a message made printable. */
    public void text(String text) {
        if (!isJson) {
            out.print(text);
            out.flush();
        }
    }

    /** The answer as data: maps, lists, texts, numbers. Printed only where data is wanted. */
    public void json(Object value) {
        if (isJson) {
            ObjectMapper mapper =
                    JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
            out.println(mapper.writeValueAsString(value));
        }
    }
}
