package org.hikyaku.app.milter;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hikyaku.app.console.CommonOptions;
import org.hikyaku.app.console.Resolvers;
import org.hikyaku.app.server.MilterSetup;
import org.hikyaku.app.server.ServerRuntime;
import org.hikyaku.app.settings.Settings;
import org.hikyaku.dns.Resolver;
import org.hikyaku.lookup.CachingResolver;
import org.hikyaku.milterd.MilterParts;
import org.hikyaku.ops.EventLog;
import org.hikyaku.store.Domains.LocalDomain;
import org.hikyaku.store.Keys.StoredKey;
import org.hikyaku.store.embedded.EmbeddedStore;

/** The settings, keys and evidence of a data folder, beside whoever serves it. */
final class DataFolderSource implements MilterSource {

    private final CommonOptions common;
    private final EmbeddedStore store;
    private final Settings first;
    private final Resolver resolver;

    DataFolderSource(CommonOptions common) {
        this.common = common;
        this.first = common.settings();
        this.resolver = new CachingResolver(Resolvers.of(first.dns()));
        this.store = common.store();
    }

    @Override
    public String logLevel() {
        return first.ops().logLevel();
    }

    @Override
    public MilterSetup setup(EventLog events) {
        Settings settings = common.settings();
        return MilterSetup.of(
                settings, store.keys(), ServerRuntime.parts(settings, resolver, events));
    }

    @Override
    public MilterParts parts(EventLog events) {
        return new MilterParts(resolver, store.evidence(), events, Clock.systemUTC());
    }

    @Override
    public Map<String, List<String>> keys() {
        Map<String, List<String>> keys = new LinkedHashMap<>();
        for (LocalDomain domain : store.domains().list()) {
            List<String> selectors =
                    store.keys().signing(domain.name()).stream().map(StoredKey::selector).toList();
            if (!selectors.isEmpty()) {
                keys.put(domain.name().ascii(), selectors);
            }
        }
        return keys;
    }

    @Override
    public List<String> warnings() {
        return List.of();
    }

    @Override
    public void close() {
        store.close();
    }
}
