package org.hikyaku.neighbours.blocks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hikyaku.neighbours.text.Place;

/**
 * A statement as the program takes it: includes in its blocks are replaced by what is in the files.
 *
 * @param words all of its words
 * @param children what is in its blocks
 * @param source the statement, in the file that {@link Place#path} of {@code at} names
 */
public record Directive(List<String> words, List<Directive> children, Place at, Statement source) {

    /** Copies the lists. */
    public Directive {
        words = List.copyOf(words);
        children = List.copyOf(children);
    }

    /** The first word. */
    public String name() {
        return words.isEmpty() ? "" : words.getFirst();
    }

    /** The words behind the first. */
    public List<String> arguments() {
        return words.isEmpty() ? List.of() : words.subList(1, words.size());
    }

    /** The second word, or nothing. */
    public String argument() {
        return words.size() < 2 ? "" : words.get(1);
    }

    /** Whether it has a block. */
    public boolean isBlock() {
        return source.block().isPresent();
    }

    /** The children of a name. */
    public List<Directive> children(String name) {
        return children.stream().filter(d -> d.name().equals(name)).toList();
    }

    /** The last child of a name. */
    public Optional<Directive> child(String name) {
        List<Directive> found = children(name);
        return found.isEmpty() ? Optional.empty() : Optional.of(found.getLast());
    }

    /** The first words of all children: what a list of addresses in BIND consists of. */
    public List<String> items() {
        return children.stream().map(d -> String.join(" ", d.words())).toList();
    }

    /** All statements of a name in {@code among} and in their blocks, in order. */
    public static List<Directive> within(List<Directive> among, String name) {
        List<Directive> found = new ArrayList<>();
        for (Directive directive : among) {
            if (directive.name().equals(name)) {
                found.add(directive);
            }
            found.addAll(within(directive.children(), name));
        }
        return found;
    }
}
