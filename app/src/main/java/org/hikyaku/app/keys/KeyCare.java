package org.hikyaku.app.keys;

import java.nio.file.Path;
import java.time.InstantSource;
import org.hikyaku.app.settings.Settings;
import org.hikyaku.convergence.ServerQueries;
import org.hikyaku.convergence.ZoneObserver;
import org.hikyaku.dns.Resolver;
import org.hikyaku.keylife.KeyKeeper;
import org.hikyaku.keylife.KeyObserver;
import org.hikyaku.keylife.KeyPolicy;
import org.hikyaku.keylife.LifeFile;
import org.hikyaku.ops.EventLog;
import org.hikyaku.store.Keys;
import org.hikyaku.zones.Publishers;

/** Puts together what keeps keys. */
public final class KeyCare {

    private KeyCare() {}

    /**
     * What comes from outside.
     *
     * @param dir the data folder
     */
    public record Ground(
            Path dir, Keys keys, Resolver resolver, InstantSource clock, EventLog events) {}

    /** A keeper as the settings say. */
    public static KeyKeeper keeper(Settings settings, Ground ground) {
        Settings.Dns dns = settings.dns();
        ZoneObserver zones =
                new ZoneObserver(
                        ServerQueries.network(dns.timeout()),
                        ground.resolver(),
                        dns.publishers()::primary);
        return new KeyKeeper(
                new KeyKeeper.Parts(
                        ground.keys(),
                        new LifeFile(ground.dir()),
                        new KeyObserver(ground.resolver(), zones),
                        new Publishers(ground.resolver(), ground.clock()).of(dns.publishers()),
                        new KeyPolicy(
                                settings.outbound().lifetime(),
                                settings.dkim().rotateAfter(),
                                settings.dkim().approval()),
                        ground.clock(),
                        ground.events()));
    }
}
