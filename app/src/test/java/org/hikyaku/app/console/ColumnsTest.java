package org.hikyaku.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ColumnsTest {

    @Test
    void whatFitsStaysOnOneLine() {
        assertThat(Columns.wrap("1. ", "a  short\nline")).containsExactly("1. a short line");
        assertThat(Columns.wrap("1. ", "")).containsExactly("1.");
    }

    @Test
    void englishIsBrokenAtBlanks() {
        List<String> lines = Columns.wrap("12. ", "word ".repeat(40));
        assertThat(lines).hasSize(3).allMatch(line -> line.length() <= Columns.WIDTH);
        assertThat(lines.get(1)).startsWith("    word").doesNotEndWith(" ");
        assertThat(String.join(" ", lines).split("word", -1)).hasSize(41);
    }

    @Test
    void japaneseIsBrokenAnywhereButBeforeAStop() {
        String text = "逆引きを設定します。".repeat(10);
        List<String> lines = Columns.wrap("1. ", text);
        assertThat(lines).hasSizeGreaterThan(2);
        assertThat(lines).allMatch(line -> Columns.width(line) <= Columns.WIDTH);
        assertThat(lines).noneMatch(line -> line.strip().startsWith("。"));
        assertThat(String.join("", lines.stream().map(String::strip).toList()))
                .isEqualTo("1. " + text);
    }

    @Test
    void namesWithinJapaneseStayWhole() {
        String name = "selector._domainkey.sender.example";
        for (int before = 0; before < 40; before++) {
            List<String> lines = Columns.wrap("", "あ".repeat(before) + name + "（" + name + "）を公開");
            assertThat(lines).anyMatch(line -> line.contains("（" + name + "）"));
        }
    }

    @Test
    void aWordThatIsTooLongStaysWhole() {
        String word = "x".repeat(100);
        assertThat(Columns.wrap("- ", "a " + word + " b"))
                .containsExactly("- a", "  " + word, "  b");
    }
}
