package org.hikyaku.opendkim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hikyaku.name.IllegalNameException;
import org.hikyaku.name.IpNet;
import org.hikyaku.opendkim.ConfigNote.Kind;
import org.hikyaku.opendkim.OptionFile.Entry;
import org.hikyaku.opendkim.PolicydSpfSetup.Exempt;
import org.hikyaku.opendkim.PolicydSpfSetup.Rejects;

/** Reads a policyd-spf.conf. Belongs to one thread. */
public final class PolicydSpfReader {

    /** RFC 7208 section 4.6.4 recommends it. */
    static final Duration LOOKUP_TIME = Duration.ofSeconds(20);

    /** Longer makes the MTA give up first. */
    private static final long MAX_LOOKUP_SECONDS = 120;

    private static final String SKIPPED = "127.0.0.0/8,::ffff:127.0.0.0/104,::1";

    private final FileSource files;
    private final ConfigNotes notes;

    /** For files of {@code files}. */
    public PolicydSpfReader(FileSource files, ConfigNotes notes) {
        this.files = files;
        this.notes = notes;
    }

    /** The file at {@code path}. */
    public PolicydSpfSetup read(String path) {
        OptionFile options =
                new OptionReader(OptionTable.POLICYD_SPF, files, notes).readAssignments(path);
        long seconds = options.number("Lookup_Time", LOOKUP_TIME.toSeconds());
        return new PolicydSpfSetup(
                options,
                rejects(options, "HELO_reject"),
                rejects(options, "Mail_From_reject"),
                options.isTrue("PermError_reject", false),
                options.isTrue("TempError_Defer", false),
                logsOnly(options),
                exempt(options),
                names(options, "Reject_Not_Pass_Domains"),
                Duration.ofSeconds(Math.clamp(seconds, 1, MAX_LOOKUP_SECONDS)));
    }

    /** Its name says the opposite: 1, the default, refuses mail, and 0 only logs. */
    private boolean logsOnly(OptionFile options) {
        for (String name : List.of("TestOnly", "defaultSeedOnly")) {
            Optional<Entry> entry = options.find(name);
            if (entry.isPresent()) {
                boolean logs = options.number(name, 1) == 0;
                notes.add(
                        logs ? Kind.MISLEADING : Kind.DIFFERENT,
                        entry.get().place(),
                        name,
                        entry.get().value());
                return logs;
            }
        }
        return false;
    }

    private Rejects rejects(OptionFile options, String name) {
        Optional<Entry> entry = options.find(name);
        String value = entry.map(Entry::value).orElse("Fail");
        boolean helo = name.startsWith("HELO");
        return switch (OptionTable.lower(value)) {
            case "spf_not_pass" -> Rejects.NOT_PASS;
            case "softfail" -> Rejects.SOFTFAIL;
            case "fail" -> Rejects.FAIL;
            case "null" -> helo ? Rejects.FAIL_OF_BOUNCE : bad(entry.orElseThrow());
            case "false" -> Rejects.NOTHING;
            case "no_check" -> Rejects.UNCHECKED;
            default -> bad(entry.orElseThrow());
        };
    }

    private Rejects bad(Entry entry) {
        notes.add(
                Kind.BAD_VALUE,
                entry.place(),
                entry.name(),
                entry.value(),
                "SPF_Not_Pass, Softfail, Fail, False, No_Check");
        return Rejects.NOTHING;
    }

    private Exempt exempt(OptionFile options) {
        List<IpNet> networks = new ArrayList<>();
        Entry skipped =
                options.find("skip_addresses")
                        .orElse(new Entry("skip_addresses", SKIPPED, options.place()));
        addNetworks(skipped, networks);
        options.find("Whitelist").ifPresent(entry -> addNetworks(entry, networks));
        return new Exempt(
                networks,
                names(options, "HELO_Whitelist"),
                names(options, "Domain_Whitelist"),
                names(options, "Domain_Whitelist_PTR"));
    }

    private void addNetworks(Entry entry, List<IpNet> networks) {
        for (String part : ConfigValues.parts(entry.value())) {
            try {
                networks.add(network(part));
            } catch (IllegalNameException _) {
                notes.add(Kind.BAD_VALUE, entry.place(), entry.name(), part, "192.0.2.0/24");
            }
        }
    }

    /** A mapped network of IPv6 is the IPv4 network: such clients are IPv4 here. */
    private static IpNet network(String part) {
        int slash = part.indexOf('/');
        boolean mapped = OptionTable.lower(part).startsWith("::ffff:") && part.contains(".");
        if (mapped && slash > 0 && part.substring(slash + 1).matches("[0-9]{2,3}")) {
            int bits = Integer.parseInt(part.substring(slash + 1)) - 96;
            return IpNet.of(part.substring("::ffff:".length(), slash) + "/" + Math.max(0, bits));
        }
        return IpNet.of(part);
    }

    private static Set<String> names(OptionFile options, String name) {
        Set<String> all = new HashSet<>();
        options.list(name).forEach(n -> all.add(OptionTable.lower(n)));
        return all;
    }
}
