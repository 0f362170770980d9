package org.hikyaku.zones;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.Place;
import org.hikyaku.dns.RecordChange;
import org.hikyaku.dns.Resolver;
import org.hikyaku.machine.CommandRun;
import org.hikyaku.name.DomainName;
import org.hikyaku.wire.Printable;
import org.hikyaku.zonefile.ZoneEdit;
import org.hikyaku.zonefile.ZoneFile;
import org.hikyaku.zonefile.ZoneFileException;
import org.hikyaku.zonefile.ZoneName;
import org.hikyaku.zonefile.ZoneRecord;
import org.hikyaku.zonefile.ZoneSerial;
import org.hikyaku.zoneio.Edited;
import org.hikyaku.zoneio.FileFault;
import org.hikyaku.zoneio.ZoneFileEditor;
import org.hikyaku.zones.PublishException.Progress;
import org.hikyaku.zones.PublishException.Reason;

/**
 * Publishes in a zone file, then makes the server load it. Where the server does not, the records
 * are put back as they were.
 */
final class ZoneFilePublisher implements Publisher {

    private static final int MAX_SHOWN_CHARS = 200;

    private final String file;
    private final List<String> reload;
    private final ZoneFileEditor editor;
    private final PrimaryServer primary;
    private final Duration limit;

    /**
     * For zone files.
     *
     * @param resolver finds the server that loads them
     */
    ZoneFilePublisher(PublisherSettings.ZoneFile settings, Resolver resolver, InstantSource clock) {
        this.file = settings.file();
        this.reload = settings.reload();
        this.editor = new ZoneFileEditor(clock, settings.namedConf());
        this.primary = new PrimaryServer(resolver);
        this.limit = settings.timeout();
    }

    @Override
    public String description() {
        return "the zone file " + file;
    }

    @Override
    public Published publish(DomainName zone, List<RecordChange> changes) throws PublishException {
        if (zone.ascii().indexOf('/') >= 0) {
            throw new PublishException(
                    Reason.ZONE,
                    "the name of the zone " + zone + " is no name for a file",
                    "use a dynamic update for it",
                    Progress.none(changes));
        }
        Path path = Path.of(file.replace(PublisherSettings.ZONE, zone.ascii()));
        try {
            ZoneFile text = editor.read(path, zone);
            List<RecordChange> open = open(text, changes);
            if (!open.isEmpty()) {
                requireServed(path, zone, text, changes);
            }
            Optional<Edited> edited =
                    open.isEmpty() ? Optional.empty() : Optional.of(editor.apply(text, open));
            // Also where all is there: a run that ended in between may not have reloaded.
            String complaint = complaint(zone);
            if (!complaint.isEmpty()) {
                throw restored(edited, complaint, changes);
            }
            long serial = edited.isPresent() ? edited.get().serial() : new ZoneEdit(text).serial();
            return Published.done(
                    open.size(), changes.size() - open.size(), OptionalLong.of(serial));
        } catch (ZoneFileException e) {
            throw failed(e, changes);
        }
    }

    /** A server that is ahead of the file serves something else than the file. */
    private void requireServed(
            Path path, DomainName zone, ZoneFile text, List<RecordChange> changes)
            throws ZoneFileException, PublishException {
        // BIND signs such a zone beside its file, and raises the serial of what it has signed.
        boolean signedApart = Files.exists(Path.of(path + ".signed"));
        OptionalLong serving = signedApart ? OptionalLong.empty() : primary.serial(zone);
        long written = new ZoneEdit(text).serial();
        if (serving.isPresent() && ZoneSerial.isHigher(serving.getAsLong(), written)) {
            throw new PublishException(
                    Reason.DYNAMIC_ZONE,
                    path
                            + " has the serial "
                            + written
                            + ", and the primary answers with "
                            + serving.getAsLong()
                            + ", which is higher: it does not serve this file as it is",
                    "where the server changes the zone itself, publish with \"update\" (RFC 2136);"
                            + " where this is another file, name the right one; else raise the"
                            + " serial in the file above the served one",
                    Progress.none(changes));
        }
    }

