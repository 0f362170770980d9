package org.hikyaku.zonefile;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Steps of an edit in one text that do not meet, so that it is read anew once for all of them. */
final class EditBatch {

    /**
     * What one change does: octets replaced in one text, a record that goes, one that comes.
     *
     * @param gone null for none
     * @param made null for none
     */
    record Step(
            ZoneSource source, Splices splices, @Nullable ZoneRecord gone, @Nullable Made made) {}

    /**
     * A record that a step makes.
     *
     * @param at where its line begins in the text before the step
     * @param lead how much is put in there before the line itself
     * @param data what it must say
     */
    record Made(int at, int lead, ZoneChange.Item item, DataText data) {}

    private final List<Step> steps = new ArrayList<>();
    private final Set<String> records = new HashSet<>();
    private final Splices splices = new Splices();

    boolean isEmpty() {
        return steps.isEmpty();
    }

    List<Step> steps() {
        return steps;
    }

    ZoneSource source() {
        return steps.getFirst().source();
    }

    Splices splices() {
        return splices;
    }

    /** Whether one of these records is what a step before has made or taken away. */
    boolean knows(Set<String> keys) {
        return keys.stream().anyMatch(records::contains);
    }

    /** The records that a change names, by what they say. */
    static Set<String> keys(ZoneChange change, ZoneName apex) throws ZoneFileException {
        return switch (change) {
            case ZoneChange.Add(var item) -> Set.of(key(item, apex));
            case ZoneChange.Remove(var item) -> Set.of(key(item, apex));
            case ZoneChange.Replace(var before, var after) -> {
                Set<String> keys = new HashSet<>();
                keys.add(key(before, apex));
                keys.add(key(after, apex));
                yield keys;
            }
        };
    }

    private static String key(ZoneChange.Item item, ZoneName apex) throws ZoneFileException {
        byte[] data = Fingerprint.comparable(item.type(), DataText.of(item, apex).octets());
        return item.owner() + " " + item.type() + " " + HexFormat.of().formatHex(data);
    }

    /** Whether the step is in the same text and leaves alone what those before it touch. */
    boolean takes(Step step) {
        return isEmpty() || step.source() == source() && !splices.meet(step.splices());
    }

    void add(Step step, Set<String> keys) {
        Made made = step.made();
        // What was put in at the same place before stands before it.
        Made placed =
                made == null
                        ? null
                        : new Made(
                                made.at(),
                                made.lead() + splices.putInAt(made.at()),
                                made.item(),
                                made.data());
        steps.add(new Step(step.source(), step.splices(), step.gone(), placed));
        splices.putAll(step.splices());
        records.addAll(keys);
    }
}
