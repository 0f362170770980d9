package org.hikyaku.app.adopt;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hikyaku.adopt.Note;
import org.hikyaku.app.adopt.OwnFiles.Key;
import org.hikyaku.dkim.DkimKeyPair;
import org.hikyaku.dkim.DkimKeys;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IllegalNameException;
import org.hikyaku.name.IpNet;
import org.hikyaku.neighbours.text.FileTree;
import org.hikyaku.neighbours.text.HostFile;
import org.hikyaku.opendkim.ConfigNotes;
import org.hikyaku.opendkim.Dataset;
import org.hikyaku.opendkim.DatasetReader;
import org.hikyaku.opendkim.DatasetReader.Wanted;
import org.hikyaku.opendkim.KeyTable;
import org.hikyaku.opendkim.OptionFile;
import org.hikyaku.opendkim.OptionReader;
import org.hikyaku.opendkim.OptionTable;
import org.hikyaku.opendkim.SourceFile;

/**
 * What of OpenDKIM's settings our filter goes on with: whose mail is signed, with which keys. It
 * takes what the author of the tables meant: {@code *@example.com} signs for example.com also where
 * OpenDKIM, in a table that is no {@code refile:}, compared the star as a letter.
 */
final class OpendkimImport {

    private static final List<String> LOOPBACK = List.of("127.0.0.1", "::1");

    private final FileTree tree;
    private final ConfigNotes notes = new ConfigNotes();
    private final DatasetReader tables;
    private final OptionFile options;
    private final Map<String, Key> keys = new LinkedHashMap<>();
    private final List<Note> left = new ArrayList<>();

    OpendkimImport(FileTree tree, String path) {
        this.tree = tree;
        this.tables = new DatasetReader(this::source, notes);
        this.options = new OptionReader(OptionTable.OPENDKIM, this::source, notes).read(path);
        if (options.text("Mode", "sv").contains("s")) {
            if (options.has("KeyTable")) {
                fromTables();
            } else {
                fromSettings();
            }
        }
    }

    private SourceFile source(String path) throws IOException {
        HostFile file = tree.file(path).orElseThrow(() -> new NoSuchFileException(path));
        HostFile.Rights rights = file.rights();
        return new SourceFile(
                file.octets(),
                new SourceFile.Access(rights.owner(), rights.group(), rights.mode(), ""));
    }

    /** The keys that sign. */
    List<Key> keys() {
        return List.copyOf(keys.values());
    }

    /** What is not taken over, and why. */
    List<Note> left() {
        return List.copyOf(left);
    }

    private Optional<Dataset> table(String name) {
        return options.find(name).flatMap(e -> tables.read(new Wanted(e, true, false)));
    }

    private void fromTables() {
        Optional<Dataset> keyRows =
                options.find("KeyTable").flatMap(e -> tables.read(new Wanted(e, false, true)));
        Optional<Dataset> signing = table("SigningTable");
        if (keyRows.isEmpty() || signing.isEmpty()) {
            left.add(Note.of("left.tables", options.path()));
            return;
        }
        KeyTable table = new KeyTable(keyRows.get(), notes);
        for (Dataset.Row row : signing.get().rows()) {
            String host = row.key().substring(row.key().lastIndexOf('@') + 1);
            Optional<DomainName> domain = DomainName.parse(host);
            String name = row.value().split(":", 2)[0];
            Optional<KeyTable.Entry> entry = table.find(name.equals("%") ? host : name, host);
            boolean isOwn =
                    domain.isPresent()
                            && entry.isPresent()
                            && entry.get().domain().equalsIgnoreCase(host);
            if (isOwn) {
                add(domain.get(), entry.get().selector(), entry.get().key(), entry.get().isFile());
            } else {
                left.add(Note.of("left.row", row.place().toString(), row.key(), row.value()));
            }
        }
    }

    private void fromSettings() {
        String selector = options.text("Selector", "");
        String file = options.text("KeyFile", "");
        for (String domain : options.list("Domain")) {
            Optional<DomainName> name = DomainName.parse(domain);
            if (name.isPresent() && !selector.isEmpty() && !file.isEmpty()) {
                add(name.get(), selector, file, true);
            } else {
                left.add(Note.of("left.row", options.path(), "Domain", domain));
            }
        }
    }

    private void add(DomainName domain, String selector, String key, boolean isFile) {
        try {
            String text = isFile ? source(key).text() : key;
            DkimKeys.Read read = DkimKeys.readPem(text);
            DkimKeyPair pair = new DkimKeyPair(domain, selector, read.algorithm(), read.key());
            Key found = new Key(pair, DkimKeys.writePem(read.key()), isFile ? key : options.path());
            keys.putIfAbsent(found.toString(), found);
        } catch (IOException | DkimKeys.Unreadable | IllegalArgumentException e) {
            String why = e.getClass().getSimpleName() + ": " + e.getMessage();
            left.add(Note.of("left.key", isFile ? key : options.path(), why));
        }
    }

    /** The networks whose mail is signed. */
    List<String> internal() {
        Optional<Dataset> hosts = table("InternalHosts");
        if (hosts.isEmpty()) {
            return LOOPBACK;
        }
        List<String> networks = new ArrayList<>();
        for (Dataset.Row row : hosts.get().rows()) {
            try {
                networks.add(IpNet.of(row.key().replace("[", "").replace("]", "")).toString());
            } catch (IllegalNameException _) {
                left.add(Note.of("left.host", row.place().toString(), row.key()));
            }
        }
        return networks;
    }

    /** The names of the MTA's ports whose mail is signed. */
    Set<String> daemons() {
        return new LinkedHashSet<>(options.list("MTA"));
    }

    /** The name that results carry, where it is set. */
    Optional<String> authservId() {
        return options.find("AuthservID")
                .map(OptionFile.Entry::value)
                .filter(v -> !v.equals("HOSTNAME"));
    }
}
