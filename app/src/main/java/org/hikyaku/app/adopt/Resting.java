package org.hikyaku.app.adopt;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.hikyaku.milter.MilterSocket;
import org.hikyaku.neighbours.setup.MilterDaemon;
import org.hikyaku.neighbours.setup.Setup;
import org.hikyaku.neighbours.slips.Slip;
import org.hikyaku.neighbours.slips.SlipRule;

/**
 * A machine that is adopted still has the files of those that rest: what is in them has no effect
 * any more, and our filter is not among what its files tell of.
 */
record Resting(Target target) {

    /** Without the filters that rest. */
    Setup without(Setup setup) {
        return new Setup(
                setup.postfix(),
                setup.dovecot(),
                setup.named(),
                setup.nginx(),
                setup.opendkim().filter(d -> !rests(d, "opendkim")),
                setup.opendmarc().filter(d -> !rests(d, "opendmarc")),
                setup.policydSpf(),
                setup.lineages(),
                setup.folderHooks(),
                setup.jobs(),
                setup.certificates(),
                setup.tlsUses(),
                setup.versions(),
                setup.damages(),
                setup.tree());
    }

    private boolean rests(MilterDaemon daemon, String name) {
        if (!target.isInstalled()) {
            return false;
        }
        Optional<MilterSocket> socket =
                daemon.listens().flatMap(l -> MilterSocket.parse(l.written()));
        boolean runs = target.isHere() && socket.map(target::answers).orElse(false);
        return !runs && !target.services().isEnabled(name);
    }

    /** Without those about our own filter. */
    List<Slip> without(List<Slip> slips) throws IOException {
        if (!target.isInstalled()) {
            return slips;
        }
        String ours = PostfixMove.written(target.socket());
        return slips.stream()
                .filter(
                        s ->
                                s.rule() != SlipRule.MILTER_NOT_LISTENING
                                        || !s.arguments().contains(ours))
                .toList();
    }
}
