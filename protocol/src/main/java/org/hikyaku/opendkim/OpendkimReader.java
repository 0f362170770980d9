package org.hikyaku.opendkim;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hikyaku.dkim.Canonicalization;
import org.hikyaku.dkim.DkimSigning;
import org.hikyaku.opendkim.ConfigNote.Kind;
import org.hikyaku.opendkim.Dataset.Row;
import org.hikyaku.opendkim.OpendkimSetup.Form;
import org.hikyaku.opendkim.OpendkimSetup.KeyRules;
import org.hikyaku.opendkim.OpendkimSetup.Mode;
import org.hikyaku.opendkim.OpendkimSetup.Origin;
import org.hikyaku.opendkim.OpendkimSetup.Who;
import org.hikyaku.opendkim.OptionFile.Entry;

/** Reads an opendkim.conf and the tables that it names. Belongs to one thread. */
public final class OpendkimReader {

    /** OpenDKIM's own default. */
    private static final long MINIMUM_BITS = 1024;

    /** Of signatures; longer is as good as always. */
    private static final long MAX_LIFETIME_SECONDS = Duration.ofDays(3650).toSeconds();

    private final FileSource files;
    private final ConfigNotes notes;
    private final DatasetReader tables;

    /** For files of {@code files}. */
    public OpendkimReader(FileSource files, ConfigNotes notes) {
        this.files = files;
        this.notes = notes;
        this.tables = new DatasetReader(files, notes);
    }

    /** The file at {@code path}. */
    public OpendkimSetup read(String path) {
        return setup(new OptionReader(OptionTable.OPENDKIM, files, notes).read(path));
    }

    private OpendkimSetup setup(OptionFile options) {
        SocketNotes.check(options, notes);
        return new OpendkimSetup(
                options,
                mode(options),
                who(options),
                origin(options),
                form(options),
                keys(options));
    }

    private Mode mode(OptionFile options) {
        String text = options.text("Mode", "sv");
        boolean good = text.chars().allMatch(c -> c == 's' || c == 'v');
        if (!good) {
            notes.add(
                    Kind.BAD_VALUE,
                    options.find("Mode").map(Entry::place).orElse(options.place()),
                    "Mode",
                    text,
                    "s, v, sv");
        }
        return new Mode(text.contains("s"), text.contains("v"));
    }

    private Who who(OptionFile options) {
        Optional<Entry> keyTable = options.find("KeyTable");
        Optional<Entry> signingTable = options.find("SigningTable");
        if (keyTable.isPresent() && signingTable.isPresent()) {
            for (String ignored : List.of("Domain", "KeyFile", "Selector")) {
                options.find(ignored)
                        .ifPresent(
                                e ->
                                        notes.add(
                                                Kind.IGNORED_BESIDE,
                                                e.place(),
                                                e.name(),
                                                "KeyTable"));
            }
            return tables(options, keyTable.get(), signingTable.get());
        }
        keyTable.ifPresent(e -> notes.add(Kind.NEEDS, e.place(), "KeyTable", "SigningTable"));
        signingTable.ifPresent(e -> notes.add(Kind.NEEDS, e.place(), "SigningTable", "KeyTable"));
        return oneKey(options);
    }

    private Who oneKey(OptionFile options) {
        List<String> names = List.of("Domain", "KeyFile", "Selector");
        List<String> absent = names.stream().filter(name -> !options.has(name)).toList();
        if (absent.size() == names.size()) {
            return new Who.Nobody();
        }
        if (!absent.isEmpty()) {
            String there = names.stream().filter(options::has).findFirst().orElse("");
            Entry entry = options.find(there).orElseThrow();
            notes.add(Kind.NEEDS, entry.place(), there, String.join(", ", absent));
            return new Who.Nobody();
        }
        return names(options, "Domain")
                .<Who>map(
                        domains ->
                                new Who.OneKey(
                                        domains,
                                        options.isTrue("SubDomains", false),
                                        options.text("KeyFile", ""),
                                        options.text("Selector", "")))
                .orElseGet(Who.Nobody::new);
    }

    private Who tables(OptionFile options, Entry keyEntry, Entry signingEntry) {
        Optional<Dataset> keyRows = tables.read(new DatasetReader.Wanted(keyEntry, false, true));
        Optional<Dataset> signingRows =
                tables.read(new DatasetReader.Wanted(signingEntry, true, true));
        if (keyRows.isEmpty() || signingRows.isEmpty()) {
            return new Who.Nobody();
        }
        KeyTable keys = new KeyTable(keyRows.get(), notes);
        SigningTable signing = new SigningTable(signingRows.get(), notes);
        signing.check(keys::has, notes);
        return new Who.Tables(keys, signing, options.isTrue("MultipleSignatures", false));
    }

