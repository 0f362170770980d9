package org.hikyaku.app.check;

import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Data as JSON that a terminal shows without harm: ASCII, controls escaped. */
final class Json {

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build();

    private Json() {}

    static String text(Object value) {
        // DEL is no control character for JSON, but it is for a terminal.
        return MAPPER.writeValueAsString(value).replace("\u007f", "\\u007f");
    }
}
