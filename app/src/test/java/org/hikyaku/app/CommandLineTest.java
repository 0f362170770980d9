package org.hikyaku.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hikyaku.app.console.Misuse;
import org.hikyaku.app.console.Texts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What holds for every command: help, exit statuses, one line for what went wrong, languages. */
final class CommandLineTest {

    @TempDir Path folder;

    private static List<CommandLine> all() {
        List<CommandLine> found = new ArrayList<>();
        collect(Main.commandLine(), found);
        return found;
    }

    private static void collect(CommandLine command, List<CommandLine> into) {
        into.add(command);
        command.getSubcommands().values().forEach(c -> collect(c, into));
    }

    @Test
    void everyCommandHasHelpWithAnExample() {
        List<String> lacking = new ArrayList<>();
        for (CommandLine command : all()) {
            CommandSpec spec = command.getCommandSpec();
            String help = command.getUsageMessage(CommandLine.Help.Ansi.OFF);
            if (Misuse.example(spec).isEmpty() || spec.optionsMap().get("--help") == null) {
                lacking.add(spec.qualifiedName());
            }
            assertThat(help.lines())
                    .allSatisfy(l -> assertThat(l.length()).isLessThanOrEqualTo(80));
        }
        assertThat(lacking).isEmpty();
    }

    @Test
    void everyCommandThatDoesSomethingTakesTheSameOptions() {
        List<String> lacking = new ArrayList<>();
        for (CommandLine command : all()) {
            CommandSpec spec = command.getCommandSpec();
            if (spec.subcommands().isEmpty()) {
                for (String option : List.of("--dir", "--json", "--lang", "--debug")) {
                    if (spec.optionsMap().get(option) == null) {
                        lacking.add(spec.qualifiedName() + " " + option);
                    }
                }
            }
        }
        assertThat(lacking).isEmpty();
    }

    @Test
    void everyCommandIsListedUnderItsName() {
        Main.commandLine()
                .getSubcommands()
                .forEach((name, c) -> assertThat(c.getCommandName()).isEqualTo(name));
    }

