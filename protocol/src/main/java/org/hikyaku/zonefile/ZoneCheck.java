package org.hikyaku.zonefile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hikyaku.zonefile.ZoneProblem.Location;

/**
 * Whether a name server would load a zone: the data of every record, and what holds between
 * records. Agrees with {@code named-checkzone -i local}: names outside the zone are not looked up.
 */
public final class ZoneCheck {

    /** More of one zone is not told. */
    private static final int MAX_PROBLEMS = 1000;

    /** May stand beside a CNAME (RFC 4034 section 3, RFC 4035 section 2.5). */
    private static final Set<Integer> BESIDE_CNAME =
            Set.of(RecordTypes.CNAME, RecordTypes.RRSIG, RecordTypes.NSEC);

    private static final Set<Integer> SINGLETONS =
            Set.of(RecordTypes.CNAME, RecordTypes.DNAME, RecordTypes.SOA);

    private static final Set<Integer> HOST_OWNERS =
            Set.of(RecordTypes.A, RecordTypes.AAAA, RecordTypes.MX);

    private final ZoneFile zone;
    private final boolean namesMustBeHosts;
    private final List<ZoneProblem> problems = new ArrayList<>();
    private final RdataReader reader = new RdataReader();
    private int errors;
    private int remarks;
    private int soas;

    private ZoneCheck(ZoneFile zone, boolean namesMustBeHosts) {
        this.zone = zone;
        this.namesMustBeHosts = namesMustBeHosts;
    }

    /** What is wrong, that of the syntax first; no error among it means that the zone loads. */
    public static List<ZoneProblem> of(ZoneFile zone) {
        return of(zone, false);
    }

    /**
     * As {@link #of(ZoneFile)}.
     *
     * @param namesMustBeHosts whether a host with a name that hosts do not have is an error, as
     *     with {@code check-names fail}
     */
    public static List<ZoneProblem> of(ZoneFile zone, boolean namesMustBeHosts) {
        ZoneCheck check = new ZoneCheck(zone, namesMustBeHosts);
        zone.problems().forEach(check::add);
        check.run();
        return check.problems;
    }

    private void add(ZoneProblem problem) {
        int before = problem.isError() ? errors++ : remarks++;
        if (before < MAX_PROBLEMS) {
            problems.add(problem);
        }
    }

    private void add(ZoneFault fault, ZoneRecord record, String... arguments) {
        boolean ofHosts = fault == ZoneFault.OWNER_NOT_HOST || fault == ZoneFault.TARGET_NOT_HOST;
        ZoneSeverity severity = namesMustBeHosts && ofHosts ? ZoneSeverity.ERROR : fault.severity();
        add(new ZoneProblem(severity, record.location(), fault, List.of(arguments)));
    }

    private void run() {
        RecordSets sets = new RecordSets(zone);
        Present present = new Present(zone.names());
        zone.forEach(
                record -> {
                    if (!record.owner().isWithin(zone.apex())) {
                        add(ZoneFault.OUT_OF_ZONE, record, record.owner().text());
                        return;
                    }
                    present.add(record.ownerNumber(), record.type());
                    one(record, sets);
                });
        sets.forEachSet(this::set);
        new TargetCheck(zone, present, this::add).run();
        apex(present);
    }

    private void one(ZoneRecord record, RecordSets sets) {
        byte[] data;
        try {
            data = record.octets(reader);
        } catch (Misread e) {
            Location at = record.isGenerated() ? record.location() : record.location(e.offset());
            add(new ZoneProblem(e.fault().severity(), at, e.fault(), e.arguments()));
            return;
        }
        sets.add(record);
        owner(record);
        if (record.type() == RecordTypes.SVCB && !SvcbOfDns.isRight(record.owner(), data)) {
            add(ZoneFault.SVCB_OF_DNS, record, record.owner().text());
        }
    }

