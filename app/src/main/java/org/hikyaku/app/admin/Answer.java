package org.hikyaku.app.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a command has to say.
 *
 * @param data for programs: maps, lists, texts, numbers
 * @param lines for a person
 */
record Answer(Object data, List<String> lines) {

    static Answer of(Object data, String... lines) {
        return new Answer(data, List.of(lines));
    }

    /**
     * All of a kind.
     *
     * @param none the line where there are none
     */
    static <T> Answer list(
            List<T> all, Function<T, Object> data, Function<T, List<String>> lines, String none) {
        List<String> shown = all.stream().flatMap(one -> lines.apply(one).stream()).toList();
        return new Answer(all.stream().map(data).toList(), all.isEmpty() ? List.of(none) : shown);
    }

    /** Data in the order in which it is written here: name, value, name, value... */
    static Map<String, @Nullable Object> row(@Nullable Object... pairs) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            row.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return row;
    }
}
