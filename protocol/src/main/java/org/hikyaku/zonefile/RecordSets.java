package org.hikyaku.zonefile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The records of each name, as chains of numbers: four ints a record. */
final class RecordSets {

    private final ZoneFile zone;
    private final List<ZoneSource> sources = new ArrayList<>();
    private final Map<ZoneSource, Integer> sourceNumbers = new HashMap<>();
    private int[] source = new int[64];
    private int[] entry = new int[64];

    /** The record before of the same name, counted from 1; 0 for none. */
    private int[] before = new int[64];

    private int[] last;
    private int count;

    RecordSets(ZoneFile zone) {
        this.zone = zone;
        this.last = new int[zone.names().size()];
    }

    void add(ZoneRecord record) {
        if (count == source.length) {
            int more = count + (count >> 1);
            source = Arrays.copyOf(source, more);
            entry = Arrays.copyOf(entry, more);
            before = Arrays.copyOf(before, more);
        }
        source[count] =
                sourceNumbers.computeIfAbsent(
                        record.source(),
                        s -> {
                            sources.add(s);
                            return sources.size() - 1;
                        });
        entry[count] = record.entry();
        int owner = record.ownerNumber();
        before[count] = last[owner];
        last[owner] = ++count;
    }

    /** Each set of one name and type that has more than one record or is a SOA, in file order. */
    void forEachSet(Consumer<List<ZoneRecord>> action) {
        for (int owner = 0; owner < last.length; owner++) {
            boolean single = last[owner] == 0 || before[last[owner] - 1] == 0;
            if (!single || last[owner] != 0 && record(last[owner]).type() == RecordTypes.SOA) {
                sets(last[owner]).values().stream()
                        .filter(s -> s.size() > 1 || s.getFirst().type() == RecordTypes.SOA)
                        .forEach(action);
            }
        }
    }

    private Map<Integer, List<ZoneRecord>> sets(int from) {
        Map<Integer, List<ZoneRecord>> byType = new TreeMap<>();
        for (int at = from; at != 0; at = before[at - 1]) {
            ZoneRecord record = record(at);
            byType.computeIfAbsent(record.type(), _ -> new ArrayList<>()).add(record);
        }
        byType.replaceAll((_, set) -> set.reversed());
        return byType;
    }

    private ZoneRecord record(int number) {
        return new ZoneRecord(zone, sources.get(source[number - 1]), entry[number - 1]);
    }
}
