package org.hikyaku.neighbours.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.hikyaku.neighbours.text.SourceText;

/** Whatever the octets: they come back, and an edit does what it says. */
final class RenewalFuzzTest {

    @FuzzTest
    void ini(byte[] data) {
        IniFile file = IniFile.read(SourceText.of("f", data));
        assertThat(file.text().octets()).isEqualTo(data);
        for (IniFile.Entry entry : file.entries().stream().limit(5).toList()) {
            assertThat(file.set(entry, "x").entries()).hasSize(file.entries().size());
            assertThat(file.remove(entry).entries()).hasSize(file.entries().size() - 1);
            assertThat(file.commentOut(entry).entries()).hasSize(file.entries().size() - 1);
        }
    }

    @FuzzTest
    void crontab(byte[] data) {
        check(data, Crontab.system(SourceText.of("f", data)));
        check(data, Crontab.of(SourceText.of("f", data), "me"));
    }

    private static void check(byte[] data, Crontab table) {
        assertThat(table.text().octets()).isEqualTo(data);
        for (Crontab.Job job : table.jobs().stream().limit(5).toList()) {
            assertThat(table.setCommand(job, "true").jobs()).hasSize(table.jobs().size());
            assertThat(table.remove(job).jobs()).hasSize(table.jobs().size() - 1);
            assertThat(table.commentOut(job).jobs()).hasSize(table.jobs().size() - 1);
        }
    }
}
