package org.hikyaku.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class XtextTest {

    @ParameterizedTest
    @CsvSource({"a,a", "a+2Bb,a+b", "a+3Db,a=b", "+20,' '"})
    void decodesAndBack(String xtext, String text) {
        assertThat(Xtext.decode(xtext)).isEqualTo(text);
        assertThat(Xtext.encode(text)).isEqualTo(xtext);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+", "+2", "+2b", "+0A", "+7F", "a=b", "a b", "ü"})
    void malformed(String xtext) {
        assertThat(Xtext.decode(xtext)).isNull();
    }
}
