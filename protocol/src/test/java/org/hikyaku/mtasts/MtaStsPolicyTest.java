package org.hikyaku.mtasts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.hikyaku.Corpora;
import org.hikyaku.name.DomainName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

final class MtaStsPolicyTest {

    @Test
    void theCorpusIsReadAsItSays() throws IOException {
        Optional<Path> file = Corpora.find("mta-sts/policies.json");
        if (file.isEmpty()) {
            return;
        }
        JsonNode all = new ObjectMapper().readTree(file.get().toFile());
        for (JsonNode each : all.get("policies")) {
            Path path = file.get().resolveSibling(each.get("file").asString());
            String text = Files.readString(path, StandardCharsets.UTF_8);
            assertThat(isPolicy(text)).as(path.toString()).isEqualTo(each.get("valid").asBoolean());
        }
        for (JsonNode each : all.get("mx_match")) {
            DomainName host = DomainName.of(each.get(1).asString());
            assertThat(MtaStsPolicy.matches(each.get(0).asString(), host))
                    .as(each.toString())
                    .isEqualTo(each.get(2).asBoolean());
        }
    }

    private static boolean isPolicy(String text) {
        try {
            MtaStsPolicy _ = MtaStsPolicy.parse(text);
            return true;
        } catch (MtaStsPolicy.Malformed _) {
            return false;
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hello | line 1",
                "version: STSv1~mode: enforce~mx: a.example~max_age: x | max_age 'x'",
                "version: STSv1~mode: enforce~mx: a b.example~max_age: 1 | line 3",
                "version: STSv1~~mode: none~max_age: 1 | line 2",
                "mode: none~max_age: 1 | version",
                "version: STSv1~mode: enforce~max_age: 1 | mx line",
            })
    void whatIsWrongIsTold(String text, String expected) {
        assertThatThrownBy(() -> MtaStsPolicy.parse(text.replace('~', '\n')))
                .isInstanceOf(MtaStsPolicy.Malformed.class)
                .hasMessageContaining(expected);
    }

    @Test
    void aFileThatIsTooLargeIsNotRead() {
        String text = "version: STSv1\n" + "a: b\n".repeat(20_000);
        assertThatThrownBy(() -> MtaStsPolicy.parse(text)).hasMessageContaining("larger than");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v=STSv1;id=20261124",
                "v=STSv1; id=20261124;",
                "v=STSv1 ; id=20261124 ; x=y",
            })
    void records(String text) throws MtaStsRecord.Malformed {
        assertThat(MtaStsRecord.parse(text).id()).isEqualTo("20261124");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v=STSv1",
                "v=STSv2; id=1",
                "V=STSv1; id=1",
                "v=STSv1; id=",
                "v=STSv1; id=a_b",
                "v=STSv1; id",
                "v=STSv1; id=123456789012345678901234567890123"
            })
    void noRecords(String text) {
        assertThatThrownBy(() -> MtaStsRecord.parse(text))
                .isInstanceOf(MtaStsRecord.Malformed.class);
    }
}
