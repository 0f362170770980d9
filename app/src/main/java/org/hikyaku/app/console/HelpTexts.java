package org.hikyaku.app.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What {@code --help} says, in Japanese. The commands hold their texts in English; {@code
 * help_ja.txt} holds for each line the same in Japanese.
 */
public final class HelpTexts {

    private static final String FILE = "help_ja.txt";
    private static final String EXAMPLE = "Example:";
    private static final String EXAMPLE_JA = "例:";

    private final Map<String, String> japanese;

    private HelpTexts(Map<String, String> japanese) {
        this.japanese = japanese;
    }

    /** The texts of the program. */
    public static HelpTexts load() {
        try (InputStream in = HelpTexts.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is missing from the program");
            }
            return new HelpTexts(parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> parse(String text) {
        Map<String, String> found = new HashMap<>();
        List<String> lines = text.lines().filter(line -> !line.startsWith("#")).toList();
        for (int i = 0; i + 1 < lines.size(); i++) {
            if (!lines.get(i).isEmpty()) {
                found.put(lines.get(i), lines.get(i + 1));
                i++;
            }
        }
        return found;
    }

    /** Every line in English that has one in Japanese. */
    Set<String> known() {
        return japanese.keySet();
    }

    /** Has {@code line} and its subcommands speak Japanese. */
    public void translate(CommandLine line) {
        // All are read before the first is set: what a command is given goes to those below it too.
        Map<CommandLine, Lines> all = new LinkedHashMap<>();
        collect(line, all);
        all.forEach(
                (command, lines) -> {
                    command.setResourceBundle(lines);
                    command.getCommandSpec()
                            .usageMessage()
                            .synopsisHeading("使い方: ")
                            .commandListHeading("%nコマンド:%n");
                });
    }

    private void collect(CommandLine line, Map<CommandLine, Lines> all) {
        all.put(line, new Lines(linesOf(line.getCommandSpec())));
        line.getSubcommands().values().stream().distinct().forEach(sub -> collect(sub, all));
    }

    /** The lines of one command under the names that picocli asks for. */
    private Map<String, String> linesOf(CommandSpec spec) {
        Map<String, String> lines = new HashMap<>();
        put(lines, "usage.description", spec.usageMessage().description());
        put(lines, "usage.footer", spec.usageMessage().footer());
        for (OptionSpec option : spec.options()) {
            put(lines, option.longestName().replaceFirst("^-+", ""), option.description());
        }
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            put(
                    lines,
                    parameter.paramLabel() + "[" + parameter.index() + "]",
                    parameter.description());
        }
        return lines;
    }

    private void put(Map<String, String> lines, String name, String... english) {
        for (int i = 0; i < english.length; i++) {
            lines.put(name + "." + i, line(english[i]));
        }
    }

    /** One line; examples stay as they are typed. */
    private String line(String english) {
        String known = japanese.get(english);
        if (known != null) {
            return known;
        }
        return english.startsWith(EXAMPLE)
                ? EXAMPLE_JA + english.substring(EXAMPLE.length())
                : english;
    }

    /** Whether the line is an example or empty, and needs no translation. */
    static boolean isPlain(String english) {
        return english.isBlank() || english.startsWith(EXAMPLE) || english.startsWith("  ");
    }

    private static final class Lines extends ResourceBundle {
        private final Map<String, String> lines;

        private Lines(Map<String, String> lines) {
            this.lines = lines;
        }

        @Override
        protected @Nullable Object handleGetObject(String key) {
            return lines.get(key);
        }

        @Override
        public Enumeration<String> getKeys() {
            return Collections.enumeration(lines.keySet());
        }
    }
}
