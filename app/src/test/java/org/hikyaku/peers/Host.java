package org.hikyaku.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One host of a test network: a network namespace with an address and a resolv.conf of its own. */
final class Host implements AutoCloseable {

    private static final Duration COMMAND_LIMIT = Duration.ofMinutes(2);

    private final String namespace;
    private final List<Process> running = new ArrayList<>();

    Host(String namespace) {
        this.namespace = namespace;
    }

    String namespace() {
        return namespace;
    }

    /** Makes the namespace with {@code nameserver} as its resolver. */
    void up(String nameserver, String hosts) {
        Commands.run("ip", "netns", "add", namespace);
        run("ip", "link", "set", "lo", "up");
        try {
            Path etc = Files.createDirectories(Path.of("/etc/netns", namespace));
            Files.writeString(etc.resolve("resolv.conf"), "nameserver " + nameserver + "\n");
            Files.writeString(etc.resolve("hosts"), "127.0.0.1 localhost\n" + hosts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command to its end; its output. Fails where its status is not 0. */
    String run(String... command) {
        return Commands.run(inside(command));
    }

    /** Runs a command to its end, whatever its status. */
    Commands.Result attempt(String... command) {
        return Commands.attempt(COMMAND_LIMIT, "", inside(command));
    }

    /** As {@link #attempt} with standard input. */
    Commands.Result attemptWith(String input, String... command) {
        return Commands.attempt(COMMAND_LIMIT, input, inside(command));
    }

    /**
     * Starts a command that stays in the foreground, its output in {@code log}; ended by {@link
     * #close}.
     */
    Process start(Path log, Map<String, String> environment, String... command) {
        ProcessBuilder builder =
                new ProcessBuilder(inside(command))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            running.add(process);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String[] inside(String... command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        all.addAll(List.of(command));
        return all.toArray(String[]::new);
    }

    /** Ends every process of the namespace and the namespace. */
    @Override
    public void close() {
        running.forEach(Process::destroy);
        for (Process process : running) {
            try {
                if (!process.waitFor(20, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        // Daemons that went into the background: only those of this namespace.
        Commands.Result pids =
                Commands.attempt(COMMAND_LIMIT, "", "ip", "netns", "pids", namespace);
        for (String pid : pids.output().strip().lines().toList()) {
            if (pid.matches("[0-9]+")) {
                Commands.attempt(COMMAND_LIMIT, "", "kill", "-9", pid);
            }
        }
        Commands.attempt(COMMAND_LIMIT, "", "ip", "netns", "del", namespace);
        Commands.attempt(COMMAND_LIMIT, "", "rm", "-rf", "/etc/netns/" + namespace);
    }
}
