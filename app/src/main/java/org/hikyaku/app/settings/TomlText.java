package org.hikyaku.app.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.hikyaku.wire.Printable;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/**
 * A TOML file that is asked for one key after the other ({@code table.key}), and at the end whether
 * it holds anything that nobody asked for. Every complaint names file, line and key.
 */
final class TomlText {

    private static final int MAX_SHOWN_CHARS = 60;
    private static final int MAX_REASON_CHARS = 200;

    /** A key of one of several tables: {@code zones.0.name}. */
    private static final Pattern OF_SEVERAL = Pattern.compile("([a-z]+)\\.[0-9]{1,6}\\.(.+)");

    private final Path file;
    private final String text;
    private final JsonNode root;
    private final Set<String> asked = new HashSet<>();

    private TomlText(Path file, String text, JsonNode root) {
        this.file = file;
        this.text = text;
        this.root = root;
    }

    static TomlText parse(Path file, String text) throws SettingsException {
        try {
            return new TomlText(file, text, new TomlMapper().readTree(text));
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
            String reason = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
            throw new SettingsException(
                    file
                            + ":"
                            + line
                            + ": this is not TOML: "
                            + Printable.of(reason, MAX_REASON_CHARS));
        }
    }

    /** The text at {@code key}, read by {@code parse}, which is empty for what is not allowed. */
    <T> Optional<T> value(String key, String allowed, Function<String, Optional<T>> parse)
            throws SettingsException {
        JsonNode node = node(key);
        if (node == null) {
            return Optional.empty();
        }
        if (!node.isString()) {
            throw wrong(key, "must be " + allowed + ", in quotes");
        }
        Optional<T> parsed = parse.apply(node.stringValue());
        if (parsed.isEmpty()) {
            throw wrong(key, shown(node) + " is not allowed: it must be " + allowed);
        }
        return parsed;
    }

    /** The switch at {@code key}. */
    boolean flag(String key, boolean fallback) throws SettingsException {
        JsonNode node = node(key);
        if (node == null) {
            return fallback;
        }
        if (!node.isBoolean()) {
            throw wrong(key, shown(node) + " is not allowed: it must be true or false");
        }
        return node.booleanValue();
    }

    /** The names of the tables within {@code table}. */
    List<String> tables(String table) {
        JsonNode node = root.get(table);
        return node == null || !node.isObject()
                ? List.of()
                : node.propertyNames().stream().filter(name -> node.get(name).isObject()).toList();
    }

    /**
     * The tables of the array {@code name}, written {@code [[name]]}: what their keys begin with.
     */
    List<String> tablesOf(String name) throws SettingsException {
        asked.add(name);
        JsonNode node = root.get(name);
        if (node == null) {
            return List.of();
        }
        if (!node.isArray() || !node.values().stream().allMatch(JsonNode::isObject)) {
            throw wrong(name, "must be tables, each written [[" + name + "]]");
        }
        return IntStream.range(0, node.size()).mapToObj(i -> name + "." + i).toList();
    }

    /** The number at {@code key}, from {@code min} to {@code max}. */
    int number(String key, int min, int max, int fallback) throws SettingsException {
        JsonNode node = node(key);
        if (node == null) {
            return fallback;
        }
        if (!node.isInt() || node.intValue() < min || node.intValue() > max) {
            throw wrong(
                    key,
                    shown(node)
                            + " is not allowed: it must be a number from "
                            + min
                            + " to "
                            + max
                            + ", without quotes");
        }
        return node.intValue();
    }

    /** The list of texts at {@code key}, each read by {@code parse}. */
    <T> List<T> list(
            String key, String allowed, Function<String, Optional<T>> parse, List<T> fallback)
            throws SettingsException {
        JsonNode node = node(key);
        if (node == null) {
            return fallback;
        }
        if (!node.isArray()) {
            throw wrong(key, "must be a list, in [ ], of " + allowed);
        }
        List<T> values = new ArrayList<>();
        for (JsonNode element : node) {
            Optional<T> parsed =
                    element.isString() ? parse.apply(element.stringValue()) : Optional.empty();
            if (parsed.isEmpty()) {
                throw wrong(
                        key, shown(element) + " is not allowed: it must be a list of " + allowed);
            }
            values.add(parsed.get());
        }
        return List.copyOf(values);
    }