    private Origin origin(OptionFile options) {
        return new Origin(
                hosts(options, "InternalHosts", HostList.LOOPBACK),
                hosts(options, "PeerList", HostList.NOBODY),
                hosts(options, "ExternalIgnoreList", HostList.NOBODY),
                names(options, "ExemptDomains"),
                cased(options, "MTA"),
                macros(options),
                names(options, "DontSignMailTo"));
    }

    private HostList hosts(OptionFile options, String name, HostList absent) {
        Optional<Entry> entry = options.find(name);
        if (entry.isEmpty()) {
            return absent;
        }
        Optional<HostList> list = names(options, name).map(HostList::new);
        list.ifPresent(l -> l.check(entry.get(), absent == HostList.LOOPBACK, notes));
        return list.orElse(absent);
    }

    private Optional<Dataset> names(OptionFile options, String name) {
        return options.find(name).flatMap(e -> tables.read(DatasetReader.Wanted.names(e)));
    }

    private Optional<Dataset> cased(OptionFile options, String name) {
        return options.find(name)
                .flatMap(e -> tables.read(new DatasetReader.Wanted(e, false, false)));
    }

    /** Names without braces: with them OpenDKIM finds none. */
    private Optional<Dataset> macros(OptionFile options) {
        Optional<Dataset> list = cased(options, "MacroList");
        list.ifPresent(
                d ->
                        d.rows().stream()
                                .filter(row -> row.key().startsWith("{"))
                                .forEach(
                                        row ->
                                                notes.add(
                                                        Kind.NEVER_MATCHES,
                                                        row.place(),
                                                        row.key(),
                                                        row.key().replaceAll("[{}]", ""))));
        return list;
    }

    private List<String> keysOf(OptionFile options, String name) {
        return names(options, name)
                .map(d -> d.rows().stream().map(Row::key).toList())
                .orElse(List.of());
    }

    private Form form(OptionFile options) {
        algorithm(options);
        String[] forms = options.text("Canonicalization", "simple/simple").split("/", 2);
        HeaderChoice headers =
                new HeaderChoice(
                        keysOf(options, "SignHeaders"),
                        keysOf(options, "OmitHeaders"),
                        keysOf(options, "OversignHeaders"),
                        DkimSigning.STANDARD_HEADERS);
        List<String> senders = keysOf(options, "SenderHeaders");
        long seconds = options.number("SignatureTTL", 0);
        return new Form(
                canonicalization(options, forms[0]),
                canonicalization(options, forms.length == 2 ? forms[1] : "simple"),
                headers,
                seconds > 0 && seconds < MAX_LIFETIME_SECONDS
                        ? Optional.of(Duration.ofSeconds(seconds))
                        : Optional.empty(),
                senders.isEmpty() ? List.of("From") : senders,
                options.isTrue("RemoveOldSignatures", false));
    }

    private Canonicalization canonicalization(OptionFile options, String text) {
        Optional<Canonicalization> parsed = Canonicalization.parse(text.strip());
        if (parsed.isEmpty()) {
            Entry entry = options.find("Canonicalization").orElseThrow();
            notes.add(
                    Kind.BAD_VALUE,
                    entry.place(),
                    entry.name(),
                    entry.value(),
                    "relaxed/relaxed, relaxed/simple, simple/relaxed, simple/simple");
        }
        return parsed.orElse(Canonicalization.SIMPLE);
    }

    /** Here each key decides for itself, and SHA-1 is no choice (RFC 8301 section 3.1). */
    private void algorithm(OptionFile options) {
        Optional<Entry> entry = options.find("SignatureAlgorithm");
        if (entry.isEmpty()) {
            return;
        }
        String value = OptionTable.lower(entry.get().value());
        switch (value) {
            case "rsa-sha256" -> {}
            case "rsa-sha1", "ed25519-sha256" ->
                    notes.add(Kind.ALGORITHM, entry.get().place(), entry.get().name(), value);
            default ->
                    notes.add(
                            Kind.BAD_VALUE,
                            entry.get().place(),
                            entry.get().name(),
                            value,
                            "rsa-sha256, ed25519-sha256");
        }
    }

    private static KeyRules keys(OptionFile options) {
        return new KeyRules(
                options.isTrue("RequireSafeKeys", true),
                Math.max(MINIMUM_BITS, options.number("MinimumKeyBits", MINIMUM_BITS)));
    }
}
