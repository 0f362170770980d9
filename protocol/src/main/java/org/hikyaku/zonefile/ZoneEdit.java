package org.hikyaku.zonefile;

import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hikyaku.zonefile.ZoneSource.Nature;
import org.jspecify.annotations.Nullable;

/**
 * Changes to a zone file, one after the other, each in the lines that it must and in the style of
 * the file. After each the file is read anew: a change that would touch another record is refused.
 * For one thread.
 */
public final class ZoneEdit {

    private static final long MAX_TTL = 0x7fffffffL;

    private final ZoneFile before;
    private ZoneFile zone;
    private long fingerprint;
    private final Map<String, byte[]> changed = new LinkedHashMap<>();

    /**
     * For a zone without errors of syntax.
     *
     * @throws ZoneFileException with the first error where it has one
     */
    public ZoneEdit(ZoneFile zone) throws ZoneFileException {
        ZoneProblem error = zone.firstError().orElse(null);
        if (error != null) {
            throw new ZoneFileException(error);
        }
        this.before = zone;
        this.zone = zone;
        this.fingerprint = Fingerprint.of(zone);
    }

    /** The zone as it is after the changes. */
    public ZoneFile zone() {
        return zone;
    }

    /** What the files that were changed hold now, by name. */
    public Map<String, byte[]> changed() {
        return changed;
    }

    /**
     * Carries out a change.
     *
     * @throws ZoneFileException where it cannot be; nothing is changed then
     */
    public void apply(ZoneChange change) throws ZoneFileException {
        switch (change) {
            case ZoneChange.Add add -> add(add.item());
            case ZoneChange.Remove remove -> remove(remove.item());
            case ZoneChange.Replace replace -> replace(replace.before(), replace.after());
        }
    }

    /**
     * Raises the serial in the scheme that it follows (RFC 1982).
     *
     * @throws ZoneFileException where there is no SOA record that may be changed here
     */
    public void raiseSerial(InstantSource clock, ZoneId days) throws ZoneFileException {
        raiseSerial(clock, days, serial());
    }

    /**
     * Gives the zone the serial that comes after {@code over}: where it goes back to what it was,
     * while secondaries have a later one.
     *
     * @throws ZoneFileException where there is no SOA record that may be changed here
     */
    public void raiseSerial(InstantSource clock, ZoneId days, long over)
            throws ZoneFileException {
        List<ZoneRecord> soas = zone.records(zone.apex(), RecordTypes.SOA);
        if (soas.isEmpty()) {
            throw refused(ZoneFault.SOA_COUNT, "0", zone.apex().text());
        }
        ZoneRecord soa = editable(soas, "SOA");
        RecordParts parts = RecordParts.of(soa.source(), soa.entry());
        Token token = parts.data().get(2);
        long next = ZoneSerial.next(over, clock.instant(), days);
        Splices splices = new Splices();
        splices.put(token.start(), token.end(), Long.toString(next));
        Step step = new Step(soa.source(), splices, soa.source().start(soa.entry()));
        finish(step, soa, true);
    }

    /**
     * The serial of the zone now.
     *
     * @throws ZoneFileException where there is no SOA record
     */
    public long serial() throws ZoneFileException {
        List<ZoneRecord> soas = zone.records(zone.apex(), RecordTypes.SOA);
        if (soas.isEmpty()) {
            throw refused(ZoneFault.SOA_COUNT, "0", zone.apex().text());
        }
        byte[] data = soas.getFirst().octets();
        int at = data.length - 20;
        long serial = 0;
        for (int i = at; i < at + 4; i++) {
            serial = serial << 8 | data[i] & 0xff;
        }
        return serial;
    }

    /** Splices in one source, and where the record that they make begins afterwards. */
    private record Step(ZoneSource source, Splices splices, int madeAt) {}

    private ZoneFileException refused(ZoneFault fault, String... arguments) {
        return new ZoneFileException(
                ZoneProblem.of(
                        fault, new ZoneProblem.Location(zone.name(), 0, 0), arguments));
    }

    private void checkItem(ZoneChange.Item item) throws ZoneFileException {
        if (!item.owner().isWithin(zone.apex())) {
            throw refused(ZoneFault.EDIT_OUTSIDE, item.owner().text(), zone.apex().text());
        }
        Long ttl = item.ttlSeconds();
        if (ttl != null && (ttl < 0 || ttl > MAX_TTL)) {
            throw refused(ZoneFault.EDIT_TTL, ttl.toString());
        }
    }

