package org.hikyaku.zonefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LineDiffTest {

    @ParameterizedTest
    @CsvSource(
            value = {
                "a,a,''",
                "'','',''",
                "a~b~c,a~c,@@ 2 @@~-b",
                "a~c,a~b~c,@@ 2 @@~+b",
                "a~b~c,a~x~c,@@ 2 @@~-b~+x",
                "a~b~c~d~e,a~x~c~d~y,@@ 2 @@~-b~+x~@@ 5 @@~-e~+y",
                "'',a~b,@@ 1 @@~+a~+b",
                "a~b,'',@@ 1 @@~-a~-b",
                "a~a~a,a~a,@@ 3 @@~-a",
                "1~2~3~4,2~4~5,@@ 1 @@~-1~@@ 2 @@~-3~@@ 3 @@~+5",
            })
    void shortestOfAll(String before, String after, String diff) {
        assertThat(String.join("~", LineDiff.of(octets(before), octets(after)))).isEqualTo(diff);
    }

    private static byte[] octets(String lines) {
        String text = lines.isEmpty() ? "" : lines.replace('~', '\n') + "\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whatDiffersEverywhereIsShownAsReplaced() {
        StringBuilder before = new StringBuilder();
        StringBuilder after = new StringBuilder();
        for (int i = 0; i < 3000; i++) {
            before.append('a').append(i).append('\n');
            after.append('b').append(i).append('\n');
        }
        assertThat(
                        LineDiff.of(
                                before.toString().getBytes(StandardCharsets.UTF_8),
                                after.toString().getBytes(StandardCharsets.UTF_8)))
                .hasSize(6001);
    }
}
