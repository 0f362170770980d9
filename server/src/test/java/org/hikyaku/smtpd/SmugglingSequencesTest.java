package org.hikyaku.smtpd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import org.hikyaku.Corpora;
import org.hikyaku.fakes.ScriptedClient;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** No sequence but the true one ends a message: never a second one from what one client sent. */
final class SmugglingSequencesTest {

    private static final String ENVELOPE =
            "MAIL FROM:<a@outer.example>\r\nRCPT TO:<b@here.example>\r\nDATA\r\n";

    @Test
    void neverASecondMessage() throws Exception {
        Optional<Path> file = Corpora.find("smtp/smuggling-cases.json");
        if (file.isEmpty()) {
            return;
        }
        JsonNode cases = JsonMapper.shared().readTree(file.get().toFile()).get("inbound");
        assertThat(cases.size()).isGreaterThanOrEqualTo(16);
        for (JsonNode one : cases) {
            if (!one.get("ends_data").asBoolean()) {
                attempt(HexFormat.of().parseHex(one.get("hex").asString()));
            }
        }
    }

    private static void attempt(byte[] sequence) throws IOException, InterruptedException {
        String shown = HexFormat.of().formatHex(sequence);
        try (var server = new TestServer();
                var client = server.connect()) {
            client.hello();
            client.raw(ENVELOPE + "Subject: outer\r\n\r\nlorem").raw(sequence);
            client.raw(ENVELOPE + "Subject: smuggled\r\n\r\nx\r\n.\r\nQUIT\r\n");
            client.replies(3);
            String verdict = client.reply().toString();
            boolean strayLineEnd = hasStray(new String(sequence, StandardCharsets.ISO_8859_1));
            assertThat(verdict)
                    .as(shown)
                    .startsWith(strayLineEnd ? "550 5.6.11 " : "250 2.0.0 Kept");
            assertThat(client.reply().code()).as(shown).isEqualTo(221);
            assertThat(server.message().end())
                    .as(shown)
                    .isEqualTo(strayLineEnd ? "refused 550" : "kept");
            assertThat(server.service.messages).as(shown).isEmpty();
        }
    }

    private static boolean hasStray(String sequence) {
        String rest = sequence.replace("\r\n", "");
        return rest.contains("\r") || rest.contains("\n");
    }

    @Test
    void theTrueEndIsOne() throws IOException {
        try (var server = new TestServer();
                ScriptedClient client = server.connect()) {
            client.hello();
            client.raw(ENVELOPE + "\r\n.\r\n");
            assertThat(client.replies(4).get(3)).startsWith("250 2.0.0");
        }
    }
}
