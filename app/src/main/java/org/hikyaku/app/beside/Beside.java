package org.hikyaku.app.beside;

import com.sun.security.auth.module.UnixSystem;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hikyaku.app.settings.Settings;
import org.hikyaku.dkim.DkimKeyCheck;
import org.hikyaku.dkim.DkimKeyPair;
import org.hikyaku.dkim.DkimKeys;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.IpNet;
import org.hikyaku.opendkim.ConfigNote;
import org.hikyaku.opendkim.ConfigNote.Kind;
import org.hikyaku.opendkim.ConfigNote.Level;
import org.hikyaku.opendkim.ConfigNotes;
import org.hikyaku.opendkim.DefaultsFile;
import org.hikyaku.opendkim.KeyLoader;
import org.hikyaku.opendkim.OpendkimReader;
import org.hikyaku.opendkim.OpendkimSetup;
import org.hikyaku.opendkim.OpendmarcReader;
import org.hikyaku.opendkim.OpendmarcSetup;
import org.hikyaku.opendkim.OptionFile;
import org.hikyaku.opendkim.OptionFile.Entry;
import org.hikyaku.opendkim.PolicydSpfReader;
import org.hikyaku.opendkim.PolicydSpfSetup;
import org.hikyaku.signing.OpendkimRules;
import org.hikyaku.signing.VerifyPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What the files of OpenDKIM, OpenDMARC and policyd-spf make of a milter.
 *
 * @param setup what the opendkim.conf says
 * @param rules who signs
 * @param policy what is done with checked mail
 * @param sockets where it listens, in libmilter's words; empty where no file says so
 * @param notes what a person should know, in the order of the files
 */
