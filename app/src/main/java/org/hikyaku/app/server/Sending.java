package org.hikyaku.app.server;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import org.hikyaku.app.settings.Settings;
import org.hikyaku.app.tls.Guards;
import org.hikyaku.app.tls.OpportunisticTls;
import org.hikyaku.ops.Event;
import org.hikyaku.outbound.OutboundSettings;
import org.hikyaku.outbound.SmtpCourier;
import org.hikyaku.outbound.TlsGuard;
import org.hikyaku.queue.NextStep;
import org.hikyaku.queue.QueueRunner;
import org.hikyaku.queue.QueueSettings;
import org.hikyaku.store.Store;
import org.hikyaku.tlspolicy.StsFolder;

/** The queue's runner with its courier. Changed settings need a new one. */
final class Sending {

    /**
     * Under which name work is leased. The names take turns: an attempt of the runner before that
     * is slow to end keeps its lease, so that nobody else sends the same message meanwhile.
     */
    private enum Owner {
        FIRST("this node"),
        SECOND("this node, reloaded");

        private final String text;

        Owner(String text) {
            this.text = text;
        }

        Owner other() {
            return switch (this) {
                case FIRST -> SECOND;
                case SECOND -> FIRST;
            };
        }
    }

    /** What does not change while the process runs. */
    record Ground(Store store, Path dir, SecureRandom random) {}

    private final Owner owner;
    private final SmtpCourier courier;
    private final QueueRunner queue;

    private Sending(Owner owner, SmtpCourier courier, QueueRunner queue) {
        this.owner = owner;
        this.courier = courier;
        this.queue = queue;
    }

    /** The first of a process: what the process before had leased is free again. */
    static Sending start(Settings settings, ServerRuntime.Parts parts, Ground ground) {
        ground.store().queue().releaseAll(Owner.SECOND.text);
        return start(Owner.FIRST, settings, parts, ground);
    }

    /** Another with other settings, once this one has been stopped. */
    Sending again(Settings settings, ServerRuntime.Parts parts, Ground ground) {
        return start(owner.other(), settings, parts, ground);
    }

    private static Sending start(
            Owner owner, Settings settings, ServerRuntime.Parts parts, Ground ground) {
        Store store = ground.store();
        SmtpCourier courier =
                new SmtpCourier(
                        outbound(settings),
                        new SmtpCourier.Parts(
                                store,
                                parts.resolver(),
                                parts.encrypts() ? OpportunisticTls.context() : null,
                                parts.events(),
                                parts.clock(),
                                settings.neighbours().delivery(),
                                guard(settings, parts, ground.dir())));
        Settings.Outbound out = settings.outbound();
        NextStep.Patience patience =
                new NextStep.Patience(out.lifetime(), NextStep.Patience.STANDARD.warnAfter());
        QueueSettings queue =
                new QueueSettings(
                        settings.hostname(),
                        out.maxConnections(),
                        out.maxConnectionsPerDomain(),
                        patience);
        QueueRunner.Parts queueParts =
                new QueueRunner.Parts(
                        store,
                        courier,
                        new KeyringSigner(store.keys(), parts.clock(), parts.events()),
                        parts.events(),
                        parts.clock(),
                        ground.random());
        return new Sending(owner, courier, QueueRunner.start(owner.text, queue, queueParts));
    }

    /** What hosts are held to; policies of MTA-STS are remembered in the data folder. */
    private static TlsGuard guard(Settings settings, ServerRuntime.Parts parts, Path dir) {
        StsFolder memory =
                new StsFolder(
                        dir.resolve("mta-sts"),
                        (what, e) -> parts.events().emit(new Event.Trouble("mta-sts", what, e)));
        return Guards.of(parts.resolver(), memory, settings.outbound().port(), parts.clock());
    }

    private static OutboundSettings outbound(Settings settings) {
        Settings.Outbound out = settings.outbound();
        String relay = out.relay();
        int colon = relay == null ? 0 : relay.lastIndexOf(':');
        OutboundSettings.Relay via =
                relay == null
                        ? null
                        : new OutboundSettings.Relay(
                                relay.substring(0, colon).replaceAll("[\\[\\]]", ""),
                                Integer.parseInt(relay.substring(colon + 1)));
        OutboundSettings usual = OutboundSettings.of(settings.hostname());
        return new OutboundSettings(
                settings.hostname(), out.port(), via, usual.connectTime(), usual.replyTime());
    }

    /** Attempts have {@code grace} to end. */
    void stop(Duration grace) {
        queue.stop(grace);
        courier.close();
    }
}
