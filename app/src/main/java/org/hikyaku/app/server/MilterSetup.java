package org.hikyaku.app.server;

import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import org.hikyaku.app.settings.Settings;
import org.hikyaku.auth.StandardAuthenticator;
import org.hikyaku.milter.MilterSocket;
import org.hikyaku.milterd.MilterLimits;
import org.hikyaku.milterd.MilterRules;
import org.hikyaku.signing.DomainSigners;
import org.hikyaku.signing.OwnRules;
import org.hikyaku.store.Keys;
import org.jspecify.annotations.Nullable;

/**
 * A milter as it is to be, wherever that was written down.
 *
 * @param listen where
 * @param socketMode who may use UNIX sockets
 * @param socketGroup whose they are, or null for that of the process
 */
public record MilterSetup(
        List<MilterSocket> listen,
        Set<PosixFilePermission> socketMode,
        @Nullable String socketGroup,
        MilterRules rules,
        MilterLimits limits) {

    /** Copies the collections. */
    public MilterSetup {
        listen = List.copyOf(listen);
        socketMode = Set.copyOf(socketMode);
    }

    /** With other sockets. */
    public MilterSetup withListen(List<MilterSocket> others) {
        return new MilterSetup(others, socketMode, socketGroup, rules, limits);
    }

    /** As the settings have it, with the keys of the data folder. */
    public static MilterSetup of(Settings settings, Keys keys, ServerRuntime.Parts parts) {
        Settings.Milter milter = settings.milter();
        String named = milter.authservId();
        String id = named == null ? settings.hostname().ascii() : named;
        return new MilterSetup(
                milter.listen(),
                milter.socketMode(),
                milter.socketGroup(),
                new MilterRules(
                        id,
                        Set.copyOf(List.of(id, settings.hostname().ascii())),
                        new OwnRules(
                                new DomainSigners(keys, parts.clock()),
                                new OwnRules.Origins(milter.internalNetworks(), milter.daemons())),
                        StandardAuthenticator.of(
                                settings.hostname(), parts.resolver(), parts.clock()),
                        parts.policy(),
                        milter.options()),
                new MilterLimits(
                        milter.maxConnections(),
                        MilterLimits.STANDARD.idle(),
                        MilterLimits.STANDARD.age()));
    }
}
