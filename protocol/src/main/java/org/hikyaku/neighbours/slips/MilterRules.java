package org.hikyaku.neighbours.slips;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hikyaku.neighbours.postfix.MainCf;
import org.hikyaku.neighbours.postfix.MasterCf;
import org.hikyaku.neighbours.setup.MilterAddress;
import org.hikyaku.neighbours.setup.MilterDaemon;
import org.hikyaku.neighbours.setup.MilterDaemon.Program;
import org.hikyaku.neighbours.setup.PostfixSetup;
import org.hikyaku.neighbours.setup.PostfixSetup.MilterList;
import org.hikyaku.neighbours.setup.PostfixSetup.MilterUse;
import org.hikyaku.neighbours.setup.Setup;

/** Slips between Postfix and its filters. */
final class MilterRules {

    private final PostfixSetup postfix;
    private final Setup setup;
    private final Found found;
    private final List<MilterUse> smtpd;
    private final List<MilterUse> local;
    private final List<MilterDaemon> daemons;

    MilterRules(PostfixSetup postfix, Setup setup, Found found) {
        this.postfix = postfix;
        this.setup = setup;
        this.found = found;
        this.smtpd = postfix.milters(MilterList.SMTPD);
        this.local = postfix.milters(MilterList.NON_SMTPD);
        this.daemons =
                Stream.of(setup.opendkim(), setup.opendmarc()).flatMap(Optional::stream).toList();
    }

    void check() {
        defaultAction();
        protocol();
        order();
        Stream.concat(smtpd.stream(), local.stream()).forEach(this::reachable);
        daemons.forEach(this::used);
        localMail();
        postfix.submission().forEach(this::submission);
    }

    private void defaultAction() {
        if (postfix.main().entry("milter_default_action").isPresent()) {
            return;
        }
        // Whoever runs a filter against spam may want mail to wait for it.
        smtpd.stream()
                .filter(u -> !u.written().contains("default_action"))
                .filter(u -> program(u).isPresent() || u.written().matches(".*opend(kim|marc).*"))
                .findFirst()
                .ifPresent(u -> found.add(SlipRule.MILTER_DOWN_STOPS_MAIL, u.at(), u.written()));
    }

    private void protocol() {
        Optional<MainCf.Entry> entry = postfix.main().entry("milter_protocol");
        entry.filter(e -> e.value().matches("[2-5]"))
                .filter(_ -> !smtpd.isEmpty())
                .ifPresent(e -> found.add(SlipRule.MILTER_PROTOCOL_OLD, e.at(), e.value()));
    }

    private Optional<Program> program(MilterUse use) {
        return setup.listenerAt(use.address()).map(MilterDaemon::program);
    }

    private void order() {
        boolean dmarcSeen = false;
        for (MilterUse use : smtpd) {
            Optional<Program> program = program(use);
            dmarcSeen |= program.equals(Optional.of(Program.OPENDMARC));
            if (dmarcSeen && program.equals(Optional.of(Program.OPENDKIM))) {
                found.add(SlipRule.MILTER_ORDER, use.at());
            }
        }
    }

    /** Sockets that files below the chroot cannot reach, and places where nothing listens. */
    private void reachable(MilterUse use) {
        if (program(use).isPresent()) {
            return;
        }
        MilterAddress plain = MilterAddress.ofPostfix(use.written(), "");
        Optional<MilterDaemon> outside = setup.listenerAt(plain);
        Optional<MilterDaemon> idle =
                daemons.stream()
                        .filter(d -> d.listens().isPresent())
                        .filter(d -> !isAsked(d, smtpd) && !isAsked(d, local))
                        .findFirst();
        if (outside.isPresent()) {
            found.add(
                    SlipRule.MILTER_OUTSIDE_CHROOT,
                    use.at(),
                    use.written(),
                    postfix.main().effective("queue_directory"));
        } else if (idle.isPresent()) {
            found.add(
                    SlipRule.MILTER_NOT_LISTENING,
                    use.at(),
                    use.written(),
                    name(idle.get()),
                    idle.get().listens().orElseThrow().written(),
                    idle.get().listens().orElseThrow().at().toString());
        }
    }

    private static String name(MilterDaemon daemon) {
        return switch (daemon.program()) {
            case OPENDKIM -> "OpenDKIM";
            case OPENDMARC -> "OpenDMARC";
        };
    }

    private static boolean isAsked(MilterDaemon daemon, List<MilterUse> uses) {
        return daemon.listens()
                .filter(s -> uses.stream().anyMatch(u -> u.address().reaches(s.address())))
                .isPresent();
    }

    /** A daemon whose address is known and that no list names, where no name is left over. */
    private void used(MilterDaemon daemon) {
        boolean leftOver = smtpd.stream().anyMatch(u -> program(u).isEmpty());
        boolean isMeant =
                switch (daemon.program()) {
                    case OPENDKIM ->
                            daemon.line("SigningTable").isPresent()
                                    || daemon.line("KeyFile").isPresent();
                    case OPENDMARC -> !smtpd.isEmpty();
                };
        if (isMeant
                && daemon.listens().isPresent()
                && !isAsked(daemon, smtpd)
                && !isAsked(daemon, local)
                && !leftOver) {
            found.add(
                    SlipRule.MILTER_UNUSED,
                    daemon.listens().get().at(),
                    name(daemon),
                    daemon.listens().get().written());
        }
    }

    private void localMail() {
        for (MilterDaemon daemon : daemons) {
            boolean signs = daemon.program() == Program.OPENDKIM;
            if (signs && isAsked(daemon, smtpd) && local.isEmpty()) {
                found.add(SlipRule.LOCAL_MAIL_UNSIGNED, smtpd.getFirst().at());
            }
        }
    }

    private void submission(MasterCf.Service service) {
        boolean signs =
                daemons.stream()
                        .anyMatch(d -> d.program() == Program.OPENDKIM && isAsked(d, smtpd));
        boolean filtered = !postfix.effective(service, "content_filter").isEmpty();
        service.option("smtpd_milters")
                .filter(o -> o.value().isEmpty() && signs && !filtered)
                .ifPresent(o -> found.add(SlipRule.SUBMISSION_UNFILTERED, o.at(), service.name()));
    }
}
