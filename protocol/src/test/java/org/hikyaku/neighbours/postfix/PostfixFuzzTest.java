package org.hikyaku.neighbours.postfix;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.hikyaku.neighbours.text.SourceText;

/** Whatever the octets: they come back, and an edit does what it says. */
final class PostfixFuzzTest {

    @FuzzTest
    void mainCf(byte[] data) {
        MainCf main = MainCf.read(SourceText.of("main.cf", data));
        assertThat(main.text().octets()).isEqualTo(data);
        for (MainCf.Entry entry : main.entries().stream().limit(5).toList()) {
            assertThat(main.effective(entry.name())).isNotNull();
            MainCf set = main.set(entry, "x y");
            assertThat(set.entries()).hasSize(main.entries().size());
            assertThat(main.commentOut(entry).entries()).hasSize(main.entries().size() - 1);
            assertThat(main.remove(entry).entries()).hasSize(main.entries().size() - 1);
            assertThat(main.addAfter(entry, "n", "v").entries()).hasSize(main.entries().size() + 1);
        }
        assertThat(main.append("name", "value").value("name")).contains("value");
        MainCf.items(main.expand("${a?$b}"));
    }

    @FuzzTest
    void masterCf(byte[] data) {
        MasterCf master = MasterCf.read(SourceText.of("master.cf", data));
        assertThat(master.text().octets()).isEqualTo(data);
        for (MasterCf.Service service : master.services().stream().limit(5).toList()) {
            int count = master.services().size();
            assertThat(master.commentOut(service).services()).hasSize(count - 1);
            assertThat(master.remove(service).services()).hasSize(count - 1);
            MasterCf set = master.setOption(service, "name", "value");
            assertThat(set.services()).hasSize(count);
            service.options().forEach(master::removeOption);
        }
    }
}
