package org.hikyaku.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;
import org.hikyaku.zonefile.ZoneFileException;

/** A zone file is read or refused by name; every question to what was read has an answer. */
final class ZoneAnswersFuzzTest {

    @FuzzTest
    void everyFileIsAZoneOrUnusable(byte[] data) throws IOException {
        String text = new String(data, StandardCharsets.ISO_8859_1);
        if (text.toUpperCase(Locale.ROOT).contains("$INCLUDE")) {
            return; // chance must not open this machine's files
        }
        Path file = Files.createTempFile("zone", ".db");
        try {
            Files.write(file, data);
            ZoneResolver zone =
                    ZoneAnswers.over(
                            new OfflineResolver(), List.of(new ZoneAnswers.Source(file, null)));
            for (DomainName apex : zone.apexes()) {
                for (RecordType type : RecordType.values()) {
                    assertThat(zone.query(apex, type)).isNotNull();
                    apex.withPrefix("x").ifPresent(name -> zone.query(name, type));
                }
            }
        } catch (ZoneFileException e) {
            assertThat(e).hasMessageContaining(file.toString());
        } finally {
            Files.delete(file);
        }
    }
}
