package org.hikyaku.adopt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hikyaku.machine.FileState;
import org.hikyaku.milter.MilterSocket;
import org.hikyaku.name.DomainName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that is taken over, with every act failing, and every moment being the last. */
final class AdoptionTest {

    private static final Instant THEN = Instant.parse("2019-03-01T04:05:06.789Z");
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Path MAIN = Path.of("/etc/postfix/main.cf");
    private static final Path MASTER = Path.of("/etc/postfix/master.cf");
    private static final Path UNIT = Path.of("/etc/init.d/hikyaku");
    private static final Path OLD = Path.of("/etc/cron.d/old");
    private static final Folder DATA = new Folder(Path.of("/var/lib/hikyaku"), 999, 999, 0700);
    private static final MilterSocket SOCKET = new MilterSocket.Inet(8892, "127.0.0.1", false);

    @TempDir Path folder;

    private final FakeMachine machine = new FakeMachine();
    private AdoptionPlan plan = new AdoptionPlan(List.of());
    private FakeMachine.Snapshot before = machine.snapshot();

    @BeforeEach
    void aServer() {
        machine.files.put(MAIN, file("smtpd_milters = inet:localhost:8891\n", 0644));
        machine.files.put(MASTER, file("smtp inet n - y - - smtpd\n", 0640));
        machine.files.put(OLD, file("0 5 * * * root x\n", 0600));
        machine.files.put(FakeMachine.PASSWD, file("root:x:0\n", 0644));
        machine.running.add("opendkim");
        before = machine.snapshot();
        plan = new AdoptionPlan(steps());
    }

    private List<Step> steps() {
        return List.of(
                Step.Edit.of(
                        Note.of("data"),
                        List.of(DATA),
                        List.of(
                                added(Path.of("/var/lib/hikyaku/hikyaku.toml"), "x = 1\n"),
                                added(UNIT, "#!/bin/sh\n"))),
                new Step.Act(
                        Note.of("account"),
                        List.of(),
                        List.of(List.of("useradd")),
                        List.of(List.of("userdel")),
                        List.of(),
                        List.of(),
                        List.of(
                                new Table(
                                        new FileChange(
                                                FakeMachine.PASSWD,
                                                machine.files.get(FakeMachine.PASSWD),
                                                null),
                                        new FileChange(FakeMachine.PASSWD_BEFORE, null, null)))),
                new Step.Act(
                        Note.of("start", "hikyaku"),
                        List.of(),
                        List.of(List.of("start", "hikyaku")),
                        List.of(List.of("stop", "hikyaku")),
                        List.of(new Check.MilterAnswers(SOCKET)),
                        List.of()),
                new Step.Edit(
                        Note.of("postfix"),
                        List.of(),
                        List.of(
                                edited(MAIN, "smtpd_milters = inet:127.0.0.1:8892\n"),
                                edited(MASTER, "smtp inet n - n - - smtpd\n"),
                                new FileChange(OLD, machine.files.get(OLD), null)),
                        List.of(List.of("postfix", "check")),
                        List.of(List.of("postfix", "reload")),
                        List.of(
                                new Check.Greets(new InetSocketAddress("127.0.0.1", 25)),
                                new Check.Serves(
                                        DomainName.of("example.com"),
                                        7,
                                        new InetSocketAddress("127.0.0.1", 53)))),
                new Step.Act(
                        Note.of("stop", "opendkim"),
                        List.of(new Check.Unused(new MilterSocket.Unix("/run/o.sock"))),
                        List.of(List.of("stop", "opendkim")),
                        List.of(List.of("start", "opendkim")),
                        List.of(),
                        List.of(new Check.Runs(List.of("opendkim", "-V")))));
    }

    private static FileState file(String text, int mode) {
        return new FileState(text.getBytes(StandardCharsets.UTF_8), 0, 5, mode, THEN);
    }

    private static FileChange added(Path path, String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        return new FileChange(path, null, new FileState(octets, 999, 999, 0600, NOW));
    }

    private FileChange edited(Path path, String text) {
        FileState was = machine.file(path);
        return new FileChange(path, was, was.with(text.getBytes(StandardCharsets.UTF_8), NOW));
    }

    private interface Work<T> {
        T on(Journal journal) throws IOException;
    }

    /** As a new process would: reads the journal, or begins one. */
    private <T> T with(Work<T> work) {
        try (Journals journals = Journals.open(folder.resolve("adopt"))) {
            var last = journals.last();
            return work.on(last.isPresent() ? last.get() : journals.begin(plan));
        } catch (IOException | JournalException e) {
            throw new AssertionError(e);
        }
    }

    private Outcome apply() {
        return with(journal -> new Adoption(machine, journal, new Silence()).apply());
    }

    private Outcome undo(boolean force) {
        return with(journal -> new Adoption(machine, journal, new Silence()).undo(force));
    }

    private record Silence() implements Progress {
        @Override
        public void begins(int number, Step step) {}

        @Override
        public void runs(List<String> command) {}

        @Override
        public void looks(Check check) {}

        @Override
        public void failed(int number, Step step, String problem) {}

