package org.hikyaku.neighbours.slips;

import java.util.ArrayList;
import java.util.List;
import org.hikyaku.neighbours.text.FileTree;
import org.hikyaku.neighbours.text.HostFile;
import org.hikyaku.neighbours.text.Place;

/** Gathers slips, with the lines that they are in. Belongs to one thread. */
final class Found {

    private final FileTree tree;
    private final List<Slip> slips = new ArrayList<>();

    Found(FileTree tree) {
        this.tree = tree;
    }

    void add(SlipRule rule, Place at, String... arguments) {
        Slip slip = new Slip(rule, at, line(at), List.of(arguments));
        if (!slips.contains(slip)) {
            slips.add(slip);
        }
    }

    private String line(Place at) {
        return tree.file(at.path())
                .map(HostFile::text)
                .filter(t -> at.line() > 0 && at.line() <= t.lineCount())
                .map(t -> t.line(at.line() - 1).strip())
                .orElse("");
    }

    List<Slip> all() {
        return List.copyOf(slips);
    }
}
