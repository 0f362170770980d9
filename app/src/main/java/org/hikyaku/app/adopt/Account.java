package org.hikyaku.app.adopt;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hikyaku.adopt.FileChange;
import org.hikyaku.adopt.Note;
import org.hikyaku.adopt.Step;
import org.hikyaku.adopt.Table;
import org.hikyaku.machine.MachineFiles;
import org.hikyaku.neighbours.text.FileTree;

/**
 * The user that our filter runs as.
 *
 * @param uid its number
 * @param gid number of its group
 * @param isThere whether it is there already
 */
record Account(int uid, int gid, boolean isThere) {

    static final String NAME = "hikyaku";

    /** Numbers of users that are services: below this on Linux since 2012; 500 before. */
    private static final int HIGHEST = 499;

    private static final int LOWEST = 200;

    /** As the machine has it, or with numbers that are free there. */
    static Account of(FileTree tree) {
        Set<Integer> taken = new HashSet<>();
        Optional<Account> found = Optional.empty();
        for (String path : List.of("/etc/passwd", "/etc/group")) {
            String text = tree.file(path).map(f -> f.text().chars()).orElse("");
            for (String line : text.lines().toList()) {
                String[] field = line.split(":", -1);
                if (field.length < 4 || !field[2].matches("[0-9]{1,9}")) {
                    continue;
                }
                taken.add(Integer.valueOf(field[2]));
                boolean isUser = path.endsWith("passwd") && field[0].equals(NAME);
                if (isUser && field[3].matches("[0-9]{1,9}")) {
                    found =
                            Optional.of(
                                    new Account(
                                            Integer.parseInt(field[2]),
                                            Integer.parseInt(field[3]),
                                            true));
                }
            }
        }
        return found.orElseGet(() -> free(taken));
    }

    private static Account free(Set<Integer> taken) {
        int number = HIGHEST;
        while (number > LOWEST && taken.contains(number)) {
            number--;
        }
        return new Account(number, number, false);
    }

    /** What useradd and groupadd write, and what they keep of what was there before. */
    private static final List<String> TABLES =
            List.of("passwd", "group", "shadow", "gshadow", "subuid", "subgid");

    /** The tables that the step edits, as they are. */
    private static List<Table> tables(Target target) throws IOException {
        List<Table> tables = new ArrayList<>();
        for (String name : TABLES) {
            tables.add(
                    new Table(
                            before(target, Path.of("/etc", name)),
                            before(target, Path.of("/etc", name + "-"))));
        }
        return tables;
    }

    private static FileChange before(Target target, Path file) throws IOException {
        return new FileChange(file, MachineFiles.read(target.on(file)).orElse(null), null);
    }

    /** The step that makes it. */
    Step.Act step(Target target) throws IOException {
        String home = target.data().toString();
        String make =
                "getent passwd %1$s >/dev/null || { groupadd -g %2$d %1$s &&"
                        + " useradd -r -M -u %2$d -g %2$d -d '%3$s' -s /usr/sbin/nologin %1$s; }";
        String drop =
                "if getent passwd %1$s >/dev/null; then userdel %1$s; fi;"
                        + " if getent group %1$s >/dev/null; then groupdel %1$s; fi";
        return new Step.Act(
                Note.of("step.account", NAME),
                List.of(),
                List.of(List.of("/bin/sh", "-c", make.formatted(NAME, uid, home))),
                List.of(List.of("/bin/sh", "-c", drop.formatted(NAME))),
                List.of(),
                List.of(),
                tables(target));
    }
}
