package org.hikyaku.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree.Kind;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** The size caps and manners of CONTRIBUTING.md, measured on the compiler's own syntax trees. */
final class TidyTest {

    private static final int MAX_METHOD_LINES = 60;
    private static final int MAX_FILE_LINES = 600;
    private static final int MAX_PARAMETERS = 5;
    private static final int MAX_NESTING = 3;

    /** RFC citations that the rules of mail carry for each 1,000 lines, at least. */
    private static final int MIN_CITATIONS = 20;

    /** Packages that read what other programs read: manual pages say how, not RFCs. */
    private static final Set<String> OTHER_PROGRAMS = Set.of("neighbours");

    private static final Pattern EMPTY_NAME =
            Pattern.compile(".*(Impl|Manager|Util|Utils|Helper|Helpers)");
    private static final Pattern CITATION = Pattern.compile("RFC [0-9]{3,5}");

    /** Put together, so that this file does not find itself. */
    private static final List<String> NEVER_IN_TESTS =
            List.of(
                    "@Dis" + "abled",
                    "Thread.sl" + "eep",
                    "assume" + "True(",
                    "assume" + "False(",
                    "org.mock" + "ito");

    private static final List<String> NEVER = List.of("TO" + "DO", "FIX" + "ME", "X" + "XX");

    private final List<String> problems = new ArrayList<>();
    private final List<Integer> methodLines = new ArrayList<>();
    private final List<Integer> fileLines = new ArrayList<>();

    @Test
    void mainSourcesAreSmallAndTold() {
        parse(Tree.sources("main"), (file, scan) -> scan.scan(scan.unit, null));
        assertThat(problems).isEmpty();
        System.out.println(
                "tidy: "
                        + fileLines.size()
                        + " files, median "
                        + median(fileLines)
                        + " lines; "
                        + methodLines.size()
                        + " methods, median "
                        + median(methodLines)
                        + " lines");
    }

    @Test
    void everyPackageTeachesItself() {
        Map<Path, String> lacking = new TreeMap<>();
        for (Path file : Tree.sources("main")) {
            Path info = file.resolveSibling("package-info.java");
            if (!info.toFile().exists()) {
                lacking.put(file.getParent(), "has no package-info.java");
            } else if (!Tree.read(info).contains("@NullMarked")
                    || !Tree.read(info).contains("<p>")) {
                lacking.put(info, "is not @NullMarked or does not teach");
            }
        }
        assertThat(lacking).isEmpty();
    }

    @Test
    void sourcesKeepTheirManners() {
        List<String> found = new ArrayList<>();
        for (Path file : Tree.sources("main")) {
            String text = Tree.read(file);
            NEVER.stream().filter(text::contains).forEach(w -> found.add(file + ": " + w));
            boolean commandLine =
                    Tree.packageOf(file).startsWith("app")
                            || Tree.packageOf(file).startsWith("bench");
            if (!commandLine
                    && (text.contains("System.out")
                            || text.contains("System.err")
                            || text.contains("printStackTrace"))) {
                found.add(file + ": writes to the terminal");
            }
        }
        for (Path file : Tree.sources("test")) {
            String text = Tree.read(file);
            NEVER_IN_TESTS.stream().filter(text::contains).forEach(w -> found.add(file + ": " + w));
        }
        assertThat(found).isEmpty();
    }

    @Test
    void theRulesCiteTheirRfcs() {
        int lines = 0;
        int citations = 0;
        for (Path file : Tree.sources("protocol", "main")) {
            if (OTHER_PROGRAMS.contains(Tree.packageOf(file).split("\\.", 2)[0])) {
                continue;
            }
            String text = Tree.read(file);
            lines += (int) text.lines().count();
            citations += (int) CITATION.matcher(text).results().count();
        }
        int density = citations * 1000 / lines;
        System.out.println("tidy: " + density + " RFC citations in 1,000 lines of protocol");
        assertThat(density).isGreaterThanOrEqualTo(MIN_CITATIONS);
    }

    private static int median(List<Integer> values) {
        Collections.sort(values);
        return values.isEmpty() ? 0 : values.get(values.size() / 2);
    }

