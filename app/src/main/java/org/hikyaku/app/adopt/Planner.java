package org.hikyaku.app.adopt;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hikyaku.adopt.AdoptionPlan;
import org.hikyaku.adopt.Check;
import org.hikyaku.adopt.FileChange;
import org.hikyaku.adopt.Folder;
import org.hikyaku.adopt.Note;
import org.hikyaku.adopt.Step;
import org.hikyaku.app.adopt.OwnFiles.Key;
import org.hikyaku.app.adopt.OwnFiles.MilterSettings;
import org.hikyaku.machine.FileState;
import org.hikyaku.machine.MachineFiles;
import org.hikyaku.milter.MilterSocket;
import org.hikyaku.name.DomainName;
import org.hikyaku.neighbours.postfix.MasterCf;
import org.hikyaku.neighbours.setup.MilterAddress;
import org.hikyaku.neighbours.setup.MilterDaemon;
import org.hikyaku.neighbours.setup.PostfixSetup;
import org.hikyaku.neighbours.setup.Setup;
import org.hikyaku.neighbours.text.SourceText;

/**
 * What is to be done to a machine, in its order: the zones, an account, our files, our service,
 * Postfix, and at last the rest of the others.
 */
final class Planner {

    private final Target target;
    private final Setup setup;
    private final Instant now;
    private final List<Step> steps = new ArrayList<>();
    private final List<Note> notes = new ArrayList<>();

    Planner(Target target, Setup setup, Instant now) {
        this.target = target;
        this.setup = setup;
        this.now = now;
    }

    /**
     * A plan.
     *
     * @param notes what else is to be known: what is not taken over, what is to be done by hand
     */
    record Planned(AdoptionPlan plan, List<Note> notes) {
        Planned {
            notes = List.copyOf(notes);
        }
    }

    /**
     * The plan.
     *
     * @throws IOException where a file of the machine cannot be read
     */
    Planned plan() throws IOException {
        Optional<OpendkimImport> opendkim =
                setup.opendkim().map(d -> new OpendkimImport(setup.tree(), d.conf().path()));
        List<Key> keys = opendkim.map(OpendkimImport::keys).orElse(List.of());
        new ZoneSteps(target, now).add(setup, keys, steps, notes);
        Optional<PostfixSetup> postfix = setup.postfix();
        if (postfix.isPresent()) {
            MilterSocket.Inet socket = target.socket();
            own(postfix.get(), opendkim, keys, socket);
            move(postfix.get(), socket);
            rest();
        } else {
            notes.add(Note.of("left.no-postfix"));
        }
        opendkim.ifPresent(o -> notes.addAll(o.left()));
        setup.lineages().forEach(l -> notes.add(Note.of("left.certificate", l.name())));
        return new Planned(new AdoptionPlan(steps), notes);
    }

    private void own(
            PostfixSetup postfix,
            Optional<OpendkimImport> opendkim,
            List<Key> keys,
            MilterSocket.Inet socket)
            throws IOException {
        if (target.isInstalled()) {
            return;
        }
        Account account = target.account();
        if (!account.isThere()) {
            steps.add(account.step(target));
        }
        OwnFiles own = target.ownFiles(account);
        MilterSettings settings = settings(postfix, opendkim, socket);
        List<FileChange> files = new ArrayList<>(own.files(settings, keys, now));
        files.add(service());
        List<Folder> folders = own.folders(keys).stream().filter(this::isAbsent).toList();
        steps.add(
                Step.Edit.of(
                        Note.of("step.own", target.data().toString(), "" + keys.size()),
                        folders,
                        files));
        steps.add(
                new Step.Act(
                        Note.of("step.start", MilterService.NAME, socket.toString()),
                        List.of(),
                        target.services().begin(MilterService.NAME),
                        target.services().end(MilterService.NAME),
                        List.of(new Check.MilterAnswers(socket)),
                        List.of()));
    }

    private boolean isAbsent(Folder folder) {
        return !Files.exists(target.on(folder.path()));
    }

    private FileChange service() throws IOException {
        ServiceControl.Kind kind = target.services().kind();
        Path path = target.services().file(MilterService.NAME);
        String text = target.service().text(kind);
        Optional<FileState> there = MachineFiles.read(target.on(path));
        FileState after =
                new FileState(
                        text.getBytes(StandardCharsets.UTF_8),
                        target.uid(),
                        target.gid(),
                        MilterService.mode(kind),
                        now);
        return new FileChange(path, there.orElse(null), after);
    }

