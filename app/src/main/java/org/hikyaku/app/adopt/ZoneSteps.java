package org.hikyaku.app.adopt;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hikyaku.adopt.Check;
import org.hikyaku.adopt.FileChange;
import org.hikyaku.adopt.Note;
import org.hikyaku.adopt.Step;
import org.hikyaku.app.adopt.OwnFiles.Key;
import org.hikyaku.neighbours.setup.NamedSetup;
import org.hikyaku.neighbours.setup.Setup;
import org.hikyaku.wire.Printable;
import org.hikyaku.zonefile.ZoneEdit;
import org.hikyaku.zonefile.ZoneFile;
import org.hikyaku.zonefile.ZoneFileException;
import org.hikyaku.zonefile.ZoneName;
import org.hikyaku.zoneio.ZoneFileEditor;

/**
 * The zones of this machine's BIND put right, each with its serial raised; what BIND itself writes
 * is told and left.
 */
record ZoneSteps(Target target, Instant now) {

    private static final int MAX_SHOWN_CHARS = 300;
    private static final int DNS_PORT = 53;
    private static final Path NAMED_CONF = Path.of("/etc/bind/named.conf");

    void add(Setup setup, List<Key> keys, List<Step> steps, List<Note> notes) throws IOException {
        for (NamedSetup.Zone zone : setup.named().map(NamedSetup::primaries).orElse(List.of())) {
            ZoneFixes fixes = new ZoneFixes(zone.name(), zone.contents().orElseThrow(), keys);
            notes.addAll(fixes.notes());
            if (fixes.changes().isEmpty()) {
                continue;
            }
            if (zone.isDynamic()) {
                notes.add(Note.of("left.dynamic", zone.name().ascii()));
                continue;
            }
            try {
                steps.add(step(zone, fixes));
            } catch (ZoneFileException e) {
                String why = Printable.of(String.valueOf(e.getMessage()), MAX_SHOWN_CHARS);
                notes.add(Note.of("left.zone", zone.name().ascii(), why));
            }
        }
    }

    private Step step(NamedSetup.Zone zone, ZoneFixes fixes) throws IOException, ZoneFileException {
        Path file = target.on(Path.of(zone.source().orElseThrow().realPath()));
        ZoneFileEditor editor = new ZoneFileEditor(InstantSource.fixed(now), target.on(NAMED_CONF));
        ZoneFileEditor.Plan plan = editor.plan(editor.read(file, zone.name()), fixes.changes());
        List<FileChange> files = new ArrayList<>();
        for (Map.Entry<Path, byte[]> changed : plan.after().entrySet()) {
            Path path = Path.of("/").resolve(target.root().relativize(changed.getKey()));
            target.change(path.toString(), changed.getValue(), now).ifPresent(files::add);
        }
        boolean runs = List.of("named", "bind9").stream().anyMatch(this::runs);
        List<Check> checks = new ArrayList<>();
        if (runs) {
            InetSocketAddress server = new InetSocketAddress("127.0.0.1", DNS_PORT);
            checks.add(new Check.Serves(zone.name(), serial(written(plan, file), zone), server));
        }
        String view = zone.view();
        List<String> reload =
                view.isEmpty()
                        ? List.of("rndc", "reload", zone.name().ascii())
                        : List.of("rndc", "reload", zone.name().ascii(), "IN", view);
        return new Step.Edit(
                Note.of("step.zone", zone.name().ascii()),
                List.of(),
                files,
                List.of(),
                runs ? List.of(reload) : List.of(),
                checks);
    }

    private static byte[] written(ZoneFileEditor.Plan plan, Path file) throws IOException {
        byte[] after = plan.after().get(file);
        return after == null ? Files.readAllBytes(file) : after; // records of an included file
    }

    private boolean runs(String name) {
        return target.services().has(name) && target.services().isRunning(name);
    }

    private static long serial(byte[] octets, NamedSetup.Zone zone) throws ZoneFileException {
        ZoneFile after =
                ZoneFile.read(
                        zone.file(),
                        octets,
                        ZoneName.of(zone.name()),
                        path -> {
                            throw new IOException(path + " is not needed for the SOA record");
                        });
        return new ZoneEdit(after).serial();
    }
}
