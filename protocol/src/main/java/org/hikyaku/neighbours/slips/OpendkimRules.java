package org.hikyaku.neighbours.slips;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.hikyaku.dkim.DkimKeyCheck;
import org.hikyaku.dkim.DkimKeyPair;
import org.hikyaku.dkim.DkimKeys;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.neighbours.setup.MilterAddress;
import org.hikyaku.neighbours.setup.MilterDaemon;
import org.hikyaku.neighbours.setup.Setup;
import org.hikyaku.neighbours.text.FileTree;
import org.hikyaku.neighbours.text.HostFile;
import org.hikyaku.neighbours.text.Place;
import org.hikyaku.opendkim.ConfigNote;
import org.hikyaku.opendkim.ConfigNotes;
import org.hikyaku.opendkim.Dataset;
import org.hikyaku.opendkim.DatasetReader;
import org.hikyaku.opendkim.DatasetReader.Wanted;
import org.hikyaku.opendkim.HostList;
import org.hikyaku.opendkim.KeyTable;
import org.hikyaku.opendkim.OptionFile.Entry;
import org.hikyaku.opendkim.SigningTable;

/** Slips in {@code opendkim.conf} and the tables that it names. */
final class OpendkimRules {

    private static final int OTHERS = 0007;

    private static final Map<ConfigNote.Kind, SlipRule> TOLD =
            Map.of(
                    ConfigNote.Kind.NO_SUCH_KEY, SlipRule.SIGNING_KEY_UNKNOWN,
                    ConfigNote.Kind.LOOPBACK_REPLACED, SlipRule.LOOPBACK_REPLACED,
                    ConfigNote.Kind.HOST_BITS, SlipRule.HOST_NEVER_MATCHES,
                    ConfigNote.Kind.NEVER_MATCHES, SlipRule.HOST_NEVER_MATCHES,
                    ConfigNote.Kind.EVERYBODY, SlipRule.EVERYBODY_INTERNAL);

    private final MilterDaemon daemon;
    private final Setup setup;
    private final Found found;
    private final ConfigNotes notes = new ConfigNotes();
    private final DatasetReader tables;

    OpendkimRules(MilterDaemon daemon, Setup setup, Found found) {
        this.daemon = daemon;
        this.setup = setup;
        this.found = found;
        this.tables = new DatasetReader(new TreeFiles(setup.tree()), notes);
    }

    void check(Resolver resolver) {
        replaced();
        mode();
        ignoredBesideTables();
        socket();
        softwareHeader();
        hosts();
        Optional<KeyTable> keys = table("KeyTable", false).map(d -> new KeyTable(d, notes));
        keys.ifPresent(t -> t.fixed().forEach(e -> key(e, resolver)));
        signingTable(keys);
        tableOwners();
        notes.all().forEach(this::told);
    }

    private void replaced() {
        Map<String, MilterDaemon.Line> last = new HashMap<>();
        for (MilterDaemon.Line line : daemon.lines().reversed()) {
            String name = line.name().toLowerCase(Locale.ROOT);
            MilterDaemon.Line later = last.putIfAbsent(name, line);
            if (later != null && !name.equals("include") && !later.value().equals(line.value())) {
                found.add(
                        SlipRule.SETTING_REPLACED,
                        line.at(),
                        line.name(),
                        line.value(),
                        later.value(),
                        String.valueOf(later.at().line()));
            }
        }
    }

    private void mode() {
        Optional<MilterDaemon.Line> mode = daemon.line("Mode");
        boolean tables = daemon.line("SigningTable").isPresent();
        boolean signs = tables || daemon.line("KeyFile").isPresent();
        mode.filter(m -> signs && !m.value().contains("s"))
                .ifPresent(m -> found.add(SlipRule.SIGNING_SWITCHED_OFF, m.at(), m.value()));
    }

