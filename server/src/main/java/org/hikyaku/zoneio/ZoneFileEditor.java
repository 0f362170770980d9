package org.hikyaku.zoneio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hikyaku.dns.RecordChange;
import org.hikyaku.name.DomainName;
import org.hikyaku.zonefile.LineDiff;
import org.hikyaku.zonefile.ZoneChange;
import org.hikyaku.zonefile.ZoneCheck;
import org.hikyaku.zonefile.ZoneEdit;
import org.hikyaku.zonefile.ZoneFile;
import org.hikyaku.zonefile.ZoneFileException;
import org.hikyaku.zonefile.ZoneName;
import org.hikyaku.zonefile.ZoneProblem;
import org.jspecify.annotations.Nullable;

/** Edits zone files on disk and raises their serials. Safe for many threads, one for each file. */
public final class ZoneFileEditor {

    private final InstantSource clock;
    private final ZoneId days;
    private final Set<Path> editableIncludes;
    private final List<Path> configurations;

    /**
     * Changes the zone file itself and nothing that it includes; days are those of this machine.
     *
     * @param configuration BIND's {@code named.conf}; null: where it usually is
     */
    public ZoneFileEditor(InstantSource clock, @Nullable Path configuration) {
        this(clock, ZoneId.systemDefault(), Set.of(), configuration);
    }

    /**
     * Changes also included files.
     *
     * @param days whose dates serials like 2026112401 count
     * @param editableIncludes included files that may be changed
     * @param configuration BIND's {@code named.conf}; null: where it usually is
     */
    public ZoneFileEditor(
            InstantSource clock,
            ZoneId days,
            Set<Path> editableIncludes,
            @Nullable Path configuration) {
        this.clock = clock;
        this.days = days;
        this.editableIncludes = Set.copyOf(editableIncludes);
        this.configurations =
                configuration == null ? NamedConf.USUAL_PLACES : List.of(configuration);
    }

    /**
     * What an edit would write.
     *
     * @param before what each file holds that would be changed
     * @param after what it would hold
     * @param diff the lines that differ
     * @param serial what it would be
     */
    public record Plan(
            Path file,
            DomainName origin,
            Map<Path, byte[]> before,
            Map<Path, byte[]> after,
            List<String> diff,
            long serial) {}

    /**
     * Reads a zone file with what it includes.
     *
     * @throws ZoneFileException where it cannot be read
     */
    public ZoneFile read(Path file, DomainName origin) throws ZoneFileException {
        return ZoneFiles.read(file, origin, editableIncludes);
    }

    /**
     * Carries out changes, raises the serial, verifies, keeps a backup and writes.
     *
     * @throws ZoneFileException where any of it cannot be; the file is then as it was
     */
    public Edited apply(Path file, DomainName origin, List<RecordChange> changes)
            throws ZoneFileException {
        return apply(read(file, origin), changes);
    }

    /**
     * As {@link #apply(Path, DomainName, List)}, for a zone that {@link #read} has read: the file
     * must still be as it was then.
     *
     * @throws ZoneFileException where any of it cannot be; the file is then as it was
     */
    public Edited apply(ZoneFile zone, List<RecordChange> changes) throws ZoneFileException {
        return write(plan(zone, changes.stream().map(ZoneChange::of).toList()));
    }

    /**
     * What changes of records of any type would write; writes nothing.
     *
     * @param zone as {@link #read} has read it
     * @throws ZoneFileException where they cannot be carried out, or the zone would not load
     */
    public Plan plan(ZoneFile zone, List<ZoneChange> changes) throws ZoneFileException {
        Path file = Path.of(zone.name());
        DomainName origin =
                zone.apex()
                        .domain()
                        .orElseThrow(() -> new IllegalArgumentException("not of this editor"));
        refuseJournal(file);
        refuseWritten(file, origin);
        ZoneEdit edit = new ZoneEdit(zone);
        edit.apply(changes, clock, days);
        verify(edit.zone());
        Plan plan = plan(file, origin, edit);
        askNamed(plan, zone.apex());
        return plan;
    }

    private static void verify(ZoneFile zone) throws ZoneFileException {
        Optional<ZoneProblem> error =
                ZoneCheck.of(zone).stream().filter(ZoneProblem::isError).findFirst();
        if (error.isPresent()) {
            throw new ZoneFileException(error.get());
        }
    }

    private static Plan plan(Path file, DomainName origin, ZoneEdit edit) throws ZoneFileException {
        Map<Path, byte[]> before = new LinkedHashMap<>();
        Map<Path, byte[]> after = new LinkedHashMap<>();
        List<String> diff = new ArrayList<>();
        for (Map.Entry<String, byte[]> changed : edit.changed().entrySet()) {
            Path path = Path.of(changed.getKey());
            byte[] old = edit.originals().getOrDefault(changed.getKey(), new byte[0]);
            before.put(path, old);
            after.put(path, changed.getValue());
            if (!path.equals(file)) {
                diff.add("@@ " + path + " @@");
            }
            diff.addAll(LineDiff.of(old, changed.getValue()));
        }
        return new Plan(file, origin, before, after, diff, edit.serial());
    }