    /** The changes that are not there yet. */
    private List<RecordChange> open(ZoneFile text, List<RecordChange> changes)
            throws PublishException {
        Map<Place, RrsetEdit.Rrset> sets = new HashMap<>();
        List<RecordChange> open = new ArrayList<>();
        for (RecordChange change : changes) {
            RrsetEdit.Rrset before =
                    sets.computeIfAbsent(Place.of(change), place -> rrset(text, place));
            RrsetEdit edit = RrsetEdit.of(before, List.of(change));
            if (edit.conflict().isPresent()) {
                throw new PublishException(
                        Reason.CONFLICT,
                        "the "
                                + change.type()
                                + " record of "
                                + change.name()
                                + " that was to be replaced is not there any more",
                        "plan again",
                        Progress.none(changes));
            }
            if (!edit.isDone()) {
                open.add(asEdit(change, before));
                long ttl = edit.ttl() == null ? before.ttlSeconds() : edit.ttl().toSeconds();
                sets.put(Place.of(change), new RrsetEdit.Rrset(before.place(), edit.after(), ttl));
            }
        }
        return open;
    }

    /** What is left of a change of which a part is there already. */
    private static RecordChange asEdit(RecordChange change, RrsetEdit.Rrset before) {
        return switch (change) {
            case RecordChange.Add(var record) when before.records().contains(record.data()) ->
                    new RecordChange.Replace(record, record); // another time to live
            case RecordChange.Replace(var old, var next)
                    when !old.data().equals(next.data())
                            && before.records().contains(next.data()) ->
                    new RecordChange.Remove(old);
            case RecordChange.Add _, RecordChange.Remove _, RecordChange.Replace _ -> change;
        };
    }

    private static RrsetEdit.Rrset rrset(ZoneFile zone, Place place) {
        List<DnsRecord> records = new ArrayList<>();
        long ttl = 0;
        for (ZoneRecord record : zone.records(ZoneName.of(place.name()), place.type().number())) {
            record.data().ifPresent(records::add);
            ttl = record.ttlSeconds();
        }
        return new RrsetEdit.Rrset(place, records, ttl);
    }

    /** Runs the command; empty where all went well. */
    private String complaint(DomainName zone) {
        if (reload.isEmpty()) {
            return "";
        }
        List<String> command =
                reload.stream().map(a -> a.replace(PublisherSettings.ZONE, zone.ascii())).toList();
        String shown = Printable.of(String.join(" ", command), MAX_SHOWN_CHARS);
        try {
            CommandRun run = CommandRun.of(command, new byte[0], limit);
            return run.status() == 0
                    ? ""
                    : shown + " ended with status " + run.status() + ": " + run.said();
        } catch (IOException e) {
            return shown + ": " + e.getMessage();
        }
    }

    private PublishException restored(
            Optional<Edited> edited, String complaint, List<RecordChange> changes) {
        String outcome = "; the zone file is unchanged";
        if (edited.isPresent()) {
            try {
                editor.restore(edited.get());
                outcome = "; the records of the zone file are as they were";
            } catch (ZoneFileException e) {
                outcome =
                        "; the zone file could not be put back ("
                                + e.getMessage()
                                + "): what it was is in "
                                + edited.get().backup();
            }
        }
        return new PublishException(
                Reason.COMMAND,
                complaint + outcome,
                "run the command by hand, correct the publisher's reload, and apply again",
                Progress.none(changes));
    }

    private static PublishException failed(ZoneFileException e, List<RecordChange> changes) {
        boolean journal =
                e.problem().rule() == FileFault.JOURNAL
                        || e.problem().rule() == FileFault.WRITTEN_BY_SERVER;
        String fix = e.problem().fix(Locale.ENGLISH);
        return new PublishException(
                journal ? Reason.DYNAMIC_ZONE : Reason.ZONE,
                String.valueOf(e.getMessage()),
                journal
                        ? "the server writes this zone itself: publish it with \"update\""
                                + " (RFC 2136)"
                        : fix.isEmpty() ? "correct the zone file and apply again" : fix,
                Progress.none(changes),
                e);
    }
}
