package org.hikyaku.adopt;

import java.util.List;

/** One thing that is done, seen to be done, and can be taken back. */
public sealed interface Step {

    /** What it is for. */
    Note note();

    /** What must be true after it. */
    List<Check> checks();

    /**
     * Files are changed together; then a program says whether it takes them, and another puts them
     * to work. Taken back, the files are as they were and are put to work again.
     *
     * @param folders that are to be there first
     * @param files what is changed
     * @param tests programs that must end with 0 before the files are put to work
     * @param activate programs that put them to work, after a change and after its undoing
     */
    record Edit(
            Note note,
            List<Folder> folders,
            List<FileChange> files,
            List<List<String>> tests,
            List<List<String>> activate,
            List<Check> checks)
            implements Step {
        /** With copies of the lists. */
        public Edit {
            folders = List.copyOf(folders);
            files = List.copyOf(files);
            tests = List.copyOf(tests);
            activate = List.copyOf(activate);
            checks = List.copyOf(checks);
        }

        /** Files that nothing has to be told of. */
        public static Edit of(Note note, List<Folder> folders, List<FileChange> files) {
            return new Edit(note, folders, files, List.of(), List.of(), List.of());
        }
    }

    /**
     * Programs that change the state of the machine, and those that change it back.
     *
     * @param before what must be true before it begins
     * @param forth programs, each of which may run again where a run was broken off
     * @param back programs that take it back, in the order in which they run
     * @param checks what must be true after it
     * @param checksBack what must be true after it is taken back
     * @param tables that the programs edit
     */
    record Act(
            Note note,
            List<Check> before,
            List<List<String>> forth,
            List<List<String>> back,
            List<Check> checks,
            List<Check> checksBack,
            List<Table> tables)
            implements Step {
        /** With copies of the lists. */
        public Act {
            before = List.copyOf(before);
            forth = List.copyOf(forth);
            back = List.copyOf(back);
            checks = List.copyOf(checks);
            checksBack = List.copyOf(checksBack);
            tables = List.copyOf(tables);
        }

        /** Programs that edit no tables. */
        public Act(
                Note note,
                List<Check> before,
                List<List<String>> forth,
                List<List<String>> back,
                List<Check> checks,
                List<Check> checksBack) {
            this(note, before, forth, back, checks, checksBack, List.of());
        }
    }
}
