package org.hikyaku.app.milter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hikyaku.app.beside.Beside;
import org.hikyaku.app.beside.BesideFiles;
import org.hikyaku.app.beside.BesideTexts;
import org.hikyaku.app.console.CommonOptions;
import org.hikyaku.app.console.Resolvers;
import org.hikyaku.app.server.MilterSetup;
import org.hikyaku.auth.StandardAuthenticator;
import org.hikyaku.dkim.DkimKeyPair;
import org.hikyaku.dns.Resolver;
import org.hikyaku.lookup.CachingResolver;
import org.hikyaku.milter.MilterSocket;
import org.hikyaku.milterd.FilePolicy;
import org.hikyaku.milterd.MilterLimits;
import org.hikyaku.milterd.MilterParts;
import org.hikyaku.milterd.MilterRules;
import org.hikyaku.milterd.MilterRules.Options;
import org.hikyaku.milterd.MilterRules.Quarantine;
import org.hikyaku.name.DomainName;
import org.hikyaku.net.SocketFile;
import org.hikyaku.opendkim.OptionFile;
import org.hikyaku.ops.EventLog;
import org.hikyaku.store.Evidence;
import org.hikyaku.store.embedded.EmbeddedStore;
import org.hikyaku.wire.Printable;
import org.jspecify.annotations.Nullable;

/**
 * The files of an OpenDKIM, OpenDMARC and policyd-spf. Evidence is kept where there is a data
 * folder as well.
 */
final class FilesSource implements MilterSource {

    /** What a process gets where nobody says anything. */
    private static final long USUAL_UMASK = 022;

    private final CommonOptions common;
    private final BesideFiles files;
    private final boolean lenient;
    private final InstantSource clock = Clock.systemUTC();
    private final Resolver resolver;
    private final @Nullable EmbeddedStore store;
    private Beside read;

    /**
     * Reads the files.
     *
     * @param lenient whether domains whose keys cannot be used are done without
     */
    FilesSource(CommonOptions common, BesideFiles files, boolean lenient) {
        this.common = common;
        this.files = files;
        this.lenient = lenient;
        this.read = sound();
        this.resolver = new CachingResolver(Resolvers.of(read.dns()));
        this.store = Files.exists(common.dir().resolve("mail.db")) ? common.store() : null;
    }

    private Beside sound() {
        Beside beside = Beside.read(files, clock);
        if (!beside.isSound(lenient)) {
            List<String> notes = notes(beside);
            notes.forEach(note -> System.err.println(Printable.of(note)));
            throw common.failure("milter.files-wrong", files.opendkim());
        }
        return beside;
    }

    private List<String> notes(Beside beside) {
        BesideTexts texts = BesideTexts.in(common.locale());
        return beside.notes().stream().map(texts::note).toList();
    }

    @Override
    public String logLevel() {
        return "info";
    }

    @Override
    public MilterSetup setup(EventLog events) {
        read = sound();
        OptionFile options = read.setup().options();
        List<MilterSocket> listen =
                read.sockets().stream().flatMap(text -> MilterSocket.parse(text).stream()).toList();
        return new MilterSetup(
                listen, mode(options), group(options), rules(), MilterLimits.STANDARD);
    }

    private MilterRules rules() {
        String named = read.policy().authservId();
        String id = named.equalsIgnoreCase("HOSTNAME") ? hostname() : named;
        boolean holds = read.policy().dmarc().holds();
        return new MilterRules(
                id,
                ownIds(id),
                read.rules(),
                StandardAuthenticator.of(DomainName.of(hostname()), resolver, clock),
                new FilePolicy(read.policy()),
                new Options(
                        holds ? Quarantine.HOLD : Quarantine.MARK,
                        Options.STANDARD.unsignable(),
                        Options.STANDARD.adsp()));
    }

    /** Whose results are taken out: our name, and what RemoveARFrom lists. */
    private Set<String> ownIds(String id) {
        Set<String> ids = new HashSet<>(read.setup().options().list("RemoveARFrom"));
        ids.add(id);
        ids.removeIf(String::isEmpty);
        return ids;
    }

    /** This machine's name; whoever receives for SPF's sake has one. */
    private static String hostname() {
        try {
            String name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
            return DomainName.parse(name).filter(n -> !n.isRoot()).isPresent() ? name : "localhost";
        } catch (IOException _) {
            return "localhost";
        }
    }

    /** As UMask leaves it. */
    private static Set<PosixFilePermission> mode(OptionFile options) {
        long mode = 0777 & ~options.number("UMask", USUAL_UMASK);
        Set<PosixFilePermission> allowed = EnumSet.noneOf(PosixFilePermission.class);
        for (PosixFilePermission one : PosixFilePermissions.fromString("rwxrwxrwx")) {
            if ((mode & (0400 >> one.ordinal())) != 0) {
                allowed.add(one);
            }
        }
        return allowed;
    }

    /** The group of UserID, {@code user:group}; of a user alone Debian's group of that name. */
    private static @Nullable String group(OptionFile options) {
        String user = options.text("UserID", "");
        String name = user.substring(user.indexOf(':') + 1);
        return SocketFile.isGroup(name) ? name : null;
    }

    @Override
    public MilterParts parts(EventLog events) {
        return new MilterParts(
                resolver, store == null ? new NoEvidence() : store.evidence(), events, clock);
    }

    @Override
    public Map<String, List<String>> keys() {
        return new TreeMap<>(
                read.rules().loaded().stream()
                        .collect(
                                Collectors.groupingBy(
                                        pair -> pair.domain().ascii(),
                                        Collectors.mapping(
                                                DkimKeyPair::selector, Collectors.toList()))));
    }

    @Override
    public List<String> warnings() {
        return notes(read);
    }

    @Override
    public void close() {
        if (store != null) {
            store.close();
        }
    }

    /** Where there is no data folder nothing is kept; the log tells of each message. */
    private static final class NoEvidence implements Evidence {
        @Override
        public void record(Inbound inbound) {
            // Nobody will ask.
        }

        @Override
        public void record(Attempt attempt) {
            // Nobody will ask.
        }

        @Override
        public List<Inbound> inbound(Instant from, int limit) {
            return List.of();
        }

        @Override
        public List<Attempt> attempts(Instant from, int limit) {
            return List.of();
        }

        @Override
        public void record(List<Attempt> attempts, String reader, String before, String place) {
            // Nobody will ask.
        }

        @Override
        public Optional<String> place(String reader) {
            return Optional.empty();
        }

        @Override
        public void record(TlsSession session, Instant at) {
            // Nobody will ask.
        }

        @Override
        public List<TlsCount> tlsSessions(LocalDate day, int limit) {
            return List.of();
        }
    }
}
