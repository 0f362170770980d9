package org.hikyaku.opendkim;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hikyaku.opendkim.ConfigNote.Kind;
import org.hikyaku.opendkim.DatasetReader.Wanted;
import org.hikyaku.opendkim.OpendmarcSetup.Exempt;
import org.hikyaku.opendkim.OptionFile.Entry;

/** Reads an opendmarc.conf and the files that it names. Belongs to one thread. */
public final class OpendmarcReader {

    private final FileSource files;
    private final ConfigNotes notes;

    /** For files of {@code files}. */
    public OpendmarcReader(FileSource files, ConfigNotes notes) {
        this.files = files;
        this.notes = notes;
    }

    /** The file at {@code path}. */
    public OpendmarcSetup read(String path) {
        OptionFile options = new OptionReader(OptionTable.OPENDMARC, files, notes).read(path);
        SocketNotes.check(options, notes);
        // Both ask for an SPF result of our own: the milter makes one in any case.
        for (String name : List.of("SPFSelfValidate", "SPFIgnoreResults", "TrustedAuthservIDs")) {
            options.find(name)
                    .ifPresent(e -> notes.add(Kind.DIFFERENT, e.place(), name, e.value()));
        }
        return new OpendmarcSetup(
                options,
                options.text("AuthservID", ""),
                options.list("TrustedAuthservIDs"),
                options.isTrue("RejectFailures", false),
                options.isTrue("HoldQuarantinedMessages", false),
                options.isTrue("RejectMultiValueFrom", false),
                options.isTrue("RequiredHeaders", false),
                exempt(options),
                sealers(options),
                options.isTrue("SPFIgnoreResults", false));
    }

    private Exempt exempt(OptionFile options) {
        HostList hosts = options.find("IgnoreHosts").map(this::hosts).orElse(HostList.LOOPBACK);
        return new Exempt(
                hosts,
                lower(options.list("IgnoreMailFrom")),
                lower(options.list("IgnoreMailTo")),
                options.isTrue("IgnoreAuthenticatedClients", false));
    }

    /** Always a file: the value is a path, whatever it looks like. */
    private HostList hosts(Entry entry) {
        HostList list = new HostList(file(entry));
        list.check(entry, true, notes);
        return list;
    }

    private Dataset file(Entry entry) {
        Entry asFile = new Entry(entry.name(), "file:" + entry.value(), entry.place());
        return new DatasetReader(files, notes)
                .read(Wanted.names(asFile))
                .orElseGet(() -> new Dataset.Flat(List.of(), true));
    }

    private Set<String> sealers(OptionFile options) {
        Set<String> all = new HashSet<>(lower(options.list("DomainWhitelist")));
        options.find("DomainWhitelistFile")
                .ifPresent(
                        e -> file(e).rows().forEach(row -> all.add(OptionTable.lower(row.key()))));
        return all;
    }

    private static Set<String> lower(List<String> names) {
        Set<String> all = new HashSet<>();
        names.forEach(name -> all.add(OptionTable.lower(name)));
        return all;
    }
}