        @Override
        public void takesBack(int number, Step step) {}

        @Override
        public void leaves(Path file) {}
    }

    private FakeMachine.Snapshot applied() {
        assertThat(apply()).isEqualTo(new Outcome.Done());
        return machine.snapshot();
    }

    @Test
    void whatWasDoneIsTakenBackToTheLastBitOfTheMode() {
        FakeMachine.Snapshot after = applied();
        assertThat(after.running()).containsExactly("hikyaku");
        assertThat(machine.file(MAIN).mode()).isEqualTo(0644);
        assertThat(machine.file(MAIN).gid()).isEqualTo(5);
        assertThat(after.files()).containsKey(UNIT).doesNotContainKey(OLD);
        assertThat(undo(false)).isEqualTo(new Outcome.Done());
        assertThat(machine.snapshot()).isEqualTo(before);
        assertThat(machine.file(MAIN).modified()).isEqualTo(THEN);
    }

    @Test
    void theOrderIsThatOfThePlanAndBackTheReverse() {
        applied();
        assertThat(undo(false)).isEqualTo(new Outcome.Done());
        assertThat(machine.history)
                .containsExactly(
                        "useradd",
                        "start hikyaku",
                        "postfix check",
                        "postfix reload",
                        "stop opendkim",
                        "start opendkim",
                        "postfix reload",
                        "stop hikyaku",
                        "userdel");
    }

    private int acts() {
        machine.doom(-1, FakeMachine.Fate.FAILS);
        applied();
        int acts = machine.acts();
        assertThat(undo(false)).isEqualTo(new Outcome.Done());
        return acts;
    }