    /** KeyTable wins over the settings for one key. */
    private void ignoredBesideTables() {
        if (daemon.line("KeyTable").isPresent()) {
            for (String name : List.of("KeyFile", "Selector")) {
                daemon.line(name)
                        .ifPresent(
                                l ->
                                        found.add(
                                                SlipRule.SETTING_IGNORED,
                                                l.at(),
                                                l.name(),
                                                "KeyTable"));
            }
        }
    }

    private void socket() {
        daemon.listens()
                .filter(s -> s.address() instanceof MilterAddress.Inet i && i.host().isEmpty())
                .ifPresent(s -> found.add(SlipRule.MILTER_PORT_OPEN, s.at(), s.written()));
    }

    private void softwareHeader() {
        daemon.line("SoftwareHeader")
                .filter(l -> l.value().toLowerCase(Locale.ROOT).matches("[ty1].*"))
                .ifPresent(l -> found.add(SlipRule.FILTER_FIELD_NO_PROOF, l.at()));
    }

    private Optional<Dataset> table(String name, boolean anyCase) {
        return daemon.line(name)
                .flatMap(l -> tables.read(new Wanted(entry(name, l), anyCase, true)));
    }

    private static Entry entry(String name, MilterDaemon.Line line) {
        return new Entry(
                name, line.value(), new ConfigNote.Place(line.at().path(), line.at().line()));
    }

    private void hosts() {
        Optional<MilterDaemon.Line> internal = daemon.line("InternalHosts");
        internal.ifPresent(l -> hosts("InternalHosts", l, true));
        Optional<MilterDaemon.Line> external = daemon.line("ExternalIgnoreList");
        external.ifPresent(l -> hosts("ExternalIgnoreList", l, false));
        String path = internal.map(l -> path(l.value())).orElse("");
        external.filter(l -> !path.isEmpty() && path(l.value()).equals(path))
                .ifPresent(l -> found.add(SlipRule.LIST_WITHOUT_EFFECT, l.at(), l.name(), path));
    }

    private void hosts(String name, MilterDaemon.Line line, boolean replacesLoopback) {
        Entry entry = entry(name, line);
        tables.read(Wanted.names(entry))
                .ifPresent(d -> new HostList(d).check(entry, replacesLoopback, notes));
    }

    private static String path(String value) {
        return value.replaceFirst("^(re)?file:", "");
    }

    private void signingTable(Optional<KeyTable> keys) {
        Optional<SigningTable> table =
                table("SigningTable", true).map(d -> new SigningTable(d, notes));
        table.ifPresent(
                t -> {
                    keys.ifPresent(k -> t.check(k::has, notes));
                    unsigned(t);
                });
    }

    /** Names below our zones that send mail and that no line fits, patterns taken as patterns. */
    private void unsigned(SigningTable table) {
        Optional<MilterDaemon.Line> line = daemon.line("SigningTable");
        Optional<SigningTable> meant =
                line.filter(l -> path(l.value()).startsWith("/"))
                        .map(l -> entry("SigningTable", l))
                        .map(e -> new Entry(e.name(), "refile:" + path(e.value()), e.place()))
                        .flatMap(
                                e ->
                                        new DatasetReader(
                                                        new TreeFiles(setup.tree()),
                                                        new ConfigNotes())
                                                .read(new Wanted(e, true, true)))
                        .map(d -> new SigningTable(d, new ConfigNotes()));
        for (Senders.Sender sender : Senders.of(setup)) {
            String host = sender.name().ascii();
            boolean signed =
                    !table.find("someone", host, false).isEmpty()
                            || meant.filter(m -> !m.find("someone", host, false).isEmpty())
                                    .isPresent();
            if (!signed) {
                found.add(
                        SlipRule.SUBDOMAIN_UNSIGNED,
                        sender.at(),
                        host,
                        line.map(l -> path(l.value())).orElse(""));
            }
        }
    }