    private void parse(List<Path> files, BiConsumer<Path, Scan> each) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    manager,
                                    null,
                                    List.of(),
                                    null,
                                    manager.getJavaFileObjectsFromPaths(files));
            DocTrees trees = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                Path file = Path.of(unit.getSourceFile().toUri());
                int lines = (int) Tree.read(file).lines().count();
                fileLines.add(lines);
                if (lines > MAX_FILE_LINES) {
                    problems.add(file + " has " + lines + " lines");
                }
                each.accept(file, new Scan(file, unit, trees));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Scan extends TreePathScanner<Void, Void> {
        private final Path file;
        private final CompilationUnitTree unit;
        private final DocTrees trees;
        private final LineMap lines;
        private boolean hidden;
        private int depth;

        Scan(Path file, CompilationUnitTree unit, DocTrees trees) {
            this.file = file;
            this.unit = unit;
            this.trees = trees;
            this.lines = unit.getLineMap();
        }

        private String at(com.sun.source.tree.Tree tree) {
            return Tree.root().relativize(file)
                    + ":"
                    + lines.getLineNumber(trees.getSourcePositions().getStartPosition(unit, tree))
                    + ": ";
        }

        @Override
        public Void visitClass(ClassTree tree, Void p) {
            boolean wasHidden = hidden;
            Set<Modifier> flags = tree.getModifiers().getFlags();
            boolean inInterface =
                    getCurrentPath().getParentPath().getLeaf() instanceof ClassTree c
                            && c.getKind() == Kind.INTERFACE;
            hidden |= !flags.contains(Modifier.PUBLIC) && !inInterface;
            if (EMPTY_NAME.matcher(tree.getSimpleName()).matches()) {
                problems.add(at(tree) + tree.getSimpleName() + " says nothing");
            }
            if (!hidden
                    && !tree.getSimpleName().isEmpty()
                    && trees.getDocComment(getCurrentPath()) == null) {
                problems.add(at(tree) + "public " + tree.getSimpleName() + " has no Javadoc");
            }
            super.visitClass(tree, p);
            hidden = wasHidden;
            return null;
        }

        @Override
        public Void visitMethod(MethodTree tree, Void p) {
            int length = span(tree);
            methodLines.add(length);
            if (length > MAX_METHOD_LINES) {
                problems.add(at(tree) + tree.getName() + " has " + length + " lines");
            }
            ClassTree owner = (ClassTree) getCurrentPath().getParentPath().getLeaf();
            boolean recordHeader = owner.getKind() == Kind.RECORD && tree.getReturnType() == null;
            if (tree.getParameters().size() > MAX_PARAMETERS && !recordHeader) {
                problems.add(
                        at(tree)
                                + tree.getName()
                                + " has "
                                + tree.getParameters().size()
                                + " parameters");
            }
            requireJavadoc(tree, owner);
            int before = depth;
            depth = 0;
            super.visitMethod(tree, p);
            depth = before;
            return null;
        }

        private void requireJavadoc(MethodTree tree, ClassTree owner) {
            boolean seen =
                    tree.getModifiers().getFlags().contains(Modifier.PUBLIC)
                            || owner.getKind() == Kind.INTERFACE
                                    && !tree.getModifiers().getFlags().contains(Modifier.PRIVATE);
            boolean override =
                    tree.getModifiers().getAnnotations().stream()
                            .anyMatch(a -> a.getAnnotationType().toString().equals("Override"));
            boolean generated = trees.getSourcePositions().getEndPosition(unit, tree) < 0;
            boolean compact = owner.getKind() == Kind.RECORD && tree.getReturnType() == null;
            if (seen
                    && !hidden
                    && !override
                    && !generated
                    && !compact
                    && trees.getDocComment(getCurrentPath()) == null) {
                problems.add(at(tree) + "public " + tree.getName() + " has no Javadoc");
            }
        }

        private int span(MethodTree tree) {
            long start =
                    lines.getLineNumber(trees.getSourcePositions().getStartPosition(unit, tree));
            long end = trees.getSourcePositions().getEndPosition(unit, tree);
            return end < 0 ? 1 : (int) (lines.getLineNumber(end) - start + 1);
        }

        private Void nested(com.sun.source.tree.Tree tree, Runnable visit) {
            depth++;
            if (depth > MAX_NESTING) {
                problems.add(at(tree) + "nested " + depth + " deep");
            }
            visit.run();
            depth--;
            return null;
        }

        @Override
        public Void visitIf(IfTree tree, Void p) {
            return nested(
                    tree,
                    () -> {
                        scan(tree.getCondition(), p);
                        scan(tree.getThenStatement(), p);
                        if (tree.getElseStatement() instanceof IfTree chained) {
                            depth--; // else-if is a chain, not a level
                            scan(chained, p);
                            depth++;
                        } else {
                            scan(tree.getElseStatement(), p);
                        }
                    });
        }

        @Override
        public Void visitForLoop(ForLoopTree tree, Void p) {
            return nested(tree, () -> super.visitForLoop(tree, p));
        }

        @Override
        public Void visitEnhancedForLoop(EnhancedForLoopTree tree, Void p) {
            return nested(tree, () -> super.visitEnhancedForLoop(tree, p));
        }

        @Override
        public Void visitWhileLoop(WhileLoopTree tree, Void p) {
            return nested(tree, () -> super.visitWhileLoop(tree, p));
        }

        @Override
        public Void visitDoWhileLoop(DoWhileLoopTree tree, Void p) {
            return nested(tree, () -> super.visitDoWhileLoop(tree, p));
        }

        @Override
        public Void visitSwitch(SwitchTree tree, Void p) {
            return nested(tree, () -> super.visitSwitch(tree, p));
        }
    }
}