    @Test
    void theExamplesAreCommandsThatExist() {
        for (CommandLine command : all()) {
            String example = Misuse.example(command.getCommandSpec()).orElseThrow();
            CommandLine at = Main.commandLine();
            String[] words = example.replaceAll("[|<>;&].*", "").strip().split("\\s+");
            for (int i = 1; i < words.length && at.getSubcommands().containsKey(words[i]); i++) {
                at = at.getSubcommands().get(words[i]);
            }
            assertThat(at.getSubcommands()).as(example).isEmpty();
            for (String word : words) {
                if (word.startsWith("--")) {
                    assertThat(at.getCommandSpec().optionsMap()).as(example).containsKey(word);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "frobnicate | there is no command 'frobnicate'",
                "serv | there is no command 'serv'; is serve meant?",
                "account ad | there is no command 'ad'; is add meant?",
                "account add | ADDRESS is missing (example: hikyaku account add alice@example.com)",
                "account add a@x.example b@x.example | 'b@x.example' is more than this",
                "account list --bogus | there is no option '--bogus'",
                "mail export you@example.com | --to is missing",
                "mail show abc | 'abc'",
                "mail export you@example.com --to x --format pdf | 'pdf'",
                "serve --port-offset abc | 'abc'",
                "serve --port-offset -5 | from 0 to 40000",
                "account add nobody | 'nobody' is not a mail address: it has no @",
                "account add a@b@c | not a mail address",
                "domain add localhost | cannot be a mail domain",
                "domain add x..example | x..example",
                "queue show ../.. | is no queue id",
            })
    void misuseIsToldInOneLine(String words, String expected) {
        Ran ran = Ran.of((words + " --lang=en --dir=" + made()).split(" "));
        assertThat(ran.err()).contains(expected).startsWith("hikyaku: ");
        assertThat(ran.err().lines()).hasSize(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.status()).isEqualTo(2);
    }

    @Test
    void aGroupOfCommandsTellsThem() {
        Ran ran = Ran.of("account");
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.err()).contains("add, list, remove, password").contains("example: hikyaku");
        assertThat(ran.err().lines()).hasSize(1);
    }

    private Path made() {
        Path data = folder.resolve("data");
        if (!Files.exists(data)) {
            org.hikyaku.store.embedded.EmbeddedStore.open(data).close();
            try {
                Files.writeString(data.resolve("hikyaku.toml"), "hostname = \"mail.x.example\"\n");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return data;
    }

    @Test
    void nothingToDoShowsTheCommands() {
        Ran ran = Ran.of();
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.out()).contains("quickstart", "Start here:  hikyaku lab");
    }

    @Test
    void helpAndVersionAreNoFailures() {
        assertThat(Ran.of("--version").status()).isZero();
        assertThat(Ran.of("queue", "hold", "--help").status()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "account list, absent, there is no data folder",
        "serve, absent, there is no data folder",
        "check-config, absent, there is no data folder",
        "mail list a@x.example, absent, there is no data folder",
        "account list, letter, is a file",
        "account list, empty, is no data folder",
        "check-config, empty, there is no such file"
    })
    void aFolderThatIsNoneStaysAsItIs(String words, String where, String expected)
            throws IOException {
        Files.writeString(folder.resolve("letter"), "mine");
        Files.createDirectory(folder.resolve("empty"));
        Ran ran = Ran.of((words + " --lang=en --dir=" + folder.resolve(where)).split(" "));
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.err()).contains(expected);
        assertThat(ran.err().lines()).hasSize(1);
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files).hasSize(3); // the folder itself, the letter, the empty folder
        }
    }

    @Test
    void japaneseWhereItIsAskedFor() {
        Ran ran = Ran.of("account", "list", "--lang", "ja", "--dir", folder + "/none");
        assertThat(ran.err()).contains("データフォルダー").contains("hikyaku quickstart");
        assertThat(Ran.of("acount", "--lang=ja").err()).contains("というコマンドはありません");
    }

    @Test
    void whatIsForeignCannotReachTheTerminal() {
        Ran ran = Ran.of("\u001b[31mred", "--lang=en");
        assertThat(ran.err()).doesNotContain("\u001b").contains("\\u001b[31mred");
    }

    @Test
    void debugShowsTheStack() {
        Ran ran = Ran.of("account", "list", "--debug", "--lang=en", "--dir", folder + "/none");
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.err()).contains("CommandFailure", "at org.hikyaku.app");
    }

    @Test
    void bothLanguagesHaveTheSameTexts() throws IOException {
        assertThat(texts("Messages_ja").stringPropertyNames())
                .isEqualTo(texts("Messages").stringPropertyNames());
    }

    @Test
    void bothLanguagesHaveTheSamePlaces() throws IOException {
        Properties english = texts("Messages");
        Properties japanese = texts("Messages_ja");
        for (String key : english.stringPropertyNames()) {
            assertThat(places(japanese.getProperty(key)))
                    .as(key)
                    .isEqualTo(places(english.getProperty(key)));
        }
    }

    @Test
    void everyTextThatIsAskedForIsThere() throws IOException {
        Set<String> there = texts("Messages").stringPropertyNames();
        Pattern asked = Pattern.compile("(?:\\.text|failure)\\(\\s*\"([a-z-]+\\.[a-z-]+)\"");
        Path sources = Path.of("src/main/java/org/hikyaku/app");
        Set<String> lacking = new TreeSet<>();
        try (Stream<Path> files =
                Stream.concat(Files.list(sources), Files.list(sources.resolve("admin")))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                asked.matcher(Files.readString(file))
                        .results()
                        .map(m -> m.group(1))
                        .filter(key -> !there.contains(key))
                        .forEach(lacking::add);
            }
        }
        assertThat(lacking).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"ja, ja", "ja_JP.UTF-8, ja", "JA, ja", "en, en", "fr, en", "C, en", "'', en"})
    void languages(String asked, String expected) {
        assertThat(Texts.locale(asked)).isEqualTo(Locale.of(expected));
    }

    private static Set<String> places(String text) {
        Set<String> places = new TreeSet<>();
        Pattern.compile("\\{[0-9]}")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .forEach(places::add);
        return places;
    }

    private static Properties texts(String bundle) throws IOException {
        Properties texts = new Properties();
        try (InputStream in = Texts.class.getResourceAsStream(bundle + ".properties")) {
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return texts;
    }
}
