package org.hikyaku.app.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.hikyaku.app.admin.NewKeys;
import org.hikyaku.app.console.CommandFailure;
import org.hikyaku.app.console.Texts;
import org.hikyaku.app.settings.SettingsText;
import org.hikyaku.credentials.Passwords;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.hikyaku.store.Accounts.Account;
import org.hikyaku.store.Domains.LocalDomain;
import org.hikyaku.store.embedded.EmbeddedStore;

/**
 * A new data folder: made beside its place, or within it where it is an empty folder, and moved
 * there when it is complete, so that a failure leaves nothing.
 */
final class DataFolder {

    private static final Set<PosixFilePermission> PRIVATE =
            PosixFilePermissions.fromString("rwx------");

    /**
     * What was made.
     *
     * @param keys selector to the text of the record to publish
     */
    record Made(String password, Map<String, String> keys) {
        @Override
        public String toString() {
            return "Made" + keys.keySet();
        }
    }

    private final Path dir;
    private final Texts texts;

    DataFolder(Path dir, Texts texts) {
        this.dir = dir.toAbsolutePath().normalize();
        this.texts = texts;
    }

    /** Says what stands in the way, before anything is made. */
    void requireAbsent() {
        if (Files.exists(dir) && !isEmptyFolder()) {
            throw new CommandFailure(texts.text("dir.present", dir));
        }
        Path present = dir;
        while (present != null && !Files.exists(present)) {
            present = present.getParent();
        }
        if (present == null || !Files.isDirectory(present)) {
            throw new CommandFailure(texts.text("dir.within-file", dir, String.valueOf(present)));
        }
        if (!Files.isWritable(present)) {
            throw new CommandFailure(texts.text("dir.unwritable", present));
        }
    }

    private boolean isEmptyFolder() {
        if (!Files.isDirectory(dir)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(dir)) {
            return entries.findAny().isEmpty();
        } catch (IOException e) {
            throw new CommandFailure(texts.text("dir.unwritable", dir), e);
        }
    }

    /** Makes it; where that fails, or is broken off, all of it is taken away again. */
    Made make(MailAddress account, DomainName host, InstantSource clock) {
        List<Path> begun = new ArrayList<>();
        Thread broken = new Thread(() -> delete(begun), "quickstart-cleaner");
        Runtime.getRuntime().addShutdownHook(broken); // Ctrl-C
        boolean complete = false;
        try {
            Made made = make(account, host, clock, begun);
            complete = true;
            return made;
        } catch (IOException e) {
            String why = String.valueOf(e.getMessage());
            throw new CommandFailure(texts.text("dir.failed", dir, why), e);
        } finally {
            try {
                Runtime.getRuntime().removeShutdownHook(broken);
            } catch (IllegalStateException _) {
                // It runs at this moment.
            }
            if (!complete) {
                delete(begun);
            }
        }
    }

    private Made make(MailAddress account, DomainName host, InstantSource clock, List<Path> begun)
            throws IOException {
        boolean present = Files.exists(dir);
        Path around = present ? dir : dir.resolve("..").normalize();
        makeFolders(around, begun);
        FileAttribute<?> mode = PosixFilePermissions.asFileAttribute(PRIVATE);
        Path work = Files.createTempDirectory(around, ".hikyaku-new-", mode);
        begun.add(work);
        Files.writeString(work.resolve("hikyaku.toml"), SettingsText.commented(host));
        Made made = fill(work, account, clock);
        if (present) {
            moveContent(work, begun);
        } else {
            Files.move(work, dir, StandardCopyOption.ATOMIC_MOVE);
        }
        return made;
    }

    /** The folders around it that are not there yet. */
    private static void makeFolders(Path folder, List<Path> begun) throws IOException {
        if (!Files.exists(folder)) {
            makeFolders(folder.resolve("..").normalize(), begun);
            Files.createDirectory(folder);
            begun.add(folder);
        }
    }

    private void moveContent(Path work, List<Path> begun) throws IOException {
        Files.setPosixFilePermissions(dir, PRIVATE);
        List<Path> parts;
        try (Stream<Path> all = Files.list(work)) {
            parts = all.toList();
        }
        for (Path part : parts) {
            Path target = dir.resolve(part.getFileName());
            begun.add(target);
            Files.move(part, target);
        }
        Files.delete(work);
    }

    private static Made fill(Path work, MailAddress account, InstantSource clock) {
        SecureRandom random = new SecureRandom();
        Passwords passwords = new Passwords(random);
        String password = passwords.generate();
        DomainName domain = account.domain();
        try (EmbeddedStore store = EmbeddedStore.open(work)) {
            store.domains().add(new LocalDomain(domain, null));
            store.accounts().add(new Account(account.folded(), passwords.hash(password)));
            return new Made(password, NewKeys.make(store, domain, clock).bySelector());
        }
    }

    /** The last first; what cannot be deleted stays, since the failure before it says more. */
    private static void delete(List<Path> begun) {
        for (Path root : begun.reversed()) {
            try (Stream<Path> all = Files.walk(root)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            } catch (IOException _) {
                // It is gone, or cannot go.
            }
        }
    }
}