    private void add(ZoneChange.Item item) throws ZoneFileException {
        checkItem(item);
        DataText data = DataText.of(item, zone.apex());
        if (!matching(item, data).isEmpty()) {
            throw refused(ZoneFault.EDIT_PRESENT, item.shown());
        }
        Placement place = Placement.of(zone, item.owner(), item.type());
        if (place == null) {
            throw refused(ZoneFault.SOA_COUNT, "0", zone.apex().text());
        }
        RecordParts anchor = RecordParts.of(place.source(), place.after());
        String line = new RecordStyle(zone, place).line(item, data);
        Splices splices = new Splices();
        String end = anchor.lineEnd();
        splices.put(
                anchor.end(), anchor.end(), anchor.endsLine() ? line + end : end + line);
        int madeAt = anchor.end() + (anchor.endsLine() ? 0 : end.length());
        finish(new Step(place.source(), splices, madeAt), null, true);
    }

    private void remove(ZoneChange.Item item) throws ZoneFileException {
        checkItem(item);
        ZoneRecord record = find(item);
        ZoneSource source = record.source();
        Splices splices = new Splices();
        splices.put(source.start(record.entry()), source.end(record.entry()), "");
        new HandOver(zone, record).put(splices);
        finish(new Step(source, splices, 0), record, false);
    }

    private void replace(ZoneChange.Item old, ZoneChange.Item after) throws ZoneFileException {
        checkItem(after);
        if (!old.owner().equals(after.owner()) || old.type() != after.type()) {
            throw new IllegalArgumentException("not of one name and type");
        }
        DataText data = DataText.of(after, zone.apex());
        ZoneRecord record = find(old);
        List<ZoneRecord> present = matching(after, data);
        if (present.stream().anyMatch(r -> r.entry() != record.entry())) {
            throw refused(ZoneFault.EDIT_PRESENT, after.shown());
        }
        Splices splices = new Splices();
        new RecordRewrite(zone, record).put(after, data, splices);
        finish(
                new Step(record.source(), splices, record.source().start(record.entry())),
                record,
                true);
    }

    private List<ZoneRecord> matching(ZoneChange.Item item, DataText data)
            throws ZoneFileException {
        List<ZoneRecord> found = new ArrayList<>();
        for (ZoneRecord record : zone.records(item.owner(), item.type())) {
            if (data.says(record.octets())) {
                found.add(record);
            }
        }
        return found;
    }

    private ZoneRecord find(ZoneChange.Item item) throws ZoneFileException {
        List<ZoneRecord> found = matching(item, DataText.of(item, zone.apex()));
        if (found.isEmpty()) {
            throw refused(ZoneFault.EDIT_ABSENT, item.shown());
        }
        return editable(found, item.shown());
    }

    private ZoneRecord editable(List<ZoneRecord> found, String shown) throws ZoneFileException {
        for (ZoneRecord record : found) {
            if (record.source().nature() == Nature.EDITABLE) {
                return record;
            }
        }
        ZoneRecord first = found.getFirst();
        ZoneFault fault =
                first.isGenerated() ? ZoneFault.EDIT_GENERATED : ZoneFault.EDIT_INCLUDED;
        throw new ZoneFileException(
                ZoneProblem.of(fault, first.location(), shown, first.source().name()));
    }

    /** Reads the file with the change in it, and takes it where nothing else has changed. */
    private void finish(Step step, @Nullable ZoneRecord gone, boolean makes)
            throws ZoneFileException {
        byte[] octets = step.splices().applied(step.source().text());
        Map<String, byte[]> texts = new LinkedHashMap<>(changed);
        texts.put(step.source().name(), octets);
        ZoneFile next = zone.reread(texts);
        ZoneProblem error = next.firstError().orElse(null);
        if (error != null) {
            throw new ZoneFileException(error);
        }
        Fingerprint prints = new Fingerprint();
        long wanted = fingerprint - (gone == null ? 0 : prints.of(gone));
        if (makes) {
            wanted += prints.of(made(next, step));
        }
        long found = Fingerprint.of(next);
        if (found != wanted) {
            throw refused(ZoneFault.EDIT_SIDE_EFFECT, step.source().name());
        }
        changed.clear();
        changed.putAll(texts);
        zone = next;
        fingerprint = found;
    }

    private ZoneRecord made(ZoneFile next, Step step) throws ZoneFileException {
        ZoneRecord[] made = new ZoneRecord[1];
        next.forEach(
                r -> {
                    boolean here = r.source().start(r.entry()) == step.madeAt();
                    if (here && r.source().name().equals(step.source().name())) {
                        made[0] = r;
                    }
                });
        if (made[0] == null) {
            throw refused(ZoneFault.EDIT_SIDE_EFFECT, step.source().name());
        }
        return made[0];
    }

    /** The zone as it was before all changes. */
    public ZoneFile before() {
        return before;
    }
}
