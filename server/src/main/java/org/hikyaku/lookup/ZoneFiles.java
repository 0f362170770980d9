package org.hikyaku.lookup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.RelativeNameException;
import org.xbill.DNS.TextParseException;

/** Reads zone files (RFC 1035 section 5) so that they can be answered from. */
public final class ZoneFiles {

    /** The largest zones that a person checks mail with; a registry's are larger. */
    private static final long MAX_FILE_BYTES = 64L * 1024 * 1024;

    private static final int MAX_RECORDS = 1_000_000;

    /** Where the file has no $TTL (RFC 2308 section 4) and the record none of its own. */
    private static final long DEFAULT_TTL_SECONDS = 3600;

    private static final Pattern ORIGIN =
            Pattern.compile("^\\$ORIGIN\\s+(\\S+)", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

    private static final Pattern INCLUDE =
            Pattern.compile("^\\$INCLUDE\\b", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

    private ZoneFiles() {}

    /** A zone file that cannot be used; the message tells file and line and what is wrong. */
    public static final class Unusable extends IOException {
        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message);
        }
    }

    /**
     * A resolver that answers from the files first.
     *
     * <p>A file's zone is that of its SOA record, else its first {@code $ORIGIN}; a file with
     * neither, whose names are then all absolute, stands for the names in it and below them.
     *
     * @param outside for all other names
     * @param files zone files; {@code $INCLUDE} is refused
     * @throws Unusable where a file cannot be read or has an error
     */
    public static ZoneResolver over(Resolver outside, List<Path> files) throws Unusable {
        return over(outside, files, null);
    }

    /**
     * As {@link #over(Resolver, List)}, for files of one zone that is known.
     *
     * @param origin what relative names are relative to before a first {@code $ORIGIN}; null where
     *     that is not known
     */
    public static ZoneResolver over(Resolver outside, List<Path> files, @Nullable DomainName origin)
            throws Unusable {
        ZoneData zones = new ZoneData();
        for (Path file : files) {
            read(file, origin, zones);
        }
        zones.findCuts();
        return new ZoneResolver(zones, outside);
    }

    private static void read(Path file, @Nullable DomainName zone, ZoneData zones) throws Unusable {
        String text = text(file);
        Matcher include = INCLUDE.matcher(text);
        if (include.find()) {
            // A zone file from elsewhere must not read files here.
            long line =
                    1 + text.substring(0, include.start()).chars().filter(c -> c == '\n').count();
            throw new Unusable(file + ":" + line + ": $INCLUDE is not followed");
        }
        List<org.xbill.DNS.Record> records = records(file, zone);
        Set<DomainName> names = new HashSet<>();
        Optional<DomainName> apex = Optional.empty();
        for (org.xbill.DNS.Record record : records) {
            Optional<DomainName> name = WireNames.ofWire(record.getName());
            Optional<DnsRecord> data = WireRecords.data(record);
            if (name.isPresent() && data.isPresent()) {
                names.add(name.get());
                zones.add(name.get(), data.get(), record.getTTL());
                apex = data.get().type() == RecordType.SOA ? name : apex;
            }
        }
        apex.or(() -> origin(text)).ifPresentOrElse(zones::apex, () -> outermost(names, zones));
    }

    private static Optional<DomainName> origin(String text) {
        Matcher matcher = ORIGIN.matcher(text);
        return matcher.find() ? DomainName.parse(matcher.group(1)) : Optional.empty();
    }

    private static void outermost(Set<DomainName> names, ZoneData zones) {
        for (DomainName name : names) {
            DomainName above = name;
            do {
                above = above.isRoot() ? above : above.parent();
            } while (!above.isRoot() && !names.contains(above));
            if (!names.contains(above) || above.equals(name)) {
                zones.apex(name);
            }
        }
    }

    private static String text(Path file) throws Unusable {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new Unusable(file + " is larger than " + MAX_FILE_BYTES + " octets");
            }
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (Unusable e) {
            throw e;
        } catch (IOException _) {
            throw new Unusable("the zone file " + file + " cannot be read");
        }
    }

    private static List<org.xbill.DNS.Record> records(Path file, @Nullable DomainName zone)
            throws Unusable {
        List<org.xbill.DNS.Record> records = new ArrayList<>();
        try (Master master =
                new Master(
                        file.toString(),
                        zone == null ? null : Name.fromString(zone.ascii() + "."),
                        DEFAULT_TTL_SECONDS)) {
            master.disableIncludes();
            org.xbill.DNS.Record record = master.nextRecord();
            while (record != null) {
                records.add(record);
                if (records.size() > MAX_RECORDS) {
                    throw new Unusable(file + " has more than " + MAX_RECORDS + " records");
                }
                record = master.nextRecord();
            }
            return records;
        } catch (Unusable e) {
            throw e;
        } catch (TextParseException e) {
            throw new Unusable(String.valueOf(e.getMessage())); // names file and line
        } catch (RelativeNameException e) {
            throw new Unusable(
                    file
                            + ": "
                            + e.getMessage()
                            + ": write $ORIGIN and the zone's name, with a final dot, as first line");
        } catch (IOException | RuntimeException e) {
            throw new Unusable(file + ": " + e.getMessage());
        }
    }
}