    private void owner(ZoneRecord record) {
        ZoneName owner = record.owner();
        int type = record.type();
        boolean top = owner.equals(zone.apex());
        if (type == RecordTypes.SOA && !top) {
            add(ZoneFault.SOA_PLACE, record, owner.text());
        }
        if (type == RecordTypes.DS && top) {
            add(ZoneFault.DS_AT_TOP, record, owner.text());
        }
        if (type == RecordTypes.NS && owner.firstLabel().equals("*")) {
            add(ZoneFault.NS_WILDCARD, record, owner.text());
        }
        if (type == RecordTypes.NSEC3 && Base64Text.decode32(owner.firstLabel()) == null) {
            add(ZoneFault.NSEC3_OWNER, record, owner.text());
        }
        if (HOST_OWNERS.contains(type) && !mayHaveAddress(owner, type)) {
            add(ZoneFault.OWNER_NOT_HOST, record, owner.text());
        }
    }

    /** RFC 7208 section 5.7: {@code _spf} names hold addresses for exists; Active Directory too. */
    private static boolean mayHaveAddress(ZoneName owner, int type) {
        ZoneName rest = owner.firstLabel().equals("*") ? owner.parent() : owner;
        if (rest.isHostName() || type == RecordTypes.MX && rest.wire().isEmpty()) {
            return true;
        }
        if (owner.firstLabel().equals("gc") && owner.parent().firstLabel().equals("_msdcs")) {
            return true;
        }
        ZoneName spf = owner;
        while (!spf.wire().isEmpty()) {
            if (Set.of("_spf", "_spf_rate", "_spf_verify").contains(spf.firstLabel())) {
                return true;
            }
            spf = spf.parent();
        }
        return false;
    }

    private void set(List<ZoneRecord> records) {
        ZoneRecord first = records.getFirst();
        Set<String> seen = new HashSet<>();
        boolean ttlTold = first.type() == RecordTypes.RRSIG;
        for (ZoneRecord record : records) {
            if (!seen.add(text(record))) {
                add(ZoneFault.DUPLICATE, record, RecordTypes.name(record.type()));
            }
            if (!ttlTold && record.ttlSeconds() != first.ttlSeconds()) {
                // RFC 2181 section 5.2
                ttlTold = true;
                add(
                        ZoneFault.TTL_DIFFERS,
                        record,
                        Integer.toString(record.ttlSeconds()),
                        Integer.toString(first.ttlSeconds()));
            }
        }
        if (SINGLETONS.contains(first.type()) && seen.size() > 1) {
            add(
                    ZoneFault.SINGLETON,
                    records.getLast(),
                    RecordTypes.name(first.type()),
                    first.owner().text());
        }
        if (first.type() == RecordTypes.SOA && first.owner().equals(zone.apex())) {
            soas = seen.size();
        }
    }

    private String text(ZoneRecord record) {
        try {
            return new String(record.octets(reader), StandardCharsets.ISO_8859_1);
        } catch (Misread e) {
            throw new IllegalStateException("only records that were read are in sets", e);
        }
    }

    private void apex(Present present) {
        if (soas != 1) {
            add(
                    ZoneProblem.of(
                            ZoneFault.SOA_COUNT,
                            new Location(zone.name(), 0, 0),
                            Integer.toString(soas),
                            zone.apex().text()));
        }
        int top = zone.names().find(zone.apex());
        if (top < 0 || !present.has(top, RecordTypes.NS)) {
            add(
                    ZoneProblem.of(
                            ZoneFault.NS_NONE,
                            new Location(zone.name(), 0, 0),
                            zone.apex().text()));
        }
        besideCname(present);
        if (top >= 0
                && (present.has(top, RecordTypes.CDS) || present.has(top, RecordTypes.CDNSKEY))) {
            new KeyCheck(zone, this::add).run();
        }
    }

    private void besideCname(Present present) {
        Set<Integer> owners = present.withOthersBeside(BESIDE_CNAME);
        if (owners.isEmpty()) {
            return;
        }
        zone.forEach(
                r -> {
                    if (r.type() == RecordTypes.CNAME && owners.remove(r.ownerNumber())) {
                        add(ZoneFault.CNAME_AND_OTHER, r, r.owner().text());
                    }
                });
    }

    /** Takes what another check has found. */
    @FunctionalInterface
    interface Findings {
        void add(ZoneFault fault, ZoneRecord record, String... arguments);
    }
}
