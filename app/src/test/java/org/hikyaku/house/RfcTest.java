package org.hikyaku.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * docs/rfc.md tells which RFC is obeyed where; the code cites the same ones in the same packages.
 */
final class RfcTest {

    private static final Pattern CITATION =
            Pattern.compile("RFC(?:\\s|\\n\\s*(?:\\*|//))+([0-9]{3,5})");
    private static final Pattern ROW =
            Pattern.compile("\\| ([0-9]{3,5}) \\|[^|]*\\|[^|]*\\|([^|]*)\\|");

    @Test
    void theListAndTheCodeAgree() {
        Map<Integer, Set<String>> listed = new TreeMap<>();
        for (String line : Tree.read(Tree.root().resolve("docs/rfc.md")).lines().toList()) {
            Matcher m = ROW.matcher(line);
            if (m.matches()) {
                listed.put(
                        Integer.valueOf(m.group(1)),
                        Arrays.stream(m.group(2).split(","))
                                .map(s -> s.replace("`", "").strip())
                                .filter(s -> !s.isEmpty())
                                .collect(Collectors.toCollection(TreeSet::new)));
            }
        }
        assertThat(listed).isEqualTo(cited());
    }

    private static Map<Integer, Set<String>> cited() {
        Map<Integer, Set<String>> cited = new TreeMap<>();
        for (String module : Tree.MODULES) {
            for (Path file : Tree.sources(module, "main")) {
                Matcher m = CITATION.matcher(Tree.read(file));
                while (m.find()) {
                    cited.computeIfAbsent(Integer.valueOf(m.group(1)), _ -> new TreeSet<>())
                            .add(Tree.packageOf(file));
                }
            }
        }
        return cited;
    }
}
