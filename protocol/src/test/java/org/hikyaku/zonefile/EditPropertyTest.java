package org.hikyaku.zonefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.hikyaku.name.DomainName;
import org.junit.jupiter.api.Test;

/** What holds for every zone and every change; the zones are made by chance from fixed seeds. */
final class EditPropertyTest {

    private static final int ZONES = 10_000;
    private static final int EDITED_ZONES = 3_000;
    private static final ZoneName APEX = ZoneName.of(DomainName.of(OddZones.APEX));
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-11-24T12:00:00Z"));

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    private static ZoneFile read(byte[] octets) {
        return ZoneFile.read("zone", octets, APEX, IncludeReader.NONE);
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    @Test
    void tenThousandZonesAreWrittenBackOctetForOctet() {
        for (int seed = 0; seed < ZONES; seed++) {
            byte[] octets = OddZones.zone(random(seed));
            ZoneFile zone = read(octets);
            assertThat(zone.firstError()).as(text(octets)).isEmpty();
            assertThat(EntryWalk.joined(zone)).isEqualTo(octets);
        }
    }

    private static List<String> records(ZoneFile zone) {
        List<String> all = new ArrayList<>();
        zone.forEach(r -> all.add(r.owner() + " " + r.ttlSeconds() + " " + said(r)));
        return all.stream().sorted().toList();
    }

    private static String said(ZoneRecord record) {
        try {
            byte[] data = Fingerprint.comparable(record.type(), record.octets());
            return RecordTypes.name(record.type()) + " " + text(data);
        } catch (ZoneFileException e) {
            throw new AssertionError(e);
        }
    }

    private static ZoneRecord anyRecord(ZoneFile zone, RandomGenerator random) {
        List<ZoneRecord> all =
                zone.records().stream().filter(r -> r.type() != RecordTypes.SOA).toList();
        return all.get(random.nextInt(all.size()));
    }

    private static ZoneChange.Item fresh(RandomGenerator random) {
        List<String> owners =
                List.of("example.com", "n1.example.com", "n2.sub.example.com", "new.example.com");
        ZoneName owner = ZoneName.of(DomainName.of(owners.get(random.nextInt(owners.size()))));
        String key = "p=" + "MIIBIjANBgkqhkiG9w0BAQEF".repeat(random.nextInt(30));
        return switch (random.nextInt(4)) {
            case 0 -> new ZoneChange.Item(owner, RecordTypes.A, "198.51.100.7", null);
            case 1 -> new ZoneChange.Item(owner, RecordTypes.TXT, "\"fresh; one\"", null);
            case 2 -> new ZoneChange.Item(owner, RecordTypes.MX, "5 n1.example.com.", null);
            default -> new ZoneChange.Item(owner, RecordTypes.TXT, strings(key), null);
        };
    }

    private static String strings(String value) {
        return String.join(" ", new TextLayout("", " ", "", 255, false).strings(value));
    }

    /** The lines that are in {@code a} and not in {@code b}, as often as they are there. */
    private static List<String> without(byte[] a, byte[] b) {
        List<String> rest = new ArrayList<>(List.of(text(a).split("(?<=\n)")));
        for (String line : text(b).split("(?<=\n)")) {
            rest.remove(line);
        }
        return rest;
    }

    @Test
    void anAddedRecordIsTheOnlyNewLine() throws ZoneFileException {
        int added = 0;
        for (int seed = 0; seed < EDITED_ZONES; seed++) {
            RandomGenerator random = random(seed);
            byte[] before = OddZones.zone(random);
            ZoneChange.Item item = fresh(random);
            ZoneEdit edit = new ZoneEdit(read(before));
            edit.apply(new ZoneChange.Add(item));
            byte[] after = edit.zone().octets();
            List<String> expected = new ArrayList<>(records(read(before)));
            List<String> found = new ArrayList<>(records(edit.zone()));
            expected.forEach(found::remove);
            assertThat(found).as(text(after)).hasSize(1);
            assertThat(records(edit.zone())).hasSize(expected.size() + 1);
            boolean cutOff = before[before.length - 1] != '\n';
            assertThat(without(before, after))
                    .as(text(after))
                    .hasSizeLessThanOrEqualTo(cutOff ? 1 : 0);
            added++;
        }
        assertThat(added).isEqualTo(EDITED_ZONES);
    }

    @Test
    void aRemovedRecordTakesItsLinesAndHandsItsNameOver() throws ZoneFileException {
        for (int seed = 0; seed < EDITED_ZONES; seed++) {
            RandomGenerator random = random(seed);
            byte[] before = OddZones.zone(random);
            ZoneFile zone = read(before);
            ZoneRecord gone = anyRecord(zone, random);
            String lines =
                    text(before)
                            .substring(
                                    gone.source().start(gone.entry()),
                                    gone.source().end(gone.entry()));
            ZoneEdit edit = new ZoneEdit(zone);
            edit.apply(new ZoneChange.Remove(gone.item()));
            List<String> expected = new ArrayList<>(records(zone));
            expected.remove(gone.owner() + " " + gone.ttlSeconds() + " " + said(gone));
            assertThat(records(edit.zone())).as(text(before)).isEqualTo(expected);
            long changed =
                    without(before, edit.zone().octets()).size() - lines.split("(?<=\n)").length;
            assertThat(changed).as(text(edit.zone().octets())).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void aReplacedRecordKeepsItsLinesAndComments() throws ZoneFileException {
        for (int seed = 0; seed < EDITED_ZONES; seed++) {
            RandomGenerator random = random(seed);
            byte[] before = OddZones.zone(random);
            ZoneFile zone = read(before);
            ZoneRecord old = anyRecord(zone, random);
            String data = other(old, random);
            if (data.isEmpty()) {
                continue;
            }
            ZoneEdit edit = new ZoneEdit(zone);
            edit.apply(
                    new ZoneChange.Replace(
                            old.item(), new ZoneChange.Item(old.owner(), old.type(), data, null)));
            List<String> expected = new ArrayList<>(records(zone));
            List<String> found = new ArrayList<>(records(edit.zone()));
            List.copyOf(found)
                    .forEach(
                            r -> {
                                if (expected.remove(r)) {
                                    found.remove(r);
                                }
                            });
            assertThat(found).as(text(edit.zone().octets())).hasSize(1);
            assertThat(expected).hasSize(1);
            assertThat(text(edit.zone().octets()).split("; about", -1))
                    .hasSameSizeAs(text(before).split("; about", -1));
        }
    }

    private static String other(ZoneRecord old, RandomGenerator random) {
        return switch (RecordTypes.name(old.type())) {
            case "A" -> "203.0.113." + random.nextInt(1, 255);
            case "NS" -> "other.example.net.";
            case "TXT" -> strings("changed " + "abcdefgh".repeat(random.nextInt(80)));
            case "MX" -> "7 other.example.com.";
            default -> "";
        };
    }

    @Test
    void aRaisedSerialChangesOneLine() throws ZoneFileException {
        for (int seed = 0; seed < 1000; seed++) {
            byte[] before = OddZones.zone(random(seed));
            ZoneEdit edit = new ZoneEdit(read(before));
            long serial = edit.serial();
            edit.raiseSerial(CLOCK, ZoneOffset.UTC);
            assertThat(ZoneSerial.isHigher(edit.serial(), serial)).isTrue();
            assertThat(without(before, edit.zone().octets())).hasSize(1);
        }
    }

    /** Whatever they are, they do together what they do one after the other. */
    @Test
    void changesTogetherDoWhatTheyDoOneByOne() throws ZoneFileException {
        for (int seed = 0; seed < 1000; seed++) {
            RandomGenerator random = random(seed);
            byte[] before = OddZones.zone(random);
            ZoneFile zone = read(before);
            List<ZoneChange> changes = new ArrayList<>();
            for (int i = random.nextInt(2, 6); i > 0; i--) {
                changes.add(
                        random.nextBoolean()
                                ? new ZoneChange.Add(fresh(random))
                                : new ZoneChange.Remove(anyRecord(zone, random).item()));
            }
            assertThat(outcome(zone, changes, true))
                    .as(text(before) + changes)
                    .isEqualTo(outcome(zone, changes, false));
        }
    }

    /** The records afterwards, or what stood in the way. */
    private static List<String> outcome(ZoneFile zone, List<ZoneChange> changes, boolean together)
            throws ZoneFileException {
        ZoneEdit edit = new ZoneEdit(zone);
        try {
            if (together) {
                edit.apply(changes, CLOCK, ZoneOffset.UTC);
                return records(edit.zone());
            }
            for (ZoneChange change : changes) {
                edit.apply(change);
            }
            edit.raiseSerial(CLOCK, ZoneOffset.UTC);
            return records(edit.zone());
        } catch (ZoneFileException e) {
            return List.of(e.problem().rule().name());
        }
    }

    @Test
    void manyChangesAreOneReading() throws ZoneFileException {
        int[] opened = {0};
        IncludeReader counting =
                _ -> {
                    opened[0]++;
                    return new IncludeReader.Included(
                            "more", "w A 192.0.2.1\n".getBytes(StandardCharsets.US_ASCII), false);
                };
        String text =
                "$TTL 60\n@ SOA ns root 1 2 3 4 5\n NS ns\nns A 192.0.2.1\nold A 192.0.2.2\n$INCLUDE more\n";
        ZoneFile zone =
                ZoneFile.read("zone", text.getBytes(StandardCharsets.US_ASCII), APEX, counting);
        List<ZoneChange> changes = new ArrayList<>();
        changes.add(new ZoneChange.Remove(item("old", "A", "192.0.2.2")));
        for (int i = 0; i < 50; i++) {
            changes.add(
                    new ZoneChange.Add(item("s" + i + "._domainkey", "TXT", "\"p=" + i + "\"")));
            changes.add(new ZoneChange.Add(item("@", "TXT", "\"token=" + i + "\"")));
        }
        ZoneEdit edit = new ZoneEdit(zone);
        edit.apply(changes, CLOCK, ZoneOffset.UTC);
        assertThat(edit.zone().recordCount()).isEqualTo(5 + 100 - 1);
        assertThat(opened[0]).isEqualTo(2);
    }

    private static ZoneChange.Item item(String owner, String type, String data)
            throws ZoneFileException {
        return new ZoneChange.Item(
                ZoneName.parse(owner, APEX), RecordTypes.number(type), data, null);
    }
}
