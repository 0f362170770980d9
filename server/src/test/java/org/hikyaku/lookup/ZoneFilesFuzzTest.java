package org.hikyaku.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;

/** A zone file is read or refused by name; every question to what was read has an answer. */
final class ZoneFilesFuzzTest {

    @FuzzTest
    void everyFileIsAZoneOrUnusable(byte[] data) throws IOException {
        Path file = Files.createTempFile("zone", ".db");
        try {
            Files.write(file, data);
            ZoneResolver zone = ZoneFiles.over(new OfflineResolver(), List.of(file));
            for (DomainName apex : zone.apexes()) {
                for (RecordType type : RecordType.values()) {
                    assertThat(zone.query(apex, type)).isNotNull();
                    apex.withPrefix("x").ifPresent(name -> zone.query(name, type));
                }
            }
        } catch (ZoneFiles.Unusable e) {
            assertThat(e).hasMessageContaining(file.toString());
        } finally {
            Files.delete(file);
        }
    }
}
