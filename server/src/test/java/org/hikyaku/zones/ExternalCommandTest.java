package org.hikyaku.zones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordChange;
import org.hikyaku.dns.RecordChange.OwnedRecord;
import org.hikyaku.name.DomainName;
import org.hikyaku.zones.PublishException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

final class ExternalCommandTest {

    private static final DomainName ZONE = DomainName.of("example.com");
    private static final OwnedRecord OLD =
            OwnedRecord.of(ZONE, new DnsRecord.Txt("v=spf1 \"x\" -all"));
    private static final OwnedRecord NEW =
            new OwnedRecord(ZONE, new DnsRecord.Txt("k".repeat(300)), Duration.ofMinutes(5));
    private static final List<RecordChange> CHANGES =
            List.of(
                    new RecordChange.Add(NEW),
                    new RecordChange.Remove(OLD),
                    new RecordChange.Replace(OLD, NEW));

    @TempDir Path folder;

    private Published run(String script, Duration limit) throws PublishException {
        return new ExternalCommand(List.of("/bin/sh", "-c", script, "publish"), limit)
                .publish(ZONE, CHANGES);
    }

    private PublishException failure(String script, Duration limit) {
        return catchThrowableOfType(PublishException.class, () -> run(script, limit));
    }

    @Test
    void itReadsTheChangesAndItsAnswerIsBelieved() throws PublishException, IOException {
        Path input = folder.resolve("input");
        Published published =
                run(
                        "cat > "
                                + input
                                + "; echo '{\"version\":1,\"changed\":[0,2],\"present\":[1],\"serial\":7}'",
                        Duration.ofSeconds(30));
        assertThat(published.changed()).isEqualTo(2);
        assertThat(published.present()).isEqualTo(1);
        assertThat(published.serial()).hasValue(7);
        JsonNode json = new ObjectMapper().readTree(Files.readString(input));
        assertThat(json.path("version").asInt()).isEqualTo(1);
        assertThat(json.path("zone").asString()).isEqualTo("example.com");
        JsonNode add = json.path("changes").get(0);
        assertThat(add.path("action").asString()).isEqualTo("add");
        assertThat(add.path("after").path("ttl").asInt()).isEqualTo(300);
        assertThat(add.path("after").path("value").asString()).isEqualTo("k".repeat(300));
        assertThat(add.path("after").path("data").asString())
                .isEqualTo("\"" + "k".repeat(255) + "\" \"" + "k".repeat(45) + "\"");
        assertThat(json.path("changes").get(1).path("before").path("ttl").isMissingNode()).isTrue();
        for (int i = 0; i < CHANGES.size(); i++) {
            assertThat(ChangeJson.read(json.path("changes").get(i))).isEqualTo(CHANGES.get(i));
        }
    }

    @Test
    void whatItDidBeforeItFailedIsDone() {
        PublishException e =
                failure(
                        "echo '{\"version\":1,\"changed\":[1],\"problem\":\"quota\"}'; exit 1",
                        Duration.ofSeconds(30));
        assertThat(e.reason()).isEqualTo(Reason.COMMAND);
        assertThat(e.getMessage()).endsWith("it ended with status 1: quota");
        assertThat(e.done()).containsExactly(CHANGES.get(1));
        assertThat(e.left()).containsExactly(CHANGES.get(0), CHANGES.get(2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "echo hello|no JSON: hello",
                "echo oops >&2; exit 3|status 3",
                "echo '{\"version\":2}'|not of version 1",
                "echo '[]'|not of version 1",
                "echo '{\"version\":1,\"changed\":[0,1,9]}'|status 0",
                "true|no JSON"
            })
    void anAnswerThatIsNoneIsTold(String script, String said) {
        PublishException e = failure(script, Duration.ofSeconds(30));
        assertThat(e.getMessage()).contains(said);
        assertThat(e.left()).contains(CHANGES.get(2));
    }

    @Test
    void oneThatHangsIsEndedWithWhatItStarted() {
        PublishException e = failure("sleep 600 & sleep 600", Duration.ofMillis(200));
        assertThat(e.getMessage()).contains("did not end within");
        assertThat(e.left()).isEqualTo(CHANGES);
    }

    @Test
    void aProgramThatIsNotThereIsTold() {
        PublishException e =
                catchThrowableOfType(
                        PublishException.class,
                        () ->
                                new ExternalCommand(List.of("/none/such"), Duration.ofSeconds(5))
                                        .publish(ZONE, CHANGES));
        assertThat(e.getMessage()).contains("/none/such");
    }
}