    private void key(KeyTable.Entry entry, Resolver resolver) {
        if (!entry.isFile()) {
            return;
        }
        Place at = new Place(entry.place().file(), entry.place().line());
        switch (setup.tree().look(entry.key())) {
            case FileTree.Found.Text text -> {
                open(text.file(), entry);
                published(text.file(), entry, resolver);
            }
            case FileTree.Found.Absent _, FileTree.Found.Other _ ->
                    found.add(SlipRule.KEY_FILE_UNUSABLE, at, entry.key(), entry.name());
            case FileTree.Found.Refused _ -> {
                // Whoever looks may not read it; OpenDKIM may.
            }
        }
    }

    private void open(HostFile file, KeyTable.Entry entry) {
        boolean safe =
                daemon.value("RequireSafeKeys")
                        .filter(v -> v.toLowerCase(Locale.ROOT).matches("[fn0].*"))
                        .isEmpty();
        if (safe && (file.rights().mode() & OTHERS) != 0) {
            found.add(
                    SlipRule.KEY_OPEN,
                    new Place(file.path(), 0),
                    file.path(),
                    String.format("%04o", file.rights().mode()),
                    entry.name());
        }
    }

    private void published(HostFile file, KeyTable.Entry entry, Resolver resolver) {
        Place at = new Place(entry.place().file(), entry.place().line());
        Optional<DomainName> domain = DomainName.parse(entry.domain());
        if (domain.isEmpty()) {
            return;
        }
        try {
            DkimKeys.Read key =
                    DkimKeys.readPem(new String(file.octets(), StandardCharsets.US_ASCII));
            DkimKeyPair pair =
                    new DkimKeyPair(domain.get(), entry.selector(), key.algorithm(), key.key());
            String record = entry.selector() + "._domainkey." + domain.get().ascii();
            switch (DkimKeys.testKey(resolver, pair)) {
                case DkimKeyCheck.Differs(_, var reason) ->
                        found.add(SlipRule.KEY_NOT_PUBLISHED, at, record, file.path(), reason);
                case DkimKeyCheck.Unusable(var reason) ->
                        found.add(SlipRule.KEY_NOT_PUBLISHED, at, record, file.path(), reason);
                case DkimKeyCheck.Published _, DkimKeyCheck.Unknown _ -> {}
            }
        } catch (DkimKeys.Unreadable _) {
            found.add(SlipRule.KEY_FILE_UNUSABLE, at, entry.key(), entry.name());
        }
    }

    /** Whoever breaks into the daemon could write what it signs. */
    private void tableOwners() {
        String user = daemon.value("UserID").map(u -> u.split(":", 2)[0]).orElse("opendkim");
        List<String> paths = new ArrayList<>(List.of(daemon.conf().path()));
        for (String name :
                List.of("KeyTable", "SigningTable", "InternalHosts", "ExternalIgnoreList")) {
            daemon.value(name).map(OpendkimRules::path).ifPresent(paths::add);
        }
        for (String path : paths.stream().distinct().toList()) {
            Optional<HostFile> file =
                    path.startsWith("/") ? setup.tree().file(path) : Optional.empty();
            file.filter(f -> f.rights().owner().equals(user) && !user.equals("root"))
                    .ifPresent(
                            f ->
                                    found.add(
                                            SlipRule.TABLE_OWNED_BY_DAEMON,
                                            new Place(path, 0),
                                            path,
                                            user));
        }
    }

    /** What the readers of the tables noted; the rest is told to whoever imports the file. */
    private void told(ConfigNote note) {
        Place at = new Place(note.place().file(), note.place().line());
        String first = detail(note, 0);
        String second = detail(note, 1);
        SlipRule rule = TOLD.get(note.kind());
        if (note.kind() == ConfigNote.Kind.PATTERN_IN_FLAT_FILE) {
            boolean signing = second.equals("SigningTable");
            found.add(
                    signing ? SlipRule.SIGNING_TABLE_NEEDS_REFILE : SlipRule.HOST_NEVER_MATCHES,
                    at,
                    first,
                    signing ? detail(note, 2) : ".example.com");
        } else if (rule != null) {
            found.add(rule, at, first, second);
        }
    }

    private static String detail(ConfigNote note, int index) {
        return index < note.details().size() ? note.details().get(index) : "";
    }
}