    private MilterSettings settings(
            PostfixSetup postfix, Optional<OpendkimImport> opendkim, MilterSocket socket) {
        String hostname = postfix.main().effective("myhostname");
        DomainName name =
                DomainName.parse(hostname).orElseGet(() -> DomainName.of("localhost.localdomain"));
        Set<String> daemons = new LinkedHashSet<>();
        opendkim.ifPresent(o -> daemons.addAll(o.daemons()));
        for (MasterCf.Service service : postfix.submission()) {
            service.option("milter_macro_daemon_name").ifPresent(o -> daemons.add(o.value()));
        }
        return new MilterSettings(
                name,
                socket,
                opendkim.map(OpendkimImport::internal).orElse(List.of("127.0.0.0/8", "::1")),
                daemons,
                opendkim.flatMap(OpendkimImport::authservId).orElse(name.ascii()),
                refuses(postfix));
    }

    /** Nobody begins to refuse mail by being adopted: only where OpenDMARC did so. */
    private boolean refuses(PostfixSetup postfix) {
        boolean asked =
                setup.opendmarc()
                        .flatMap(MilterDaemon::listens)
                        .filter(
                                listens ->
                                        postfix.milters(PostfixSetup.MilterList.SMTPD).stream()
                                                .anyMatch(
                                                        use ->
                                                                use.address()
                                                                        .reaches(
                                                                                listens.address())))
                        .isPresent();
        boolean refuses =
                asked
                        && setup.opendmarc()
                                .flatMap(d -> d.value("RejectFailures"))
                                .filter(v -> v.matches("(?i)[yt1].*"))
                                .isPresent();
        if (!refuses) {
            notes.add(Note.of("left.dmarc"));
        }
        if (postfix.policydSpf().isPresent()) {
            notes.add(Note.of("left.spf"));
        }
        return refuses;
    }

    private boolean goes(MilterAddress address) {
        return setup.listenerAt(address).isPresent();
    }

    private void move(PostfixSetup postfix, MilterSocket.Inet socket) throws IOException {
        PostfixMove.Moved moved = new PostfixMove(postfix, this::goes, socket).moved();
        moved = new PostfixTls(setup.tree(), postfix).fixed(moved);
        List<FileChange> files = new ArrayList<>();
        change(postfix.main().text(), moved.main().text()).ifPresent(files::add);
        change(postfix.master().text(), moved.master().text()).ifPresent(files::add);
        if (files.isEmpty()) {
            return;
        }
        boolean runs = target.postfixRuns();
        List<Check> checks = new ArrayList<>();
        if (runs) {
            checks.add(new Check.Greets(greeter(postfix)));
        }
        steps.add(
                new Step.Edit(
                        Note.of("step.postfix"),
                        List.of(),
                        files,
                        List.of(List.of("postfix", "check")),
                        runs ? List.of(List.of("postfix", "reload")) : List.of(),
                        checks));
    }

    private static InetSocketAddress greeter(PostfixSetup postfix) {
        List<String> interfaces = postfix.main().list("inet_interfaces");
        boolean loopback =
                interfaces.isEmpty()
                        || interfaces.stream()
                                .anyMatch(
                                        i -> i.matches("(?i)all|loopback-only|localhost|127\\..*"));
        String host = loopback ? "127.0.0.1" : interfaces.getFirst().replaceAll("[\\[\\]]", "");
        return new InetSocketAddress(host, 25);
    }

    private Optional<FileChange> change(SourceText before, SourceText after) throws IOException {
        return target.change(before.path(), after.octets(), now);
    }

    /** The others stop when nobody asks them any more. */
    private void rest() {
        setup.opendkim().ifPresent(this::rest);
        setup.opendmarc().ifPresent(this::rest);
    }

    private void rest(MilterDaemon daemon) {
        String name =
                switch (daemon.program()) {
                    case OPENDKIM -> "opendkim";
                    case OPENDMARC -> "opendmarc";
                };
        ServiceControl services = target.services();
        if (!services.has(name)) {
            return;
        }
        Optional<MilterSocket> socket =
                daemon.listens().flatMap(l -> MilterSocket.parse(l.written()));
        // The scripts of Debian say that OpenDMARC runs where it does not.
        boolean runs = services.isRunning(name) && socket.map(target::answers).orElse(true);
        boolean starts = services.isEnabled(name);
        if (!runs && !starts) {
            return;
        }
        List<Check> unused = new ArrayList<>();
        List<Check> silent = new ArrayList<>();
        List<Check> answers = new ArrayList<>();
        if (runs && socket.isPresent()) {
            unused.add(new Check.Unused(socket.get()));
            silent.add(new Check.Silent(socket.get()));
            answers.add(new Check.MilterAnswers(socket.get()));
        }
        steps.add(
                new Step.Act(
                        Note.of("step.rest", name),
                        unused,
                        services.rest(name, runs, starts),
                        services.wake(name, runs, starts),
                        silent,
                        answers));
    }
}
