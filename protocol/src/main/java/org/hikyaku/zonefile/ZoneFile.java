package org.hikyaku.zonefile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A zone file as it was read, with the files that it includes. Nothing is lost: {@link #octets} are
 * the octets that were read, also where there is something wrong in them.
 */
public final class ZoneFile {

    private final ZoneName apex;
    private final ZoneSource main;
    private final NameTable names;
    private final List<ZoneProblem> problems;
    private final boolean hasDefaultTtl;
    private final IncludeReader includes;

    private ZoneFile(ZoneName apex, ZoneSource main, ReadState state) {
        this.includes = state.includes;
        this.apex = apex;
        this.main = main;
        this.names = state.names;
        this.problems = Collections.unmodifiableList(state.problems);
        this.hasDefaultTtl = state.defaultTtl >= 0;
    }

    /**
     * Reads a zone file. Never fails: what is wrong is in {@link #problems}.
     *
     * @param name how findings call the file
     * @param octets what is in it; not changed by the caller afterwards
     * @param apex the zone's name, which relative names begin with
     * @param includes opens what {@code $INCLUDE} names
     */
    public static ZoneFile read(String name, byte[] octets, ZoneName apex, IncludeReader includes) {
        return read(name, octets, apex, new ReadState(includes));
    }

    /** As {@link #read}, for a part of a zone: {@code ttlSeconds} where nothing says another. */
    static ZoneFile readPart(
            String name, byte[] octets, ZoneName apex, IncludeReader includes, int ttlSeconds) {
        ReadState state = new ReadState(includes);
        state.fallbackTtl = ttlSeconds;
        return read(name, octets, apex, state);
    }

    private static ZoneFile read(String name, byte[] octets, ZoneName apex, ReadState state) {
        ZoneSource main = new ZoneSource(name, octets, ZoneSource.Nature.EDITABLE, null);
        SourcePass.start(main, state, apex);
        return new ZoneFile(apex, main, state);
    }

    /** The same file with other texts under some names. */
    ZoneFile reread(Map<String, byte[]> texts) {
        IncludeReader over =
                path -> {
                    IncludeReader.Included found = includes.open(path);
                    byte[] text = texts.get(found.name());
                    return text == null
                            ? found
                            : new IncludeReader.Included(found.name(), text, found.editable());
                };
        return read(name(), texts.getOrDefault(name(), main.text()), apex, over);
    }

    /** The zone's name. */
    public ZoneName apex() {
        return apex;
    }

    /** What is wrong with the syntax, in the order of the file. */
    public List<ZoneProblem> problems() {
        return problems;
    }

    /** The first thing that a name server would refuse the file for. */
    public Optional<ZoneProblem> firstError() {
        return problems.stream().filter(ZoneProblem::isError).findFirst();
    }

    /** The file, octet for octet as it was read. */
    public byte[] octets() {
        return main.text().clone();
    }

    /** How the file is called. */
    public String name() {
        return main.name();
    }

    ZoneSource main() {
        return main;
    }

    NameTable names() {
        return names;
    }

    boolean hasDefaultTtl() {
        return hasDefaultTtl;
    }

    /** How many records there are, generated and included ones too. */
    public int recordCount() {
        int[] count = {0};
        forEach(_ -> count[0]++);
        return count[0];
    }

    /** Each record in the order in which a name server reads them. */
    public void forEach(Consumer<ZoneRecord> action) {
        walk(main, action);
    }

    private void walk(ZoneSource source, Consumer<ZoneRecord> action) {
        EntryTable entries = source.entries();
        for (int i = 0; i < entries.count(); i++) {
            switch (entries.kind(i)) {
                case RECORD -> action.accept(new ZoneRecord(this, source, i));
                case INCLUDE, GENERATE -> walkChild(source.child(i), action);
                case BLANK, DIRECTIVE, BAD -> {}
            }
        }
    }

    private void walkChild(@Nullable ZoneSource child, Consumer<ZoneRecord> action) {
        if (child != null) {
            walk(child, action);
        }
    }

    /** The records of one name and type. */
    public List<ZoneRecord> records(ZoneName owner, int type) {
        List<ZoneRecord> found = new ArrayList<>();
        int wanted = names.find(owner);
        if (wanted >= 0) {
            collect(main, (table, i) -> table.owner(i) == wanted && table.type(i) == type, found);
        }
        return found;
    }

    /** The record whose line begins at {@code offset} of the text {@code name}. */
    Optional<ZoneRecord> recordAt(String name, int offset) {
        List<ZoneRecord> found = new ArrayList<>();
        collect(main, (table, i) -> table.start(i) == offset, found);
        return found.stream()
                .filter(r -> r.source().name().equals(name) && !r.isGenerated())
                .findFirst();
    }

    /** Chooses entries without making an object for each. */
    @FunctionalInterface
    private interface Choice {
        boolean takes(EntryTable table, int entry);
    }

    private void collect(ZoneSource source, Choice choice, List<ZoneRecord> into) {
        EntryTable entries = source.entries();
        for (int i = 0; i < entries.count(); i++) {
            ZoneSource child = source.child(i);
            if (child != null) {
                collect(child, choice, into);
            } else if (entries.kind(i) == EntryTable.Kind.RECORD && choice.takes(entries, i)) {
                into.add(new ZoneRecord(this, source, i));
            }
        }
    }

    /** All records, as a list: for zones of ordinary size. */
    public List<ZoneRecord> records() {
        List<ZoneRecord> all = new ArrayList<>();
        forEach(all::add);
        return all;
    }
}
