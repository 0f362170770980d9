package org.hikyaku.zones;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.Place;
import org.hikyaku.dns.RecordChange;
import org.hikyaku.dns.RecordChange.OwnedRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RrsetEditTest {

    private static final DomainName NAME = DomainName.of("a.example");

    private static OwnedRecord txt(String value) {
        return OwnedRecord.of(NAME, new DnsRecord.Txt(value));
    }

    private static RrsetEdit.Rrset set(String values) {
        List<DnsRecord> records =
                words(values).stream().<DnsRecord>map(DnsRecord.Txt::new).toList();
        return new RrsetEdit.Rrset(new Place(NAME, RecordType.TXT), records, 300);
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(" ", -1));
    }

    /** {@code +x} adds, {@code -x} removes, {@code x=y} replaces. */
    private static List<RecordChange> changes(String text) {
        List<RecordChange> changes = new ArrayList<>();
        for (String word : words(text)) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                changes.add(
                        new RecordChange.Replace(
                                txt(word.substring(0, equals)), txt(word.substring(equals + 1))));
            } else if (word.startsWith("+")) {
                changes.add(new RecordChange.Add(txt(word.substring(1))));
            } else {
                changes.add(new RecordChange.Remove(txt(word.substring(1))));
            }
        }
        return changes;
    }

    @ParameterizedTest
    @CsvSource({
        // before, changes, after, present
        "'', +a, a, 0",
        "a, +a, a, 1",
        "a b, -a, b, 0",
        "b, -a, b, 1",
        "a b, a=c, c b, 0",
        "c b, a=c, c b, 1",
        "a c, a=c, c, 0",
        "a, a=a, a, 1",
        "a b, a=c +d -b, c d, 0",
        "c d, a=c +d -b, c d, 3",
    })
    void changesAreMadeOnceAndSeenWhenTheyAreThere(
            String before, String changes, String after, int present) {
        RrsetEdit edit = RrsetEdit.of(set(before), changes(changes));
        assertThat(edit.conflict()).isEmpty();
        assertThat(edit.after()).isEqualTo(set(after).records());
        assertThat(edit.present()).isEqualTo(present);
        RrsetEdit again = RrsetEdit.of(set(after), changes(changes));
        assertThat(again.isDone()).isTrue();
        assertThat(again.present()).isEqualTo(changes(changes).size());
    }

    @Test
    void whatWasToBeReplacedIsGone() {
        RrsetEdit edit = RrsetEdit.of(set("b"), changes("+d a=c"));
        assertThat(edit.conflict()).contains(changes("a=c").getFirst());
        assertThat(edit.isDone()).isFalse();
    }

    @Test
    void anotherTimeToLiveIsAChange() {
        RecordChange add =
                new RecordChange.Add(
                        new OwnedRecord(NAME, new DnsRecord.Txt("a"), Duration.ofSeconds(60)));
        RrsetEdit edit = RrsetEdit.of(set("a"), List.of(add));
        assertThat(edit.isDone()).isFalse();
        assertThat(edit.changesTtl()).isTrue();
        assertThat(edit.present()).isZero();
    }
}
