package org.hikyaku.opendkim;

import java.util.ArrayList;
import java.util.List;
import org.hikyaku.opendkim.ConfigNote.Kind;
import org.hikyaku.opendkim.ConfigNote.Level;
import org.hikyaku.opendkim.ConfigNote.Place;
import org.hikyaku.wire.Printable;

/** Collects what readers find. Belongs to one thread. */
public final class ConfigNotes {

    /** A file of garbage is not told line by line. */
    private static final int MAX_NOTES = 1000;

    private static final int MAX_DETAIL_CHARS = 200;

    private final List<ConfigNote> notes = new ArrayList<>();

    /** None yet. */
    public ConfigNotes() {}

    /** Adds one; details are made printable and cut. */
    public void add(Kind kind, Place place, Object... details) {
        if (notes.size() >= MAX_NOTES) {
            return;
        }
        List<String> texts = new ArrayList<>(details.length);
        for (Object detail : details) {
            texts.add(Printable.of(String.valueOf(detail), MAX_DETAIL_CHARS));
        }
        notes.add(new ConfigNote(kind, place, texts));
    }

    /** All so far, in the order in which they were found. */
    public List<ConfigNote> all() {
        return List.copyOf(notes);
    }

    /** Whether one of them is an error. */
    public boolean hasErrors() {
        return notes.stream().anyMatch(note -> note.level() == Level.ERROR);
    }
}
