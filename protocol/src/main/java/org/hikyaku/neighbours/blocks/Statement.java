package org.hikyaku.neighbours.blocks;

import java.util.List;
import java.util.Optional;
import org.hikyaku.neighbours.text.Place;

/**
 * One statement of a file: words and blocks.
 *
 * @param start offset of its first char
 * @param end offset behind its last char, the semicolon or brace included
 */
public record Statement(List<Part> parts, Place at, int start, int end) {

    /** Copies the list. */
    public Statement {
        parts = List.copyOf(parts);
    }

    /** What a statement consists of. */
    public sealed interface Part {}

    /**
     * A word, or in Dovecot's files a name or a value.
     *
     * @param text without quotation marks
     * @param start offset of its first char, the quotation mark included
     */
    public record Word(String text, int start, int end) implements Part {}

    /**
     * A block in braces.
     *
     * @param open offset of the opening brace
     * @param close offset of the closing brace; the end of the file where it is missing
     */
    public record Block(List<Statement> statements, int open, int close) implements Part {

        /** Copies the list. */
        public Block {
            statements = List.copyOf(statements);
        }
    }

    /** Its words, those between blocks too. */
    public List<String> words() {
        return parts.stream().filter(Word.class::isInstance).map(p -> ((Word) p).text()).toList();
    }

    /** The word at {@code index}. */
    public Optional<Word> word(int index) {
        return parts.stream()
                .filter(Word.class::isInstance)
                .map(Word.class::cast)
                .skip(index)
                .findFirst();
    }

    /** Its first word; empty where there is none. */
    public String name() {
        return word(0).map(Word::text).orElse("");
    }

    /** Its first block. */
    public Optional<Block> block() {
        return parts.stream().filter(Block.class::isInstance).map(Block.class::cast).findFirst();
    }
}
