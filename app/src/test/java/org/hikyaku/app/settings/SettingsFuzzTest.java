package org.hikyaku.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

final class SettingsFuzzTest {

    private static final Path FILE = Path.of("hikyaku.toml");

    @FuzzTest
    void everyTextIsSettingsOrOneLine(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        try {
            assertThat(SettingsReader.parse(FILE, text).hostname().labelCount()).isGreaterThan(1);
        } catch (SettingsException e) {
            String line = String.valueOf(e.getMessage());
            assertThat(line).startsWith("hikyaku.toml");
            assertThat(line.chars()).noneMatch(Character::isISOControl);
        }
    }
}
