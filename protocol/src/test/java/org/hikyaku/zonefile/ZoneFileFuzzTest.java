package org.hikyaku.zonefile;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.hikyaku.name.DomainName;

final class ZoneFileFuzzTest {

    private static final ZoneName APEX = ZoneName.of(DomainName.of("example.com"));
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-11-24T12:00:00Z"));

    private static ZoneFile zone(byte[] data) {
        return ZoneFile.read(
                "zone",
                data,
                APEX,
                path -> new IncludeReader.Included("included", data, path.length() > 3));
    }

    /** Whatever the octets: read, told, written back the same. */
    @FuzzTest
    void read(byte[] data) {
        ZoneFile zone = ZoneFile.read("zone", data, APEX, IncludeReader.NONE);
        assertThat(EntryWalk.joined(zone)).isEqualTo(data);
        for (ZoneProblem problem : ZoneCheck.of(zone)) {
            assertThat(problem.toString()).isNotEmpty();
            assertThat(problem.what(Locale.JAPANESE)).isNotEmpty();
            assertThat(problem.at().line()).isNotNegative();
        }
        zone.forEach(
                r -> {
                    r.data();
                    assertThat(r.owner().text()).endsWith(".");
                });
    }

    /** An edit is refused with the declared exception, or the record is there afterwards. */
    @FuzzTest
    void edit(byte[] data) {
        String text = new String(data, StandardCharsets.ISO_8859_1);
        int line = text.indexOf('\n');
        String wanted = line < 0 ? "\"x\"" : text.substring(0, line);
        byte[] rest = text.substring(line + 1).getBytes(StandardCharsets.ISO_8859_1);
        for (int type : new int[] {RecordTypes.TXT, RecordTypes.MX}) {
            try {
                ZoneName owner = ZoneName.parse("new", APEX);
                ZoneChange.Item item = new ZoneChange.Item(owner, type, wanted, null);
                ZoneEdit edit = new ZoneEdit(zone(rest));
                edit.apply(List.of(new ZoneChange.Add(item)), CLOCK, ZoneOffset.UTC);
                assertThat(edit.zone().records(owner, type)).isNotEmpty();
                edit.apply(new ZoneChange.Remove(item));
            } catch (ZoneFileException e) {
                assertThat(e.problem().what(Locale.ENGLISH)).isNotEmpty();
            }
        }
    }
}
