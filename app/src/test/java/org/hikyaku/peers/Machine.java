package org.hikyaku.peers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A whole machine within a {@link Host}: this machine's root below, what is written above it in
 * memory, processes and a name of its own. Whatever is done in it leaves this machine as it is.
 */
final class Machine implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String PROGRAM = "/opt/hikyaku";

    private final Host host;
    private final Path folder;
    private final long pid;

    private Machine(Host host, Path folder, long pid) {
        this.host = host;
        this.folder = folder;
        this.pid = pid;
    }

    /** Starts one; its files are in {@code folder}, which is in memory. */
    static Machine up(Host host, Path folder) throws IOException {
        Files.createDirectories(folder);
        Path script = script(folder.resolveSibling("machine.sh"), "machine.sh");
        Process process =
                host.start(
                        folder.resolveSibling("machine.log"),
                        Map.of(),
                        "bash",
                        script.toString(),
                        folder.toString());
        long[] pid = {0};
        Commands.await(
                "the machine's first process",
                Duration.ofSeconds(20),
                () -> {
                    pid[0] =
                            process.descendants()
                                    .filter(p -> isChrooted(p.pid(), folder))
                                    .mapToLong(ProcessHandle::pid)
                                    .findFirst()
                                    .orElse(0);
                    return pid[0] > 0;
                });
        return new Machine(host, folder, pid[0]);
    }

    private static boolean isChrooted(long pid, Path folder) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", "" + pid, "root"))
                    .startsWith(folder.resolve("root"));
        } catch (IOException _) {
            return false;
        }
    }

    /** A script of the test resources as a file. */
    static Path script(Path file, String name) throws IOException {
        try (InputStream in = Machine.class.getResourceAsStream(name)) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }

    /** Runs a command to its end, whatever its status. */
    Commands.Result attempt(String... command) {
        return Commands.attempt(LIMIT, "", inside(command));
    }

    /** Runs a command to its end; its output. Fails where its status is not 0. */
    String run(String... command) {
        return Commands.run(inside(command));
    }

    /** Starts a command that stays in the foreground. */
    Process start(Path log, String... command) {
        try {
            return new ProcessBuilder(inside(command))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String[] inside(String... command) {
        List<String> all =
                new ArrayList<>(
                        List.of("nsenter", "-t", "" + pid, "-m", "-p", "-n", "-u", "-r", "-w"));
        all.addAll(List.of(command));
        return all.toArray(String[]::new);
    }

    /** Where a file of the machine can be seen from outside. */
    Path path(String path) {
        return Path.of("/proc", "" + pid, "root", path.substring(1));
    }

    /**
     * Puts the program there, where every user may read it; called as users call it, {@code
     * /opt/hikyaku/hikyaku}.
     */
    void install() throws IOException {
        Path lib = path(PROGRAM + "/lib");
        Files.createDirectories(lib);
        List<String> parts = new ArrayList<>();
        int n = 0;
        for (String entry : System.getProperty("java.class.path").split(":")) {
            if (!entry.isEmpty() && Files.exists(Path.of(entry))) {
                String name = n++ + "-" + Path.of(entry).getFileName();
                Commands.run("cp", "-rL", entry, lib.resolve(name).toString());
                parts.add(PROGRAM + "/lib/" + name);
            }
        }
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Files.writeString(
                path(PROGRAM + "/hikyaku"),
                """
                #!/bin/sh
                exec %s -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED \\
                    --sun-misc-unsafe-memory-access=allow -cp '%s' org.hikyaku.app.Main "$@"
                """
                        .formatted(java, String.join(":", parts)));
        run("chmod", "-R", "a+rX", PROGRAM);
        run("chmod", "755", PROGRAM + "/hikyaku");
    }

    /** Runs the program, whatever its status. */
    Commands.Result hikyaku(String... arguments) {
        List<String> command = new ArrayList<>(List.of(PROGRAM + "/hikyaku"));
        command.addAll(List.of(arguments));
        return attempt(command.toArray(String[]::new));
    }

    /** Every file and link of a folder: content, owner, mode, and time of what is a file. */
    String snapshot(String root) {
        return run(
                "bash",
                "-c",
                "cd "
                        + root
                        + " && find . -type f -printf '%p %u %g %m %T@ ' -exec sha256sum {} \\; | sort"
                        + " && find . -type l -printf '%p %l\\n' | sort"
                        + " && find . -type d -printf '%p %u %g %m\\n' | sort");
    }

    Host host() {
        return host;
    }

    @Override
    public void close() {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        Commands.attempt(LIMIT, "", "rm", "-rf", folder.toString());
    }
}
