package org.hikyaku.app.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.hikyaku.app.admin.NewKeys;
import org.hikyaku.app.console.CommandFailure;
import org.hikyaku.app.settings.SettingsText;
import org.hikyaku.credentials.Passwords;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.hikyaku.store.Accounts.Account;
import org.hikyaku.store.Domains.LocalDomain;
import org.hikyaku.store.embedded.EmbeddedStore;

/**
 * A new data folder: made beside its place and moved there when it is complete, so that a failure
 * leaves nothing.
 */
final class DataFolder {

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

    DataFolder(Path dir) {
        this.dir = dir.toAbsolutePath().normalize();
    }

    /** Says what stands in the way, before anything is made. */
    void requireAbsent() {
        if (Files.exists(dir) && !isEmptyFolder()) {
            throw new CommandFailure(
                    dir
                            + " is there already and is left as it is: choose another folder with --dir, or remove it first");
        }
        Path parent = dir.getParent();
        while (parent != null && !Files.exists(parent)) {
            parent = parent.getParent();
        }
        if (parent == null || !Files.isDirectory(parent) || !Files.isWritable(parent)) {
            throw new CommandFailure(
                    "the folder "
                            + parent
                            + " is not writable for this user: choose another place with --dir, or run it as the user that owns it");
        }
    }

    private boolean isEmptyFolder() {
        if (!Files.isDirectory(dir)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(dir)) {
            return entries.findAny().isEmpty();
        } catch (IOException e) {
            throw new CommandFailure(dir + " cannot be looked at: " + e.getMessage(), e);
        }
    }

    Made make(MailAddress account, DomainName host, InstantSource clock) {
        Path parent = dir.getParent();
        Path work = null;
        try {
            Files.createDirectories(parent);
            work =
                    Files.createTempDirectory(
                            parent,
                            ".hikyaku-new-",
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rwx------")));
            Files.writeString(work.resolve("hikyaku.toml"), SettingsText.commented(host));
            Made made = fill(work, account, clock);
            Files.deleteIfExists(dir); // an empty folder may stand there
            Files.move(work, dir, StandardCopyOption.ATOMIC_MOVE);
            return made;
        } catch (IOException e) {
            throw new CommandFailure(
                    "the data folder " + dir + " cannot be made: " + e.getMessage(), e);
        } finally {
            if (work != null) {
                delete(work); // gone already where all went well
            }
        }
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

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new CommandFailure(
                    "what was begun in " + folder + " cannot be removed: " + e.getMessage(), e);
        }
    }
}