    @Test
    void whereAnyActFailsAllIsTakenBack() {
        int acts = acts();
        assertThat(acts).isGreaterThan(12);
        for (int act = 0; act < acts; act++) {
            machine.doom(act, FakeMachine.Fate.FAILS);
            assertThat(apply()).as("act " + act).isInstanceOf(Outcome.WentBack.class);
            assertThat(machine.snapshot()).as("act " + act).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = FakeMachine.Fate.class,
            names = {"KILLED_BEFORE", "KILLED_AFTER"})
    void whereItIsKilledAtAnyActItGoesOn(FakeMachine.Fate fate) {
        int acts = acts();
        FakeMachine.Snapshot after = applied();
        undo(false);
        for (int act = 0; act < acts; act++) {
            machine.doom(act, fate);
            assertThatExceptionOfType(FakeMachine.Killed.class).isThrownBy(this::apply);
            machine.spare();
            assertThat(apply()).as("act " + act).isEqualTo(new Outcome.Done());
            assertThat(machine.snapshot()).as("act " + act).isEqualTo(after);
            assertThat(undo(false)).as("act " + act).isEqualTo(new Outcome.Done());
            assertThat(machine.snapshot()).as("act " + act).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = FakeMachine.Fate.class,
            names = {"KILLED_BEFORE", "KILLED_AFTER"})
    void whereItIsKilledAtAnyActItCanBeTakenBack(FakeMachine.Fate fate) {
        int acts = acts();
        for (int act = 0; act < acts; act++) {
            machine.doom(act, fate);
            assertThatExceptionOfType(FakeMachine.Killed.class).isThrownBy(this::apply);
            machine.spare();
            assertThat(undo(false)).as("act " + act).isEqualTo(new Outcome.Done());
            assertThat(machine.snapshot()).as("act " + act).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = FakeMachine.Fate.class,
            names = {"KILLED_BEFORE", "KILLED_AFTER"})
    void whereTheUndoIsKilledAtAnyActASecondOneEndsIt(FakeMachine.Fate fate) {
        applied();
        machine.doom(-1, fate);
        undo(false);
        int acts = machine.acts();
        for (int act = 0; act < acts; act++) {
            machine.spare();
            applied();
            machine.doom(act, fate);
            assertThatExceptionOfType(FakeMachine.Killed.class).isThrownBy(() -> undo(false));
            machine.spare();
            assertThat(undo(false)).as("act " + act).isEqualTo(new Outcome.Done());
            assertThat(machine.snapshot()).as("act " + act).isEqualTo(before);
        }
    }

    @Test
    void whereTheWayBackFailsTooItSaysWhereItStands() {
        applied();
        machine.doom(0, FakeMachine.Fate.FAILS);
        assertThat(undo(false)).isEqualTo(new Outcome.Stuck(4, "start opendkim: status 1"));
        assertThat(undo(false)).isEqualTo(new Outcome.Done());
        assertThat(machine.snapshot()).isEqualTo(before);
    }

    @Test
    void aFileThatSomebodyHasChangedSinceIsShownAndNothingIsTouched() {
        applied();
        FileState theirs = file("smtpd_milters = inet:127.0.0.1:8892\n# mine\n", 0644);
        machine.files.put(MAIN, theirs);
        FakeMachine.Snapshot now = machine.snapshot();
        Outcome outcome = undo(false);
        assertThat(outcome).isInstanceOf(Outcome.Changed.class);
        Outcome.Difference difference = ((Outcome.Changed) outcome).files().getFirst();
        assertThat(difference.file()).isEqualTo(MAIN);
        assertThat(new String(difference.now(), StandardCharsets.UTF_8)).endsWith("# mine\n");
        assertThat(machine.snapshot()).isEqualTo(now);
        assertThat(undo(true)).isEqualTo(new Outcome.Done());
        assertThat(machine.snapshot()).isEqualTo(before);
    }

    @Test
    void aTableThatOthersHaveChangedSinceIsChangedByTheProgramAlone() {
        applied();
        String theirs = "root:x:0\nhikyaku:x:499\nfriend:x:1000\n";
        machine.files.put(FakeMachine.PASSWD, file(theirs, 0644));
        assertThat(undo(false)).isEqualTo(new Outcome.Done());
        assertThat(machine.file(FakeMachine.PASSWD).octets())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("root:x:0\nfriend:x:1000\n");
        assertThat(machine.files).containsKey(FakeMachine.PASSWD_BEFORE);
    }

    @Test
    void aFileThatSomebodyGoesOnWritingStays() {
        Path database = Path.of("/var/lib/hikyaku/mail.db");
        FileState empty = file("", 0600);
        List<Step> steps = new ArrayList<>(plan.steps());
        steps.addFirst(
                Step.Edit.of(
                        Note.of("seed"),
                        List.of(),
                        List.of(new FileChange(database, null, empty, true))));
        plan = new AdoptionPlan(steps);
        applied();
        FileState grown = file("mail", 0600);
        machine.files.put(database, grown);
        assertThat(undo(false)).isEqualTo(new Outcome.Done());
        assertThat(machine.files.get(database)).isEqualTo(grown);
        applied();
        assertThat(machine.files.get(database)).isEqualTo(grown);
    }

    @Test
    void aModeThatSomebodyHasChangedSinceCountsToo() {
        applied();
        machine.files.put(MAIN, file("smtpd_milters = inet:127.0.0.1:8892\n", 0600));
        assertThat(undo(false)).isInstanceOf(Outcome.Changed.class);
    }

    @Test
    void aFileThatChangedAfterThePlanIsNotOverwritten() {
        machine.files.put(MASTER, file("# theirs\n", 0640));
        FakeMachine.Snapshot now = machine.snapshot();
        assertThat(apply())
                .isEqualTo(new Outcome.WentBack(3, MASTER + " was changed by somebody else"));
        assertThat(machine.snapshot()).isEqualTo(now);
    }

    @Test
    void twoRunsAtOnceAreKeptApart() throws Exception {
        Path home = folder.resolve("adopt");
        try (Journals _ = Journals.open(home)) {
            assertThatExceptionOfType(JournalException.class)
                    .isThrownBy(() -> Journals.open(home))
                    .satisfies(
                            e -> assertThat(e.reason()).isEqualTo(JournalException.Reason.LOCKED));
        }
        Journals.open(home).close();
    }

    @Test
    void whatTheJournalHoldsIsForRootAlone() throws IOException {
        applied();
        try (var all = Files.walk(folder.resolve("adopt/1"))) {
            for (Path path : all.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .as(path.toString())
                        .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
            }
        }
    }

    @Test
    void thePlanIsReadAsItWasWritten() {
        with(
                journal -> {
                    assertThat(journal.plan()).isEqualTo(plan);
                    return true;
                });
    }

    @Test
    void aLineThatWasNotWrittenToItsEndDoesNotCount() throws IOException {
        applied();
        Path log = folder.resolve("adopt/1/log");
        Files.writeString(log, "undo", StandardOpenOption.APPEND);
        assertThat(undo(false)).isEqualTo(new Outcome.Done());
        assertThat(machine.snapshot()).isEqualTo(before);
        assertThat(Files.readString(log)).contains("applied\nundoing\n").endsWith("restored\n");
    }

    @Test
    void aDamagedJournalIsNotUsed() throws IOException {
        applied();
        Path saved = folder.resolve("adopt/1/0.file");
        Files.writeString(saved, "else", StandardOpenOption.APPEND);
        damaged("not what was saved");
        Files.writeString(folder.resolve("adopt/1/plan.json"), "{");
        damaged("plan.json");
        Files.writeString(folder.resolve("adopt/1/plan.json"), "{\"version\":9}");
        damaged("another version");
    }

    @Test
    void aLogThatIsNotUnderstoodIsNotUsed() throws IOException {
        applied();
        for (String line : List.of("dance 1\n", "done 77\n")) {
            Path log = folder.resolve("adopt/1/log");
            String was = Files.readString(log);
            Files.writeString(log, line, StandardOpenOption.APPEND);
            damaged("not understood");
            Files.writeString(log, was);
        }
    }

    private void damaged(String why) {
        assertThatExceptionOfType(JournalException.class)
                .isThrownBy(
                        () -> {
                            try (Journals journals = Journals.open(folder.resolve("adopt"))) {
                                journals.last();
                            }
                        })
                .withMessageContaining(why)
                .satisfies(e -> assertThat(e.reason()).isEqualTo(JournalException.Reason.DAMAGED));
    }
}
