package org.hikyaku.zonefile;

import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hikyaku.zonefile.EditBatch.Made;
import org.hikyaku.zonefile.EditBatch.Step;
import org.hikyaku.zonefile.ZoneSource.Nature;

/**
 * Changes to a zone file, each in the lines that it must and in the style of the file. Changes that
 * do not meet are made together, and then the file is read anew: one that would touch another
 * record is refused. For one thread.
 */
public final class ZoneEdit {

    private static final long MAX_TTL = 0x7fffffffL;

    private ZoneFile zone;
    private long fingerprint;
    private final Map<String, byte[]> changed = new LinkedHashMap<>();
    private final Map<String, byte[]> originals = new LinkedHashMap<>();

    /**
     * For a zone without errors of syntax.
     *
     * @throws ZoneFileException with the first error where it has one
     */
    public ZoneEdit(ZoneFile zone) throws ZoneFileException {
        Optional<ZoneProblem> error = zone.firstError();
        if (error.isPresent()) {
            throw new ZoneFileException(error.get());
        }
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

    /** What the files that were changed held when they were read, by name. */
    public Map<String, byte[]> originals() {
        return originals;
    }

    /**
     * Carries out a change.
     *
     * @throws ZoneFileException where it cannot be; nothing is changed then
     */
    public void apply(ZoneChange change) throws ZoneFileException {
        finish(step(change));
    }

    /**
     * Carries out changes and raises the serial in the scheme that it follows (RFC 1982).
     *
     * @param days whose dates a serial like 2026112401 counts
     * @throws ZoneFileException where one cannot be carried out, or there is no SOA record that may
     *     be changed here
     */
    public void apply(List<ZoneChange> changes, InstantSource clock, ZoneId days)
            throws ZoneFileException {
        ZoneFile before = zone;
        long print = fingerprint;
        Map<String, byte[]> texts = new LinkedHashMap<>(changed);
        Map<String, byte[]> olds = new LinkedHashMap<>(originals);
        try {
            together(changes, clock, days);
        } catch (ZoneFileException e) {
            if (changes.size() < 2) {
                throw e;
            }
            // One of them, or two that get into each other's way: one after the other tells which.
            zone = before;
            fingerprint = print;
            changed.clear();
            changed.putAll(texts);
            originals.clear();
            originals.putAll(olds);
            for (ZoneChange change : changes) {
                apply(change);
            }
            raiseSerial(clock, days);
        }
    }

    private void together(List<ZoneChange> changes, InstantSource clock, ZoneId days)
            throws ZoneFileException {
        EditBatch batch = new EditBatch();
        for (ZoneChange change : changes) {
            Set<String> keys = EditBatch.keys(change, zone.apex());
            Step step = batch.knows(keys) ? null : step(change);
            if (step == null || !batch.takes(step)) {
                finish(batch);
                batch = new EditBatch();
                step = step(change);
            }
            batch.add(step, keys);
        }
        ZoneRecord soa = soa();
        Step serial = serialStep(clock, days, serial());
        boolean apart = batch.steps().stream().anyMatch(s -> touches(s, soa));
        if (!batch.isEmpty() && (apart || !batch.takes(serial))) {
            finish(batch);
            batch = new EditBatch();
            serial = serialStep(clock, days, serial());
        }
        batch.add(serial, Set.of());
        finish(batch);
    }

    private void finish(Step step) throws ZoneFileException {
        EditBatch batch = new EditBatch();
        batch.add(step, Set.of());
        finish(batch);
    }

    private static boolean touches(Step step, ZoneRecord soa) {
        ZoneRecord gone = step.gone();
        Made made = step.made();
        boolean apart = step.source() != soa.source();
        return apart
                || gone != null && gone.entry() == soa.entry()
                || made != null && made.at() == soa.source().start(soa.entry());
    }

    /**
     * Raises the serial.
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
    public void raiseSerial(InstantSource clock, ZoneId days, long over) throws ZoneFileException {
        finish(serialStep(clock, days, over));
    }

    private Step serialStep(InstantSource clock, ZoneId days, long over) throws ZoneFileException {
        ZoneRecord soa = soa();
        RecordParts parts = RecordParts.of(soa.source(), soa.entry());
        Token token = parts.data().get(2);
        long next = ZoneSerial.next(over, clock.instant(), days);
        Splices splices = new Splices();
        splices.put(token.start(), token.end(), Long.toString(next));
        ZoneChange.Item item = soa.item();
        String[] words = item.data().split(" ", -1);
        words[2] = Long.toString(next);
        ZoneChange.Item wanted =
                new ZoneChange.Item(item.owner(), item.type(), String.join(" ", words), null);
        Made made =
                new Made(
                        soa.source().start(soa.entry()),
                        0,
                        wanted,
                        DataText.of(wanted, zone.apex()));
        return new Step(soa.source(), splices, soa, made);
    }

    private ZoneRecord soa() throws ZoneFileException {
        List<ZoneRecord> soas = zone.records(zone.apex(), RecordTypes.SOA);
        if (soas.isEmpty()) {
            throw refused(ZoneFault.SOA_COUNT, "0", zone.apex().text());
        }
        ZoneRecord soa = editable(soas, "SOA");
        soa.octets(); // what cannot be read is told
        return soa;
    }

    /**
     * The serial of the zone now.
     *
     * @throws ZoneFileException where there is no SOA record
     */
    public long serial() throws ZoneFileException {
        byte[] data = soa().octets();
        int at = data.length - 20;
        long serial = 0;
        for (int i = at; i < at + 4; i++) {
            serial = serial << 8 | data[i] & 0xff;
        }
        return serial;
    }

    private ZoneFileException refused(ZoneFault fault, String... arguments) {
        return new ZoneFileException(
                ZoneProblem.of(fault, new ZoneProblem.Location(zone.name(), 0, 0), arguments));
    }

    private Step step(ZoneChange change) throws ZoneFileException {
        return switch (change) {
            case ZoneChange.Add add -> add(add.item());
            case ZoneChange.Remove remove -> remove(remove.item());
            case ZoneChange.Replace replace -> replace(replace.before(), replace.after());
        };
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

    private Step add(ZoneChange.Item item) throws ZoneFileException {
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
        splices.put(anchor.end(), anchor.end(), anchor.endsLine() ? line + end : end + line);
        int lead = anchor.endsLine() ? 0 : end.length();
        return new Step(place.source(), splices, null, new Made(anchor.end(), lead, item, data));
    }

    private Step remove(ZoneChange.Item item) throws ZoneFileException {
        checkItem(item);
        ZoneRecord record = find(item);
        ZoneSource source = record.source();
        Splices splices = new Splices();
        splices.put(source.start(record.entry()), source.end(record.entry()), "");
        new HandOver(zone, record).put(splices);
        return new Step(source, splices, record, null);
    }

    private Step replace(ZoneChange.Item old, ZoneChange.Item after) throws ZoneFileException {
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
        int at = record.source().start(record.entry());
        return new Step(record.source(), splices, record, new Made(at, 0, after, data));
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
        ZoneFault fault = first.isGenerated() ? ZoneFault.EDIT_GENERATED : ZoneFault.EDIT_INCLUDED;
        throw new ZoneFileException(
                ZoneProblem.of(fault, first.location(), shown, first.source().name()));
    }

    /** Reads the files with the steps in them, and takes them where nothing else has changed. */
    private void finish(EditBatch batch) throws ZoneFileException {
        ZoneSource source = batch.source();
        Splices splices = batch.splices();
        Map<String, byte[]> texts = new LinkedHashMap<>(changed);
        texts.put(source.name(), splices.applied(source.text()));
        ZoneFile next = zone.reread(texts);
        Optional<ZoneProblem> error = next.firstError();
        if (error.isPresent()) {
            throw new ZoneFileException(error.get());
        }
        long wanted = fingerprint;
        for (Step step : batch.steps()) {
            ZoneRecord gone = step.gone();
            Made made = step.made();
            wanted -= gone == null ? 0 : Fingerprint.one(gone);
            wanted += made == null ? 0 : Fingerprint.one(made(next, source, made, splices));
        }
        long found = Fingerprint.of(next);
        if (found != wanted) {
            throw refused(ZoneFault.EDIT_SIDE_EFFECT, source.name());
        }
        originals.putIfAbsent(source.name(), source.text());
        changed.clear();
        changed.putAll(texts);
        zone = next;
        fingerprint = found;
    }

    /** The record as it is read back; it must say what was wanted. */
    private ZoneRecord made(ZoneFile next, ZoneSource source, Made made, Splices splices)
            throws ZoneFileException {
        int at = splices.moved(made.at()) + made.lead();
        Optional<ZoneRecord> found = next.recordAt(source.name(), at);
        Long ttl = made.item().ttlSeconds();
        if (found.isPresent()) {
            ZoneRecord record = found.get();
            boolean right =
                    record.owner().equals(made.item().owner())
                            && record.type() == made.item().type()
                            && (ttl == null || ttl == record.ttlSeconds())
                            && made.data().says(record.octets());
            if (right) {
                return record;
            }
        }
        throw refused(ZoneFault.EDIT_SIDE_EFFECT, source.name());
    }
}
