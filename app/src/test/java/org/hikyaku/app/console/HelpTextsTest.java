package org.hikyaku.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.hikyaku.app.Main;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

final class HelpTextsTest {

    /** Every line that a person may read in a help text, in English. */
    private static Set<String> english(CommandLine line) {
        Set<String> found = new TreeSet<>();
        CommandSpec spec = line.getCommandSpec();
        Stream.of(
                        Arrays.stream(spec.usageMessage().description()),
                        Arrays.stream(spec.usageMessage().footer()),
                        spec.options().stream()
                                .filter(o -> !o.hidden())
                                .flatMap(o -> Arrays.stream(o.description())),
                        spec.positionalParameters().stream()
                                .flatMap(p -> Arrays.stream(p.description())))
                .flatMap(lines -> lines)
                .filter(text -> !HelpTexts.isPlain(text))
                .forEach(found::add);
        line.getSubcommands().values().forEach(sub -> found.addAll(english(sub)));
        return found;
    }

    @Test
    void everyLineIsThereInJapaneseAndNoOther() {
        Set<String> said = english(Main.commandLine());
        Set<String> known = HelpTexts.load().known();
        Set<String> missing = new TreeSet<>(said);
        missing.removeAll(known);
        Set<String> tooMany = new TreeSet<>(known);
        tooMany.removeAll(said);
        assertThat(missing).as("without Japanese").isEmpty();
        assertThat(tooMany).as("said nowhere").isEmpty();
    }

    private static CommandLine sub(CommandLine line, String name) {
        return Objects.requireNonNull(line.getSubcommands().get(name));
    }

    @Test
    void helpSpeaksJapanese() {
        CommandLine line = Main.commandLine();
        HelpTexts.load().translate(line);
        String dns = sub(sub(line, "dns"), "apply").getUsageMessage();
        assertThat(dns)
                .startsWith("使い方: hikyaku dns apply")
                .contains("計画を示し", "確認しません。", "例: hikyaku dns apply example.com", "データフォルダー")
                .doesNotContain("Exit status", "Example");
        assertThat(line.getUsageMessage()).contains("コマンド:", "大手の受信側に信頼される");
    }
}
