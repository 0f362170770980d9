package org.hikyaku.neighbours.blocks;

import java.util.ArrayList;
import java.util.List;
import org.hikyaku.neighbours.text.Damage;
import org.hikyaku.neighbours.text.SourceText;
import org.hikyaku.neighbours.text.SourceText.Splice;

/** One file of nginx, BIND or Dovecot. */
public final class BlockFile {

    private final SourceText text;
    private final Flavour flavour;
    private final List<Damage> damages = new ArrayList<>();
    private final List<Statement> statements;

    private BlockFile(SourceText text, Flavour flavour) {
        this.text = text;
        this.flavour = flavour;
        this.statements =
                switch (flavour) {
                    case NGINX, NAMED -> new BlockParser(text, flavour, damages).parse();
                    case DOVECOT -> new DovecotParser(text, damages).parse();
                };
    }

    /** Reads a file. Never fails: what is wrong is in {@link #damages}. */
    public static BlockFile read(SourceText text, Flavour flavour) {
        return new BlockFile(text, flavour);
    }

    /** The file. */
    public SourceText text() {
        return text;
    }

    /** Whose syntax it is in. */
    public Flavour flavour() {
        return flavour;
    }

    /** What could not be read. */
    public List<Damage> damages() {
        return List.copyOf(damages);
    }

    /** The statements outside of all blocks; includes are not followed. */
    public List<Statement> statements() {
        return List.copyOf(statements);
    }

    /**
     * Writes another word in the place of one.
     *
     * @param written with quotation marks where it needs them
     */
    public BlockFile set(Statement.Word word, String written) {
        return edited(new Splice(word.start(), word.end(), written));
    }

    /** Takes a statement away, and its lines where nothing else is on them. */
    public BlockFile remove(Statement statement) {
        if (!isAlone(statement)) {
            return edited(new Splice(statement.start(), statement.end(), ""));
        }
        return edited(
                new Splice(
                        text.lineStart(text.lineIndex(statement.start())),
                        text.lineStart(text.lineIndex(statement.end() - 1) + 1),
                        ""));
    }

    /** Takes the effect from a statement that has its lines for itself; its text stays. */
    public BlockFile commentOut(Statement statement) {
        if (!isAlone(statement)) {
            return remove(statement);
        }
        List<Splice> splices = new ArrayList<>();
        int last = text.lineIndex(statement.end() - 1);
        for (int l = text.lineIndex(statement.start()); l <= last; l++) {
            int at = l == text.lineIndex(statement.start()) ? statement.start() : text.lineStart(l);
            splices.add(new Splice(at, at, flavour.comment() + " "));
        }
        return new BlockFile(text.with(splices), flavour);
    }

    /** Puts a statement on a line of its own behind another, as far to the right as that. */
    public BlockFile addAfter(Statement statement, String written) {
        int line = text.lineIndex(statement.end() - 1);
        return edited(text.insertLines(line + 1, List.of(indent(statement.start()) + written)));
    }

    /** Puts a statement at the end of a block that closes on a line of its own. */
    public BlockFile addInto(Statement.Block block, String written) {
        int line = text.lineIndex(Math.max(0, block.close() - 1));
        int closing = text.lineIndex(Math.min(block.close(), Math.max(0, text.length() - 1)));
        String indent =
                block.statements().isEmpty()
                        ? indent(block.open()) + "    "
                        : indent(block.statements().getLast().start());
        boolean ownLine = text.shown(text.lineStart(closing), block.close()).isBlank();
        if (ownLine) {
            return edited(text.insertLines(closing, List.of(indent + written)));
        }
        return edited(
                new Splice(
                        block.close(),
                        block.close(),
                        text.lineEnd() + indent + written + text.lineEnd() + indentOf(line)));
    }

    /** Puts a statement on a line at the end of the file. */
    public BlockFile append(String written) {
        return edited(text.insertLines(text.lineCount(), List.of(written)));
    }

    private BlockFile edited(Splice splice) {
        return new BlockFile(text.with(splice), flavour);
    }

    private boolean isAlone(Statement statement) {
        int first = text.lineIndex(statement.start());
        int last = text.lineIndex(statement.end() - 1);
        int lineEnd = Math.max(statement.end(), text.contentEnd(last));
        String behind = text.shown(statement.end(), lineEnd).strip();
        return text.shown(text.lineStart(first), statement.start()).isBlank()
                && (behind.isEmpty() || behind.startsWith("#") || behind.startsWith("//"));
    }

    private String indent(int offset) {
        return indentOf(text.lineIndex(offset));
    }

    private String indentOf(int line) {
        String whole = text.line(line);
        return whole.substring(0, whole.length() - whole.stripLeading().length());
    }
}