    /** A second opinion, where included files are not changed: it would read the old ones. */
    private static void askNamed(Plan plan, ZoneName apex) throws ZoneFileException {
        byte[] text = plan.after().get(plan.file());
        if (text == null || plan.after().size() > 1) {
            return;
        }
        Path folder = ZoneDisk.folder(plan.file());
        try {
            Path temporary = ZoneDisk.beside(plan.file(), text);
            try {
                Optional<String> complaint = NamedCheck.complaint(temporary, apex, folder);
                boolean took =
                        complaint.isPresent()
                                && NamedCheck.complaint(plan.file(), apex, folder).isEmpty();
                if (took) {
                    throw FileFault.REFUSED_BY_NAMED.of(plan.file(), complaint.get());
                }
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw FileFault.UNWRITABLE.of(plan.file(), e);
        }
    }

    /**
     * Writes what was planned.
     *
     * @throws ZoneFileException where it cannot be written, or a file has changed since; files that
     *     were written before are put back
     */
    public Edited write(Plan plan) throws ZoneFileException {
        List<Edited.Saved> saved = new ArrayList<>();
        try {
            for (Map.Entry<Path, byte[]> file : plan.after().entrySet()) {
                byte[] before = plan.before().getOrDefault(file.getKey(), new byte[0]);
                saved.add(writeOne(file.getKey(), before, file.getValue()));
            }
        } catch (ZoneFileException e) {
            for (Edited.Saved done : saved) {
                put(done.file(), ZoneFiles.octets(done.backup()));
            }
            throw e;
        }
        Path backup =
                saved.stream()
                        .filter(s -> s.file().equals(plan.file()))
                        .findFirst()
                        .orElse(saved.getFirst())
                        .backup();
        return new Edited(
                plan.file(), backup, plan.diff(), plan.origin(), plan.serial(), List.copyOf(saved));
    }

    private static Edited.Saved writeOne(Path named, byte[] before, byte[] after)
            throws ZoneFileException {
        try {
            Path file = named.toRealPath(); // a link stays a link
            refuseJournal(file);
            Path backup = ZoneDisk.backup(file);
            if (!Arrays.equals(ZoneDisk.read(file), before)) {
                Files.delete(backup);
                throw FileFault.CHANGED_MEANWHILE.of(named);
            }
            ZoneDisk.replace(ZoneDisk.beside(file, after), file);
            return new Edited.Saved(named, backup, ZoneDisk.digest(after));
        } catch (IOException e) {
            throw FileFault.UNWRITABLE.of(named, e);
        }
    }

    /**
     * Puts the records back that were there before an edit. The serial is raised once more:
     * secondaries may have the one of the edit.
     *
     * @throws ZoneFileException where the files have changed since, or cannot be written
     */
    public void restore(Edited edited) throws ZoneFileException {
        for (Edited.Saved saved : edited.saved()) {
            byte[] now = ZoneFiles.octets(saved.file());
            if (!saved.digest().isEmpty() && !saved.digest().equals(ZoneDisk.digest(now))) {
                throw FileFault.CHANGED_MEANWHILE.of(saved.file());
            }
            if (!Files.exists(saved.backup())) {
                throw FileFault.BACKUP_GONE.of(saved.backup());
            }
        }
        long serial = new ZoneEdit(read(edited.file(), edited.origin())).serial();
        for (Edited.Saved saved : edited.saved()) {
            put(saved.file(), ZoneFiles.octets(saved.backup()));
        }
        ZoneEdit edit = new ZoneEdit(read(edited.file(), edited.origin()));
        edit.raiseSerial(clock, days, serial);
        for (Map.Entry<String, byte[]> changed : edit.changed().entrySet()) {
            put(Path.of(changed.getKey()), changed.getValue());
        }
    }

    /** RFC 2136: a server that takes updates keeps a journal and writes the file itself. */
    private static void refuseJournal(Path file) throws ZoneFileException {
        Path journal = Path.of(file + ".jnl");
        if (Files.exists(journal)) {
            throw FileFault.JOURNAL.of(file, journal.toString());
        }
    }

    /** As {@link #refuseJournal}, before there is a journal. */
    private void refuseWritten(Path file, DomainName origin) throws ZoneFileException {
        for (Path configuration : configurations) {
            Optional<String> writer =
                    NamedConf.read(configuration).flatMap(conf -> conf.writer(origin, file));
            if (writer.isPresent()) {
                throw FileFault.WRITTEN_BY_SERVER.of(
                        file, configuration.toString(), writer.get(), origin.ascii());
            }
        }
    }

    private static void put(Path named, byte[] octets) throws ZoneFileException {
        try {
            Path file = named.toRealPath();
            ZoneDisk.replace(ZoneDisk.beside(file, octets), file);
        } catch (IOException e) {
            throw FileFault.UNWRITABLE.of(named, e);
        }
    }
}
