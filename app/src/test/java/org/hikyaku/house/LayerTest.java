package org.hikyaku.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Packages use what the tables of docs/ARCHITECTURE.md allow, and never each other in a circle.
 * Read from the class files, so that nothing escapes.
 */
final class LayerTest {

    private static final String ROOT = "org.hikyaku.";
    private static final Pattern ROW = Pattern.compile("\\| `([a-z.]+)` \\|.*\\|([^|]*)\\|");
    private static final Pattern DEPENDENCY = Pattern.compile("\\s+(\\S+)\\s+->\\s+(\\S+)\\s+.*");

    /**
     * What the rules of mail may use from outside: the JDK's base, its XML and nothing that opens a
     * socket or a database.
     */
    private static final Set<String> FORBIDDEN_IN_PROTOCOL =
            Set.of(
                    "java.sql",
                    "java.nio.channels",
                    "java.util.concurrent.locks.Thread",
                    "org.xbill.DNS",
                    "org.slf4j");

    private final Map<String, Set<String>> allowed = allowed();
    private final Map<String, Set<String>> used = used();

    @Test
    void theTablesNameEveryPackage() {
        assertThat(allowed.keySet()).containsAll(ours(used).keySet());
        assertThat(ours(used).keySet())
                .as("packages in the tables that do not exist")
                .containsAll(allowed.keySet());
    }

    @Test
    void packagesUseOnlyWhatTheTablesAllow() {
        List<String> violations = new ArrayList<>();
        ours(used)
                .forEach(
                        (from, targets) -> {
                            Set<String> may = allowed.getOrDefault(from, Set.of());
                            for (String to : targets) {
                                if (!may.contains(to) && !may.contains("*")) {
                                    violations.add(from + " uses " + to);
                                }
                            }
                        });
        assertThat(violations).isEmpty();
    }

    @Test
    void noPackagesUseEachOtherInACircle() {
        Map<String, Set<String>> graph = ours(used);
        Set<String> done = new TreeSet<>();
        List<String> circles = new ArrayList<>();
        for (String start : graph.keySet()) {
            visit(start, graph, done, new ArrayDeque<>(), circles);
        }
        assertThat(circles).isEmpty();
    }

    @Test
    void sqlStaysInTheStore() {
        assertThat(usersOf("java.sql")).allMatch(p -> p.startsWith("store."));
        assertThat(usersOf("org.sqlite")).allMatch(p -> p.startsWith("store."));
    }

    @Test
    void onlyTheProgramNamesAStoreImplementation() {
        assertThat(usersOf(ROOT + "store.embedded"))
                .allMatch(p -> p.startsWith("app") || p.startsWith("store."));
    }

    @Test
    void theRulesOfMailOpenNothing() {
        List<String> violations = new ArrayList<>();
        used.forEach(
                (from, targets) -> {
                    if (Tree.sources("protocol", "main").stream()
                            .anyMatch(f -> Tree.packageOf(f).equals(from))) {
                        targets.stream()
                                .filter(FORBIDDEN_IN_PROTOCOL::contains)
                                .forEach(to -> violations.add(from + " uses " + to));
                    }
                });
        assertThat(violations).isEmpty();
    }

    private Set<String> usersOf(String target) {
        return used.entrySet().stream()
                .filter(e -> e.getValue().contains(target))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void visit(
            String at,
            Map<String, Set<String>> graph,
            Set<String> done,
            Deque<String> path,
            List<String> circles) {
        if (path.contains(at)) {
            circles.add(String.join(" <- ", path) + " <- " + at);
            return;
        }
        if (!done.add(at)) {
            return;
        }
        path.push(at);
        for (String next : graph.getOrDefault(at, Set.of())) {
            visit(next, graph, done, path, circles);
        }
        path.pop();
    }

    private static Map<String, Set<String>> ours(Map<String, Set<String>> all) {
        Map<String, Set<String>> ours = new TreeMap<>();
        all.forEach(
                (from, targets) ->
                        ours.put(
                                from,
                                targets.stream()
                                        .filter(t -> t.startsWith(ROOT))
                                        .map(t -> t.substring(ROOT.length()))
                                        .filter(t -> !t.equals(from))
                                        .collect(Collectors.toCollection(TreeSet::new))));
        return ours;
    }

    private static Map<String, Set<String>> allowed() {
        Map<String, Set<String>> rows = new TreeMap<>();
        for (String line :
                Tree.read(Tree.root().resolve("docs/ARCHITECTURE.md")).lines().toList()) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.put(
                        row.group(1),
                        Arrays.stream(row.group(2).split(","))
                                .map(String::strip)
                                .filter(s -> !s.equals("–"))
                                .collect(Collectors.toSet()));
            }
        }
        return rows;
    }

    /** Package to the packages that its class files name. Ours without the root's name as keys. */
    private static Map<String, Set<String>> used() {
        StringWriter out = new StringWriter();
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "-verbose:package",
                                "--multi-release",
                                "base",
                                "--ignore-missing-deps"));
        for (String module : Tree.MODULES) {
            Path classes = Tree.root().resolve(module).resolve("target/classes");
            assertThat(classes).as("compile first").isDirectory();
            arguments.add(classes.toString());
        }
        PrintWriter writer = new PrintWriter(out);
        int status =
                ToolProvider.findFirst("jdeps")
                        .orElseThrow()
                        .run(writer, writer, arguments.toArray(String[]::new));
        assertThat(status).as(out.toString()).isZero();
        Map<String, Set<String>> used = new TreeMap<>();
        for (String line : out.toString().lines().toList()) {
            Matcher m = DEPENDENCY.matcher(line);
            if (m.matches() && m.group(1).startsWith(ROOT)) {
                used.computeIfAbsent(m.group(1).substring(ROOT.length()), _ -> new TreeSet<>())
                        .add(m.group(2));
            }
        }
        assertThat(used).as("jdeps told nothing").isNotEmpty();
        return used;
    }
}
