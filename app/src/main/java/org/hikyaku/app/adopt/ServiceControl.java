package org.hikyaku.app.adopt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hikyaku.machine.CommandRun;

/**
 * How services start and stop on a machine: by systemd, or by scripts in {@code /etc/init.d} with
 * Debian's {@code update-rc.d} or Red Hat's {@code chkconfig}.
 *
 * @param root where the machine's files lie
 * @param kind what starts them
 */
record ServiceControl(Path root, Kind kind) {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** What starts services. */
    enum Kind {
        SYSTEMD,
        UPDATE_RC,
        CHKCONFIG,
        /** Scripts alone, or nothing: no start at boot. */
        SCRIPTS
    }

    /** What a machine has: systemd where it runs, or would run where this is a copy of files. */
    static ServiceControl of(Path root) {
        return new ServiceControl(root, kind(root));
    }

    private static Kind kind(Path root) {
        boolean here = root.equals(Path.of("/"));
        boolean isSystemd =
                here
                        ? Files.isDirectory(Path.of("/run/systemd/system"))
                        : Files.isDirectory(root.resolve("etc/systemd/system"));
        if (isSystemd) {
            return Kind.SYSTEMD;
        }
        if (hasProgram("update-rc.d")) {
            return Kind.UPDATE_RC;
        }
        return hasProgram("chkconfig") ? Kind.CHKCONFIG : Kind.SCRIPTS;
    }

    private static boolean hasProgram(String name) {
        return Stream.of("/usr/sbin", "/sbin", "/usr/bin", "/bin")
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }

    /** Whether there is a service of that name. */
    boolean has(String name) {
        return switch (kind) {
            case SYSTEMD ->
                    Stream.of("etc/systemd/system", "lib/systemd/system", "usr/lib/systemd/system")
                                    .anyMatch(f -> exists(f + "/" + name + ".service"))
                            || exists("etc/init.d/" + name);
            case UPDATE_RC, CHKCONFIG, SCRIPTS -> exists("etc/init.d/" + name);
        };
    }

    private boolean exists(String path) {
        return Files.exists(root.resolve(path));
    }

    /** Whether it runs; a copy of files runs as what it was copied from. */
    boolean isRunning(String name) {
        return !isHere() || succeeds(command("status", name));
    }

    /** Whether it starts at boot. */
    boolean isEnabled(String name) {
        return switch (kind) {
            case SYSTEMD -> !isHere() || succeeds(List.of("systemctl", "is-enabled", name));
            case UPDATE_RC, CHKCONFIG -> hasStartLink(name);
            case SCRIPTS -> false;
        };
    }

    private boolean hasStartLink(String name) {
        for (String level : List.of("rc2.d", "rc3.d", "rc5.d")) {
            for (String folder : List.of("etc/" + level, "etc/rc.d/" + level)) {
                try (Stream<Path> links = Files.list(root.resolve(folder))) {
                    if (links.anyMatch(
                            l -> l.getFileName().toString().matches("S[0-9]{2}" + name))) {
                        return true;
                    }
                } catch (IOException _) {
                    // Not every system has both.
                }
            }
        }
        return false;
    }

    private boolean isHere() {
        return root.equals(Path.of("/"));
    }

    private static boolean succeeds(List<String> command) {
        try {
            return CommandRun.of(command, new byte[0], LIMIT).status() == 0;
        } catch (IOException _) {
            return false;
        }
    }

    List<String> command(String verb, String name) {
        return kind == Kind.SYSTEMD
                ? List.of("systemctl", verb, name)
                : List.of("/etc/init.d/" + name, verb);
    }

    /** Programs that make it start at boot and start it now. */
    List<List<String>> begin(String name) {
        List<List<String>> commands = new ArrayList<>();
        switch (kind) {
            case SYSTEMD -> {
                commands.add(List.of("systemctl", "daemon-reload"));
                commands.add(List.of("systemctl", "enable", name));
            }
            case UPDATE_RC -> commands.add(List.of("update-rc.d", name, "defaults"));
            case CHKCONFIG -> commands.add(List.of("chkconfig", "--add", name));
            case SCRIPTS -> {}
        }
        commands.add(command("start", name));
        return commands;
    }

    /** Programs that take back {@link #begin}. */
    List<List<String>> end(String name) {
        List<List<String>> commands = new ArrayList<>();
        commands.add(command("stop", name));
        switch (kind) {
            case SYSTEMD -> commands.add(List.of("systemctl", "disable", name));
            // The script is there still; without -f its links would stay.
            case UPDATE_RC -> commands.add(List.of("update-rc.d", "-f", name, "remove"));
            case CHKCONFIG -> commands.add(List.of("chkconfig", "--del", name));
            case SCRIPTS -> {}
        }
        return commands;
    }

    /** Programs that stop a service of others, now where it runs, and at boot where it starts. */
    List<List<String>> rest(String name, boolean runs, boolean starts) {
        List<List<String>> commands = new ArrayList<>();
        if (runs) {
            commands.add(command("stop", name));
        }
        if (starts) {
            commands.add(boot(name, false));
        }
        return commands;
    }

    /** Programs that take back {@link #rest}. */
    List<List<String>> wake(String name, boolean runs, boolean starts) {
        List<List<String>> commands = new ArrayList<>();
        if (starts) {
            commands.add(boot(name, true));
        }
        if (runs) {
            // Scripts such as OpenDKIM's fail to start what runs already; nobody asks it now.
            commands.add(command(kind == Kind.SYSTEMD ? "start" : "restart", name));
        }
        return commands;
    }

    private List<String> boot(String name, boolean on) {
        return switch (kind) {
            case SYSTEMD -> List.of("systemctl", on ? "enable" : "disable", name);
            case UPDATE_RC -> List.of("update-rc.d", name, on ? "enable" : "disable");
            case CHKCONFIG -> List.of("chkconfig", name, on ? "on" : "off");
            case SCRIPTS -> List.of("true");
        };
    }

    /** Where the file that describes a service lies. */
    Path file(String name) {
        return kind == Kind.SYSTEMD
                ? Path.of("/etc/systemd/system", name + ".service")
                : Path.of("/etc/init.d", name);
    }
}
