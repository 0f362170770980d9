package org.hikyaku.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.hikyaku.name.DomainName;
import org.hikyaku.store.BlobRef;
import org.hikyaku.store.Mailboxes;
import org.hikyaku.store.Queue;
import org.hikyaku.store.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged is there after the process was killed, exactly once. */
final class CrashTest {

    private static final int ALL = Integer.MAX_VALUE;

    private final List<Process> started = new ArrayList<>();
    private final Map<Process, BufferedReader> outputs = new HashMap<>();

    @TempDir Path folder;

    @AfterEach
    void killAll() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void nothingAcknowledgedIsLostByKill() throws Exception {
        List<String> said = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            Process process = start("r" + round, "serve");
            said.addAll(killedAfter(process, 150 + 37 * round));
        }
        checkAllThereOnce(said);
    }

    @Test
    void twoProcessesShareAFolder() throws Exception {
        Process serving = start("one", "serve");
        List<String> first = read(serving, 1); // so that the folder is made
        Process beside = start("two", "beside");
        List<String> said = new ArrayList<>(first);
        said.addAll(read(beside, 100));
        said.addAll(read(serving, 100));
        said.addAll(killedAfter(beside, 1));
        said.addAll(killedAfter(serving, 50));
        checkAllThereOnce(said);
    }

    @Test
    void oneProcessServes() throws Exception {
        Process serving = start("one", "serve");
        List<String> said = new ArrayList<>(read(serving, 1));
        Process second = start("two", "serve");
        assertThat(read(second, ALL)).isEmpty();
        assertThat(second.waitFor()).isNotZero();
        said.addAll(killedAfter(serving, 1));
        try (Store store = EmbeddedStore.openServing(folder)) {
            assertThat(store.domains().list()).hasSize(1);
        }
        checkAllThereOnce(said);
    }

    private Process start(String name, String role) throws IOException, URISyntaxException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                classPath(),
                                CrashingWriter.class.getName(),
                                folder.toString(),
                                name,
                                role)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        started.add(process);
        return process;
    }

    /** Whoever runs the tests may have loaded the classes otherwise than by the class path. */
    private static String classPath() throws URISyntaxException {
        Set<String> parts = new LinkedHashSet<>();
        for (Class<?> type :
                List.of(
                        CrashingWriter.class,
                        EmbeddedStore.class,
                        DomainName.class,
                        org.sqlite.JDBC.class)) {
            URL place = type.getProtectionDomain().getCodeSource().getLocation();
            parts.add(Path.of(place.toURI()).toString());
        }
        String script = Objects.requireNonNull(Database.class.getResource("V1.sql")).toString();
        String root = script.substring(0, script.indexOf("org/hikyaku/"));
        if (root.startsWith("file:")) {
            parts.add(Path.of(URI.create(root)).toString());
        }
        parts.add(System.getProperty("java.class.path"));
        return String.join(File.pathSeparator, parts);
    }

    private List<String> read(Process process, int lines) throws IOException {
        BufferedReader in =
                outputs.computeIfAbsent(process, p -> p.inputReader(StandardCharsets.US_ASCII));
        List<String> said = new ArrayList<>();
        while (said.size() < lines) {
            String line = in.readLine();
            if (line == null) {
                assertThat(lines).as("the process has ended").isEqualTo(ALL);
                break;
            }
            said.add(line);
        }
        return said;
    }

    /** Reads, kills, and reads what the process could still say; its last line may be torn. */
    private List<String> killedAfter(Process process, int lines) throws Exception {
        List<String> said = new ArrayList<>(read(process, lines));
        process.toHandle().destroyForcibly(); // and leave its output open
        said.addAll(read(process, ALL));
        process.waitFor();
        said.removeIf(line -> !line.matches("(filed|queued) [0-9]+ \\S+ [0-9]+ [0-9]+"));
        return said;
    }

    private void checkAllThereOnce(List<String> said) throws IOException {
        assertThat(said).isNotEmpty().doesNotHaveDuplicates();
        try (Store store = EmbeddedStore.openServing(folder)) {
            Map<String, String> found = new HashMap<>();
            for (Mailboxes.Stored m :
                    store.mailboxes().list(CrashingWriter.ACCOUNT, null, 0, ALL)) {
                note(found, "filed " + m.id(), store, m.blob());
            }
            for (Queue.Message m : store.queue().list(0, ALL)) {
                note(found, "queued " + m.id().value(), store, m.blob());
                assertThat(m.entries()).hasSize(1);
            }
            assertThat(found.values()).as("no message twice").doesNotHaveDuplicates();
            for (String line : said) {
                String[] words = line.split(" ", -1);
                String text =
                        CrashingWriter.text(
                                words[2], Integer.parseInt(words[3]), Integer.parseInt(words[4]));
                assertThat(found.get(words[0] + " " + words[1])).as(line).isEqualTo(text);
            }
        }
    }

    private static void note(Map<String, String> found, String key, Store store, BlobRef blob)
            throws IOException {
        try (InputStream in = store.blobs().open(blob)) {
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(found.put(key, text)).isNull();
        }
    }
}
