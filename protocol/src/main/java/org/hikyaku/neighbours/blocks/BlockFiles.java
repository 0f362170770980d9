package org.hikyaku.neighbours.blocks;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hikyaku.neighbours.text.Damage;
import org.hikyaku.neighbours.text.FileTree;
import org.hikyaku.neighbours.text.Globs;
import org.hikyaku.neighbours.text.HostFile;
import org.hikyaku.neighbours.text.Place;

/** A file with all that it includes. */
public final class BlockFiles {

    /** Files that one configuration consists of: large web servers have some hundred. */
    public static final int MAX_FILES = 2_000;

    /** Files within files. */
    private static final int MAX_INCLUDE_DEPTH = 32;

    /** Octets of all files, each as often as it is included: real ones have some 100 KB. */
    private static final long MAX_OCTETS = 64L * 1024 * 1024;

    private final FileTree tree;
    private final Flavour flavour;
    private final String base;
    private final Map<String, BlockFile> files = new LinkedHashMap<>();
    private final Map<String, HostFile> sources = new LinkedHashMap<>();
    private final List<Damage> damages = new ArrayList<>();
    private final List<Directive> directives;
    private final Set<String> open = new HashSet<>();
    private int included;
    private long octets;

    private BlockFiles(FileTree tree, String path, Flavour flavour) {
        this.tree = tree;
        this.flavour = flavour;
        this.base = path.substring(0, Math.max(1, path.lastIndexOf('/')));
        this.directives = List.copyOf(load(path, new Place(path, 0), true, 0));
    }

    /** Reads the file at {@code path} and what it includes. Never fails. */
    public static BlockFiles read(FileTree tree, String path, Flavour flavour) {
        return new BlockFiles(tree, path, flavour);
    }

    /** The statements outside of all blocks, included ones in their place. */
    public List<Directive> directives() {
        return directives;
    }

    /** Each file by its path, in the order in which they were read. */
    public Map<String, BlockFile> files() {
        return Map.copyOf(files);
    }

    /** The file at a path, where it is one of these. */
    public Optional<BlockFile> file(String path) {
        return Optional.ofNullable(files.get(path));
    }

    /** The file that a directive is in. */
    public BlockFile fileOf(Directive directive) {
        BlockFile file = files.get(directive.at().path());
        if (file == null) {
            throw new IllegalArgumentException(directive.at() + " is not in these files");
        }
        return file;
    }

    /** Paths, owners and modes of the files. */
    public List<HostFile> sources() {
        return List.copyOf(sources.values());
    }

    /** What could not be read, in all files. */
    public List<Damage> damages() {
        return List.copyOf(damages);
    }

    private List<Directive> load(String path, Place from, boolean needed, int depth) {
        boolean circle = open.contains(path) || depth > MAX_INCLUDE_DEPTH;
        if (circle || ++included > MAX_FILES || octets > MAX_OCTETS) {
            damages.add(new Damage(from, path, Damage.Expected.FEWER_FILES));
            return List.of();
        }
        Optional<HostFile> source = tree.file(path);
        if (source.isEmpty()) {
            if (needed) {
                damages.add(new Damage(from, path, Damage.Expected.READABLE_FILE));
            }
            return List.of();
        }
        BlockFile file = files.get(path);
        if (file == null) {
            file = BlockFile.read(source.get().text(), flavour);
            files.put(path, file);
            sources.put(path, source.get());
            damages.addAll(file.damages());
        }
        octets += file.text().length();
        open.add(path);
        List<Directive> found = resolve(file.statements(), path, depth);
        open.remove(path);
        return found;
    }

    private List<Directive> resolve(List<Statement> statements, String path, int depth) {
        List<Directive> found = new ArrayList<>();
        for (Statement statement : statements) {
            if (flavour.includes(statement.name())) {
                found.addAll(include(statement, path, depth));
            } else {
                found.add(directive(statement, path, depth));
            }
        }
        return found;
    }

    private Directive directive(Statement statement, String path, int depth) {
        List<Directive> children = new ArrayList<>();
        for (Statement.Part part : statement.parts()) {
            if (part instanceof Statement.Block block) {
                children.addAll(resolve(block.statements(), path, depth));
            }
        }
        return new Directive(statement.words(), children, statement.at(), statement);
    }

    private List<Directive> include(Statement statement, String path, int depth) {
        String wanted = statement.word(1).map(Statement.Word::text).orElse("");
        if (wanted.isEmpty()) {
            damages.add(new Damage(statement.at(), statement.name(), Damage.Expected.NAME));
            return List.of();
        }
        String folder =
                flavour == Flavour.DOVECOT
                        ? path.substring(0, Math.max(1, path.lastIndexOf('/')))
                        : base;
        String absolute = wanted.startsWith("/") ? wanted : folder + "/" + wanted;
        if (!Globs.isPattern(absolute)) {
            boolean needed = !statement.name().endsWith("_try");
            return load(absolute, statement.at(), needed, depth + 1);
        }
        List<Directive> found = new ArrayList<>();
        for (String each : Globs.matching(tree, absolute)) {
            found.addAll(load(each, statement.at(), true, depth + 1));
        }
        return found;
    }
}