    private static String shown(JsonNode node) {
        return Printable.of(node.toString(), MAX_SHOWN_CHARS);
    }

    private @Nullable JsonNode node(String key) throws SettingsException {
        asked.add(key);
        int dot = key.indexOf('.');
        int last = key.lastIndexOf('.');
        if (dot < 0) {
            return root.get(key);
        }
        JsonNode first = root.get(key.substring(0, dot));
        if (first != null && first.isArray() && OF_SEVERAL.matcher(key).matches()) {
            return first.get(Integer.parseInt(key.substring(dot + 1, last)))
                    .get(key.substring(last + 1));
        }
        JsonNode at = table(root, key.substring(0, dot), key.substring(0, dot));
        if (last > dot && at != null) {
            at = table(at, key.substring(dot + 1, last), key.substring(0, last));
        }
        return at == null ? null : at.get(key.substring(last + 1));
    }

    private @Nullable JsonNode table(JsonNode within, String name, String shown)
            throws SettingsException {
        JsonNode table = within.get(name);
        if (table != null && !table.isObject()) {
            throw wrong(shown, "must be a table, written [" + shown + "]");
        }
        return table;
    }

    /** What nobody asked for is a mistake in writing. */
    void requireAllAsked() throws SettingsException {
        requireAllAsked(root, "");
    }

    private void requireAllAsked(JsonNode table, String prefix) throws SettingsException {
        for (String name : table.propertyNames()) {
            String key = prefix + name;
            JsonNode inner = table.get(name);
            boolean isTable = asked.stream().anyMatch(k -> k.startsWith(key + "."));
            if (isTable && inner.isObject()) {
                requireAllAsked(inner, key + ".");
            } else if (isTable && inner.isArray()) {
                for (int i = 0; i < inner.size(); i++) {
                    requireAllAsked(inner.get(i), key + "." + i + ".");
                }
            } else {
                requireAsked(key);
            }
        }
    }

    private void requireAsked(String key) throws SettingsException {
        if (!asked.contains(key)) {
            throw wrong(key, unknown(key));
        }
    }

    private String unknown(String key) {
        String last = key.substring(key.lastIndexOf('.') + 1);
        return asked.stream()
                .filter(k -> k.endsWith("." + last) || k.contains(last))
                .min(
                        Comparator.comparing((String k) -> !k.endsWith("." + last))
                                .thenComparing(Comparator.naturalOrder()))
                .map(k -> "there is no such setting; is " + shown(k) + " meant?")
                .orElse(
                        "there is no such setting; quickstart writes a file that explains all there are");
    }

    /** A complaint about {@code key}. */
    SettingsException wrong(String key, String what) {
        return new SettingsException(file + ":" + line(key) + ": " + shown(key) + ": " + what);
    }

    /** Which of several tables it is the line tells. */
    static String shown(String key) {
        return Printable.of(OF_SEVERAL.matcher(key).replaceFirst("$1.$2"), MAX_SHOWN_CHARS);
    }

    /** The line of a key: the first in its table that begins with its name. */
    private int line(String key) {
        int dot = key.lastIndexOf('.');
        String table = dot < 0 ? "" : key.substring(0, dot);
        Pattern assignment = Pattern.compile(Pattern.quote(key.substring(dot + 1)) + "\\s*=.*");
        Pattern dotted = Pattern.compile(Pattern.quote(key) + "\\s*=.*");
        boolean inTable = table.isEmpty();
        int number = 0;
        int ofTable = 1;
        int arrayTables = 0;
        for (String line : text.lines().toList()) {
            number++;
            String plain = line.strip().replace("\"", "");
            if (plain.startsWith("[")) {
                String header = plain.replaceAll("#.*|[\\[\\]\\s]", "");
                header = plain.startsWith("[[") ? header + "." + arrayTables++ : header;
                inTable = header.equals(table);
                ofTable = inTable || header.equals(key) ? number : ofTable;
            } else if ((inTable && assignment.matcher(plain).matches())
                    || dotted.matcher(plain).matches()) {
                return number;
            }
        }
        return ofTable;
    }
}
