package org.hikyaku.app.adopt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hikyaku.adopt.FileChange;
import org.hikyaku.adopt.Folder;
import org.hikyaku.dkim.DkimKeyPair;
import org.hikyaku.machine.FileState;
import org.hikyaku.milter.MilterSocket;
import org.hikyaku.name.DomainName;
import org.hikyaku.store.Domains.LocalDomain;
import org.hikyaku.store.embedded.EmbeddedStore;

/**
 * What our filter needs: the data folder with settings and keys, for the user it runs as alone.
 *
 * @param data the data folder
 * @param uid number of the user
 * @param gid number of its group
 */
record OwnFiles(Path data, int uid, int gid) {

    private static final int FOLDER_MODE = 0700;
    private static final int FILE_MODE = 0600;

    /**
     * A key that signs.
     *
     * @param pem it, PKCS #8
     * @param from the file that it was read from
     */
    record Key(DkimKeyPair pair, String pem, String from) {
        /** Without the key. */
        @Override
        public String toString() {
            return pair.selector() + "._domainkey." + pair.domain();
        }
    }

    /**
     * The settings of the filter.
     *
     * @param refuses whether mail that fails DMARC is refused, as it was before
     */
    record MilterSettings(
            DomainName hostname,
            MilterSocket listen,
            List<String> internal,
            Set<String> daemons,
            String authservId,
            boolean refuses) {}

    Path settingsFile() {
        return data.resolve("hikyaku.toml");
    }

    Path keyFile(Key key) {
        return data.resolve("keys")
                .resolve(key.pair().domain().ascii())
                .resolve(key.pair().selector() + "." + key.pair().algorithm().keyType() + ".pem");
    }

    List<Folder> folders(List<Key> keys) {
        Set<Path> paths = new LinkedHashSet<>();
        paths.add(data);
        for (Key key : keys) {
            paths.add(data.resolve("keys"));
            paths.add(data.resolve("keys").resolve(key.pair().domain().ascii()));
        }
        return paths.stream().map(p -> new Folder(p, uid, gid, FOLDER_MODE)).toList();
    }

    List<FileChange> files(MilterSettings settings, List<Key> keys, Instant now)
            throws IOException {
        List<FileChange> files = new ArrayList<>();
        files.add(added(settingsFile(), text(settings), now));
        for (Key key : keys) {
            files.add(added(keyFile(key), key.pem(), now));
        }
        FileState database = new FileState(database(keys), uid, gid, FILE_MODE, now);
        files.add(new FileChange(data.resolve("mail.db"), null, database, true));
        return files;
    }

    /** A new database that knows the domains. */
    private static byte[] database(List<Key> keys) throws IOException {
        Path work = Files.createTempDirectory("hikyaku-adopt");
        try {
            try (EmbeddedStore store = EmbeddedStore.open(work)) {
                keys.stream()
                        .map(key -> key.pair().domain())
                        .distinct()
                        .forEach(domain -> store.domains().add(new LocalDomain(domain, null)));
            }
            return Files.readAllBytes(work.resolve("mail.db"));
        } finally {
            try (Stream<Path> all = Files.walk(work)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private FileChange added(Path path, String text, Instant now) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        return new FileChange(path, null, new FileState(octets, uid, gid, FILE_MODE, now));
    }

    private static String text(MilterSettings settings) {
        return """
        # Written by hikyaku adopt. Every setting: hikyaku's docs/settings.md
        hostname = "%s"

        [inbound]
        # "enforce" refuses what fails DMARC where its domain asks for that; "observe" writes it down
        dmarc = "%s"

        [milter]
        # Postfix asks here: smtpd_milters, non_smtpd_milters
        listen = ["%s"]
        # Whose mail is signed and not checked, beside that of users who have logged in
        internal-networks = [%s]
        daemons = [%s]
        authserv-id = "%s"

        [ops]
        address = "none"
        """
                .formatted(
                        settings.hostname().ascii(),
                        settings.refuses() ? "enforce" : "observe",
                        settings.listen(),
                        quoted(settings.internal()),
                        quoted(settings.daemons()),
                        settings.authservId());
    }

    private static String quoted(Iterable<String> texts) {
        List<String> all = new ArrayList<>();
        texts.forEach(t -> all.add('"' + t.replace("\\", "\\\\").replace("\"", "\\\"") + '"'));
        return all.stream().collect(Collectors.joining(", "));
    }
}
