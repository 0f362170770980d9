package org.hikyaku.app.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.hikyaku.app.console.Texts;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.hikyaku.store.StoreException;
import org.hikyaku.store.embedded.EmbeddedStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a data folder whose making goes wrong, and of an empty one that is there. */
final class DataFolderTest {

    private static final MailAddress YOU = MailAddress.of("you@x.example");
    private static final DomainName HOST = DomainName.of("mail.x.example");
    private static final Texts TEXTS =
            Texts.of(QuickstartCommand.class, "QuickstartMessages", Locale.ENGLISH);

    @TempDir Path folder;

    private List<Path> all() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(f -> !f.equals(folder)).toList();
        }
    }

    /** Fails when the keys are made: settings, database and account are there by then. */
    private void fail(Path dir) {
        InstantSource broken =
                () -> {
                    throw new StoreException("the disk is full");
                };
        assertThatThrownBy(() -> new DataFolder(dir, TEXTS).make(YOU, HOST, broken))
                .hasMessage("the disk is full");
    }

    @Test
    void aFailureTakesAwayWhatWasBegun() throws IOException {
        fail(folder.resolve("a/b/c"));
        assertThat(all()).isEmpty();
    }

    @Test
    void aFailureLeavesAnEmptyFolderEmpty() throws IOException {
        Path dir = Files.createDirectory(folder.resolve("data"));
        fail(dir);
        assertThat(all()).containsExactly(dir);
    }

    @Test
    void anEmptyFolderIsFilledAndClosedToOthers() throws IOException {
        Path dir = Files.createDirectory(folder.resolve("data"));
        DataFolder made = new DataFolder(dir, TEXTS);
        made.requireAbsent();
        made.make(YOU, HOST, InstantSource.fixed(Instant.parse("2026-11-24T00:00:00Z")));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir)))
                .isEqualTo("rwx------");
        try (Stream<Path> parts = Files.list(dir)) {
            assertThat(parts.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder("hikyaku.toml", "mail.db", "blobs", "keys");
        }
        try (EmbeddedStore store = EmbeddedStore.open(dir)) {
            assertThat(store.accounts().find(YOU)).isPresent();
            assertThat(store.keys().signing(YOU.domain()))
                    .extracting(key -> key.selector())
                    .containsExactly("hk202611e", "hk202611r");
        }
    }
}
