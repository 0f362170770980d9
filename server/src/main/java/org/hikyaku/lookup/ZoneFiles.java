package org.hikyaku.lookup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.dns.OverlayResolver;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;

/** Answers from zone files (RFC 1035 section 5), as if they were published. */
public final class ZoneFiles {

    /** A zone file greater than this is not one that somebody plans by hand. */
    private static final long MAX_BYTES = 64L * 1024 * 1024;

    /** A zone file that cannot be used; the message tells file, line and what is wrong. */
    public static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message, null, false, false);
        }
    }

    private ZoneFiles() {}

    /**
     * The zones of {@code files} over {@code real}. A file's zone is where its SOA record stands; one without stands for the names that it has.
     *
     * @throws Unusable where a file cannot be read
     */
    public static Resolver over(Resolver real, List<Path> files) throws Unusable {
        FakeResolver.Builder records = FakeResolver.builder();
        Set<DomainName> zones = new LinkedHashSet<>();
        for (Path file : files) {
            load(file, records, zones);
        }
        return zones.isEmpty() ? real : new OverlayResolver(zones, records.build(), real);
    }

    private static void load(Path file, FakeResolver.Builder records, Set<DomainName> zones) throws Unusable {
        Set<DomainName> names = new LinkedHashSet<>();
        DomainName apex = null;
        try (InputStream in = open(file)) {
            Master master = new Master(in, Name.root);
            master.disableIncludes(); // a zone file is data: it may not read other files
            for (Record record = master.nextRecord(); record != null; record = master.nextRecord()) {
                Optional<DomainName> owner = DomainName.parse(record.getName().toString(true));
                if (owner.isEmpty()) {
                    continue;
                }
                if (record instanceof SOARecord) {
                    apex = owner.get();
                }
                names.add(owner.get());
                type(record.getType()).ifPresent(t -> records.add(owner.get(), Replies.data(record, t)));
            }
        } catch (IOException e) {
            throw new Unusable(file + ": " + e.getMessage());
        }
        if (names.isEmpty()) {
            throw new Unusable(file + ": there is no record in it");
        }
        if (apex == null) {
            zones.addAll(names);
        } else {
            zones.add(apex);
        }
    }

    private static InputStream open(Path file) throws IOException, Unusable {
        if (!Files.isRegularFile(file)) {
            throw new Unusable(file + ": there is no such file");
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new Unusable(file + ": longer than " + MAX_BYTES + " octets");
        }
        return Files.newInputStream(file);
    }

    private static Optional<RecordType> type(int number) {
        for (RecordType type : RecordType.values()) {
            if (type.number() == number) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
