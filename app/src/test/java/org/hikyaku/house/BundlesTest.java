package org.hikyaku.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every text for people is there in English and in Japanese, with the same keys and places. */
final class BundlesTest {

    private static final Pattern PLACE = Pattern.compile("\\{[0-9]}");

    /** English files with a Japanese one beside them, and Japanese ones. */
    static List<Path> english() {
        return all().stream().filter(file -> !isJapanese(file)).toList();
    }

    private static boolean isJapanese(Path file) {
        return file.toString().endsWith("_ja.properties");
    }

    private static List<Path> all() {
        List<Path> found = new ArrayList<>();
        for (String module : Tree.MODULES) {
            Path resources = Tree.root().resolve(module).resolve("src/main/resources");
            if (Files.isDirectory(resources)) {
                try (Stream<Path> files = Files.walk(resources)) {
                    files.filter(f -> f.toString().endsWith(".properties")).forEach(found::add);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return found;
    }

    private static Properties read(Path file) {
        Properties texts = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            texts.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }

    private static Path japanese(Path english) {
        return english.resolveSibling(
                english.getFileName().toString().replace(".properties", "_ja.properties"));
    }

    @Test
    void eachFileHasItsOtherLanguage() {
        Set<Path> pairs =
                english().stream()
                        .flatMap(file -> Stream.of(file, japanese(file)))
                        .collect(Collectors.toSet());
        assertThat(pairs).hasSizeGreaterThan(8).isEqualTo(Set.copyOf(all()));
    }

    @ParameterizedTest
    @MethodSource("english")
    void bothHaveTheSameKeysAndPlaces(Path file) {
        Properties english = read(file);
        Properties japanese = read(japanese(file));
        assertThat(japanese.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        for (String key : english.stringPropertyNames()) {
            assertThat(places(japanese.getProperty(key)))
                    .as(file.getFileName() + " " + key)
                    .isEqualTo(places(english.getProperty(key)));
        }
    }

    @ParameterizedTest
    @MethodSource("english")
    void noKeyStandsTwice(Path file) throws IOException {
        for (Path one : List.of(file, japanese(file))) {
            List<String> keys =
                    Files.readAllLines(one).stream()
                            .filter(line -> line.matches("[a-z0-9].*=.*"))
                            .map(line -> line.substring(0, line.indexOf('=')))
                            .toList();
            assertThat(keys).as(one.toString()).doesNotHaveDuplicates();
        }
    }

    private static Set<String> places(String text) {
        return PLACE.matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
