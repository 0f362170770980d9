package org.hikyaku.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hikyaku.app.settings.SettingsText;
import org.hikyaku.name.DomainName;
import org.hikyaku.ops.Metrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What people read is what the program does. */
final class DocsTest {

    private static final Path TOP = Path.of("..");

    /** A command as it stands in code: its words up to the first that is no word. */
    private static final Pattern COMMAND = Pattern.compile("hikyaku((?: [a-z][a-z-]*)+)");

    private static final Pattern OPTION = Pattern.compile(" (--[a-z][a-z-]*)");

    private static String read(String file) throws IOException {
        return Files.readString(TOP.resolve(file));
    }

    /** table.key of each line of the file that quickstart writes, commented out or not. */
    private static List<String> settings() {
        String text = SettingsText.commented(DomainName.of("mail.x.example"));
        Pattern key = Pattern.compile("(?:# )?([a-z-]+) = .*");
        String table = "";
        List<String> keys = new ArrayList<>();
        for (String line : text.lines().toList()) {
            Matcher m = key.matcher(line);
            if (line.matches("(# \\[)?\\[.*")) {
                table = line.replaceAll("[# \\[\\]]", "") + ".";
            } else if (m.matches()) {
                keys.add(table + m.group(1));
            }
        }
        return keys;
    }

    @Test
    void everySettingIsExplained() throws IOException {
        List<String> documented =
                Pattern.compile("(?m)^\\| `([a-z.-]+)` \\|")
                        .matcher(read("docs/settings.md"))
                        .results()
                        .map(m -> m.group(1))
                        .toList();
        assertThat(documented).hasSizeGreaterThan(15).containsExactlyElementsOf(settings());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "README.ja.md",
                "CHANGELOG.md",
                "docs/guide/first-server.md",
                "docs/guide/first-server.ja.md",
                "docs/guide/adopting.md",
                "docs/guide/adopting.ja.md",
                "docs/guide/beside-postfix.md",
                "docs/guide/beside-postfix.ja.md",
                "docs/failures.md",
                "docs/failures.ja.md",
                "docs/operations.md",
                "docs/operations.ja.md",
                "docs/settings.md"
            })
    void theCommandsInItAreThere(String file) throws IOException {
        Pattern code =
                Pattern.compile(
                        "`([^`\n]*hikyaku [^`\n]*)`|(?m)^((?:sudo -u hikyaku )?\\S*hikyaku [^\n]*)$");
        int seen = 0;
        Matcher found = code.matcher(read(file));
        while (found.find()) {
            String text = found.group(1) == null ? found.group(2) : found.group(1);
            if (text.matches(".*(useradd|chown|systemctl|journalctl).*")) {
                continue;
            }
            seen += check(file, text);
        }
        assertThat(seen).as(file).isPositive();
    }

    private static int check(String file, String text) {
        Matcher command = COMMAND.matcher(text.replace("-u hikyaku ", ""));
        if (!command.find()) {
            return 0;
        }
        CommandLine at = Main.commandLine();
        String[] words = command.group(1).strip().split(" ");
        for (int i = 0; i < words.length && !at.getSubcommands().isEmpty(); i++) {
            Map<String, CommandLine> next = at.getSubcommands();
            assertThat(next).as(file + ": " + text).containsKey(words[i]);
            at = Objects.requireNonNull(next.get(words[i]));
        }
        Matcher option = OPTION.matcher(text.replaceAll("#.*", ""));
        while (option.find()) {
            assertThat(at.getCommandSpec().optionsMap())
                    .as(file + ": " + text)
                    .containsKey(option.group(1));
        }
        return 1;
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/operations.md", "docs/operations.ja.md"})
    void everyNumberIsExplained(String file) throws IOException {
        String text = read(file);
        List<String> names =
                Pattern.compile("(?m)^(hikyaku_[a-z_]+?)(?:_count|_sum|_max)?[{ ]")
                        .matcher(new Metrics().text())
                        .results()
                        .map(m -> m.group(1))
                        .distinct()
                        .toList();
        assertThat(names)
                .hasSizeGreaterThan(10)
                .allSatisfy(name -> assertThat(text).contains("`" + name + "`"));
    }

    @Test
    void theReadmeNamesEachCommand() throws IOException {
        for (String file : List.of("README.md", "README.ja.md")) {
            String text = read(file);
            assertThat(Main.commandLine().getSubcommands().keySet())
                    .as(file)
                    .allSatisfy(name -> assertThat(text).contains("hikyaku " + name));
        }
    }
}
