package org.hikyaku.neighbours.blocks;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.hikyaku.neighbours.MapTree;
import org.hikyaku.neighbours.text.SourceText;

/** Whatever the octets: they come back, and edits stay within the file. */
final class BlocksFuzzTest {

    @FuzzTest
    void nginx(byte[] data) {
        check(data, Flavour.NGINX);
    }

    @FuzzTest
    void named(byte[] data) {
        check(data, Flavour.NAMED);
    }

    @FuzzTest
    void dovecot(byte[] data) {
        check(data, Flavour.DOVECOT);
    }

    private static void check(byte[] data, Flavour flavour) {
        BlockFile file = BlockFile.read(SourceText.of("f", data), flavour);
        assertThat(file.text().octets()).isEqualTo(data);
        for (Statement statement : file.statements().stream().limit(5).toList()) {
            assertThat(statement.start()).isLessThan(statement.end());
            file.commentOut(statement);
            file.addAfter(statement, "x y;");
            statement.word(0).ifPresent(w -> file.set(w, "other"));
            statement.block().ifPresent(b -> file.addInto(b, "x y;"));
            assertThat(file.remove(statement).text().length()).isLessThan(data.length);
        }
        MapTree tree = new MapTree().with("/d/f", data).with("/d/g", data);
        BlockFiles files = BlockFiles.read(tree, "/d/f", flavour);
        Directive.within(files.directives(), "server").forEach(d -> files.fileOf(d).text());
    }
}
