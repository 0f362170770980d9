package org.hikyaku.zoneio;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.hikyaku.zoneio.NamedStatements.Statement;

/** Whatever stands there is read to its end, and read again as it was. */
final class NamedStatementsFuzzTest {

    @FuzzTest
    void everyTextIsStatements(byte[] data) {
        String text = new String(data, StandardCharsets.ISO_8859_1);
        List<Statement> statements = NamedStatements.of(text);
        boolean plain = text.chars().noneMatch(c -> c == '"');
        if (plain) {
            assertThat(NamedStatements.of(written(statements))).isEqualTo(statements);
        }
    }

    private static String written(List<Statement> statements) {
        StringBuilder text = new StringBuilder();
        for (Statement statement : statements) {
            text.append(String.join(" ", statement.words()));
            if (!statement.block().isEmpty()) {
                text.append(" { ").append(written(statement.block())).append(" }");
            }
            text.append(" ;\n");
        }
        return text.toString();
    }
}
