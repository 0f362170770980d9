package org.hikyaku.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hikyaku.Corpora;
import org.hikyaku.message.HeaderField;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The parser cases of mox. */
class MoxVectorsTest {

    private static boolean expectsSuccess(String expect) {
        String first = expect.split("\\)", 2)[0];
        return first.matches("(true|false), sig\\d, nil.*|(record2?|empty), (true|false), nil.*");
    }

    @Test
    void signaturesParseOrNotAsExpected() throws Exception {
        Path file = Corpora.find("dkim/mox/sig_test.json").orElse(null);
        if (file == null) {
            return;
        }
        List<String> differences = new ArrayList<>();
        for (JsonNode test : JsonMapper.shared().readTree(file.toFile())) {
            String input = test.get("input").asString();
            boolean good;
            try {
                DkimSignature.parse(
                        HeaderField.ofRaw(input.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                                .value());
                good = true;
            } catch (DkimSignature.Malformed _) {
                good = false;
            }
            if (good != expectsSuccess(test.get("expect").asString())) {
                differences.add(input.strip() + " // " + test.get("comment").asString());
            }
        }
        // One case stands twice with both answers: mox asks whether the session has SMTPUTF8, and
        // this parser takes UTF-8 always (RFC 8616 section 4).
        assertThat(differences).hasSize(1).first().asString().contains("No UTF-8 allowed");
    }

    @Test
    void keyRecordsParseOrNotAsExpected() throws Exception {
        Path file = Corpora.find("dkim/mox/txt_test.json").orElse(null);
        if (file == null) {
            return;
        }
        List<String> differences = new ArrayList<>();
        for (JsonNode test : JsonMapper.shared().readTree(file.toFile())) {
            String input = test.get("input").asString();
            boolean good;
            try {
                DkimKeyRecord record = DkimKeyRecord.parse(input);
                if (!record.isRevoked()) {
                    DkimPublicKey.of(record, 1024);
                }
                good = true;
            } catch (DkimKeyRecord.Malformed | DkimPublicKey.Unusable _) {
                good = false;
            }
            if (good != expectsSuccess(test.get("expect").asString())) {
                differences.add(input);
            }
        }
        assertThat(Set.copyOf(differences))
                .containsExactlyInAnyOrder(
                        // White space after the last semicolon: everybody publishes it.
                        "v=DKIM1; p=; ",
                        // Revoked whatever its type: the reason is the same for a person.
                        "v=DKIM1; k=unknown; p=");
    }
}
