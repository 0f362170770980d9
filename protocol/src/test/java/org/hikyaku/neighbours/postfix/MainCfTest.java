package org.hikyaku.neighbours.postfix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.hikyaku.neighbours.text.Damage;
import org.hikyaku.neighbours.text.SourceText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MainCfTest {

    private static MainCf read(String text) {
        return MainCf.read(SourceText.of("main.cf", text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String text(MainCf main) {
        return new String(main.text().octets(), StandardCharsets.UTF_8);
    }

    @Test
    void aLineGoesOnAfterCommentsAndEmptyLines() {
        MainCf main = read("a = 1,\n# b = 2\n\n  2,\n\t3\nc=\n");
        assertThat(main.value("a")).contains("1,  2,\t3");
        assertThat(main.value("c")).contains("");
        assertThat(main.value("b")).isEmpty();
        assertThat(main.entry("a").orElseThrow().lines().all()).containsExactly(1, 4, 5);
    }

    @Test
    void theLastOneCountsAndTheOthersAreTold() {
        MainCf main = read("a = 1\nb = 2\na = 3\n");
        assertThat(main.value("a")).contains("3");
        assertThat(main.overridden())
                .extracting(MainCf.Entry::at)
                .extracting("line")
                .containsExactly(1);
    }

    @Test
    void whatIsDamagedIsToldAndTheRestIsRead() {
        MainCf main = read("  indented = 1\nnothing\n= x\ntwo words = 3\ngood = 4\n");
        assertThat(main.damages())
                .extracting(d -> d.at().line() + " " + d.expected() + " " + d.read())
                .containsExactly(
                        // It begins the file and goes on with nothing.
                        "1 " + Damage.Expected.START_OF_LINE + " indented = 1",
                        "2 " + Damage.Expected.ASSIGNMENT + " nothing",
                        "3 " + Damage.Expected.ASSIGNMENT + " = x",
                        "4 " + Damage.Expected.ASSIGNMENT + " two words = 3");
        assertThat(main.value("good")).contains("4");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "$a, x",
                "${a}b, xb",
                "$(a), x",
                "$$a, $a",
                "${a?yes}${none?no}, yes",
                "${none:absent}${a:no}, absent",
                "${a?{yes}:{no}}, yes",
                "${none?{yes}:{no}}, no",
                "${{$a} == {x} ? {same} : {other}}, same",
                "${{10} > {9} ? {more}}, more",
                "$loop, ``",
                "${, ${",
                "a$, a$"
            })
    void namesArePutIn(String value, String expected) {
        MainCf main = read("a = x\nnone =\nloop = $loop\n");
        assertThat(main.expand(value).replaceAll("^\\$loop$", "")).isEqualTo(expected);
    }

    @Test
    void valuesThatGrowAreCutOff() {
        StringBuilder text = new StringBuilder("a0 = 0123456789\n");
        for (int i = 1; i < 20; i++) {
            String one = "${a" + (i - 1) + "}";
            text.append("a" + i + " = " + one.repeat(10) + "\n");
        }
        assertThat(read(text.toString()).effective("a19").length()).isLessThan(2_000_000);
    }

    @Test
    void anEditChangesItsOwnLinesAlone() {
        String before = "# top\r\na   =  1,\r\n# inside\r\n  2\r\nb = 3 \r\n";
        MainCf main = read(before);
        assertThat(text(main.set("a", "9")))
                .isEqualTo("# top\r\na   =  9\r\n# inside\r\nb = 3 \r\n");
        assertThat(text(main.set("c", "4"))).isEqualTo(before + "c = 4\r\n");
        assertThat(text(main.commentOut(main.entry("a").orElseThrow())))
                .isEqualTo("# top\r\n#a   =  1,\r\n# inside\r\n#  2\r\nb = 3 \r\n");
        assertThat(text(main.remove(main.entry("a").orElseThrow())))
                .isEqualTo("# top\r\n# inside\r\nb = 3 \r\n");
        assertThat(text(main.addAfter(main.entry("a").orElseThrow(), "c", "")))
                .isEqualTo("# top\r\na   =  1,\r\n# inside\r\n  2\r\nc =\r\nb = 3 \r\n");
    }

    @Test
    void aFileWithoutLastLineEndGetsOne() {
        assertThat(text(read("a = 1").append("b", "2"))).isEqualTo("a = 1\nb = 2\n");
        assertThat(text(read("a =").set("a", "2"))).isEqualTo("a = 2");
        assertThat(text(read("").append("b", "2"))).isEqualTo("b = 2\n");
    }

    @Test
    void aValueIsOneLine() {
        MainCf main = read("a = 1\n");
        assertThatThrownBy(() -> main.set("a", "1\nb = 2"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void otherLettersStay() {
        MainCf main = read("# 設定\nbanner = 日本\n");
        assertThat(main.value("banner")).contains("日本");
        assertThat(text(main.set("banner", "語"))).isEqualTo("# 設定\nbanner = 語\n");
    }

    @Test
    void listsAreSplitOutsideOfBraces() {
        assertThat(MainCf.items("a, { b, c = d } ,e\tf"))
                .containsExactly("a", "{ b, c = d }", "e", "f");
        assertThat(MainCf.items(" , ")).isEmpty();
    }
}