public record Beside(
        OpendkimSetup setup,
        OpendkimRules rules,
        VerifyPolicy policy,
        List<String> sockets,
        List<ConfigNote> notes) {

    private static final int DNS_PORT = 53;

    /** OpenDKIM's default. */
    private static final long DNS_SECONDS = 5;

    /** OpenDKIM's 0 is for ever; the mail server waits no longer than this. */
    private static final long MAX_DNS_SECONDS = 30;

    /** Copies the lists. */
    public Beside {
        sockets = List.copyOf(sockets);
        notes = List.copyOf(notes);
    }

    /**
     * Reads the files. Never fails: what is wrong is among the notes, and {@link #isSound} tells
     * whether to start all the same.
     *
     * @param clock gives the time of signatures
     */
    public static Beside read(BesideFiles files, InstantSource clock) {
        ConfigNotes notes = new ConfigNotes();
        OpendkimSetup setup = setup(files.opendkim(), notes);
        DiskFiles disk = files(files.opendkim(), setup.options());
        KeyLoader loader = new KeyLoader(disk, setup.keys(), new UnixSystem().getUsername());
        OpendkimRules rules = new OpendkimRules(setup, loader, clock, notes);
        VerifyPolicy policy =
                VerifyPolicy.of(
                        setup.options(),
                        dmarc(files.opendmarc(), notes),
                        spf(files.policydSpf(), notes));
        return new Beside(setup, rules, policy, sockets(files, setup, notes), notes.all());
    }

    /** A BaseDirectory changes what the tables' paths are relative to: so it is looked at first. */
    private static OpendkimSetup setup(Path file, ConfigNotes notes) {
        OpendkimSetup first = new OpendkimReader(near(file), new ConfigNotes()).read(name(file));
        DiskFiles disk = files(file, first.options());
        return new OpendkimReader(disk, notes).read(file.toAbsolutePath().toString());
    }

    private static DiskFiles files(Path file, OptionFile options) {
        DiskFiles near = near(file);
        return new DiskFiles(near.base().resolve(options.text("BaseDirectory", ".")));
    }

    private static DiskFiles near(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return new DiskFiles(parent == null ? Path.of("/") : parent);
    }

    private static String name(Path file) {
        return file.toAbsolutePath().toString();
    }

    private static OpendmarcSetup dmarc(@Nullable Path file, ConfigNotes notes) {
        return file == null
                ? OpendmarcSetup.absent()
                : new OpendmarcReader(near(file), notes).read(name(file));
    }

    private static PolicydSpfSetup spf(@Nullable Path file, ConfigNotes notes) {
        return file == null
                ? PolicydSpfSetup.absent()
                : new PolicydSpfReader(near(file), notes).read(name(file));
    }

    private static List<String> sockets(BesideFiles files, OpendkimSetup setup, ConfigNotes notes) {
        Path defaults = files.defaults();
        Optional<Entry> overriding =
                defaults == null
                        ? Optional.empty()
                        : DefaultsFile.socket(name(defaults), near(defaults), notes);
        return overriding
                .or(() -> setup.options().find("Socket"))
                .map(Entry::value)
                .map(List::of)
                .orElse(List.of());
    }

    /**
     * Whether a milter may start: no error, or {@code lenient} and the settings themselves good.
     */
    public boolean isSound(boolean lenient) {
        return notes.stream()
                .filter(note -> note.level() == Level.ERROR)
                .allMatch(note -> lenient && isOfOneDomain(note.kind()));
    }

    private static boolean isOfOneDomain(Kind kind) {
        return switch (kind) {
            case KEY_ABSENT,
                    KEY_DAMAGED,
                    KEY_UNREADABLE,
                    KEY_OPEN,
                    KEY_SHORT,
                    NO_VALUE,
                    BAD_KEY_ENTRY,
                    BAD_PATTERN ->
                    true;
            case UNREADABLE,
                    LINE_TOO_LONG,
                    INCLUDE_DEPTH,
                    UNKNOWN_OPTION,
                    MISSING_VALUE,
                    BAD_BOOLEAN,
                    BAD_INTEGER,
                    BAD_VALUE,
                    NOT_A_SETTING,
                    OVERRIDDEN,
                    OBSOLETE,
                    NO_EFFECT,
                    NOT_IMPORTABLE,
                    NEEDS,
                    IGNORED_BESIDE,
                    LOOPBACK_REPLACED,
                    HOST_BITS,
                    NEVER_MATCHES,
                    EVERYBODY,
                    PATTERN_IN_FLAT_FILE,
                    HIDDEN_LINE,
                    LIVE_CHARACTERS,
                    NO_SUCH_KEY,
                    KEY_OPEN_ALLOWED,
                    KEY_DIFFERS,
                    KEY_UNPUBLISHED,
                    ALL_INTERFACES,
                    ALGORITHM,
                    MISLEADING,
                    DIFFERENT ->
                    false;
        };
    }

    /** The DNS as Nameservers and DNSTimeout have it; the system's servers where none is named. */
    public Settings.Dns dns() {
        List<InetSocketAddress> servers =
                setup.options().list("Nameservers").stream()
                        .map(IpNet::address)
                        .flatMap(Optional::stream)
                        .map(address -> new InetSocketAddress(address, DNS_PORT))
                        .toList();
        long seconds = setup.options().number("DNSTimeout", DNS_SECONDS);
        return new Settings.Dns(
                servers, Duration.ofSeconds(Math.clamp(seconds, 1, MAX_DNS_SECONDS)));
    }

    /** Asks the DNS for each key that is loaded: notes on those that are not published so. */
    public List<ConfigNote> published(Resolver resolver) {
        List<ConfigNote> found = new ArrayList<>();
        for (DkimKeyPair pair : rules.loaded()) {
            String name = pair.selector() + "._domainkey." + pair.domain();
            switch (DkimKeys.testKey(resolver, pair)) {
                case DkimKeyCheck.Published _, DkimKeyCheck.Unknown _ -> {}
                case DkimKeyCheck.Differs differs ->
                        found.add(note(Kind.KEY_DIFFERS, pair, name, differs.reason()));
                case DkimKeyCheck.Unusable unusable ->
                        found.add(note(Kind.KEY_UNPUBLISHED, pair, name, unusable.reason()));
            }
        }
        return found;
    }

    private ConfigNote note(Kind kind, DkimKeyPair pair, String name, String reason) {
        return new ConfigNote(
                kind, setup.options().place(), List.of(pair.selector(), name, reason));
    }
}
