package org.hikyaku.tlspolicy;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.hikyaku.name.DomainName;

/** Remembers policies of MTA-STS. Safe for many threads. */
public interface StsMemory {

    /** What was kept of a domain, be it over or not. */
    Optional<StsState.Known> find(DomainName domain);

    /** Keeps a policy. Never throws: what cannot be kept is fetched again. */
    void keep(DomainName domain, StsState.Known policy);

    /** For as long as a command runs. */
    static StsMemory ofThisRun() {
        Map<DomainName, StsState.Known> all = new ConcurrentHashMap<>();
        return new StsMemory() {
            @Override
            public Optional<StsState.Known> find(DomainName domain) {
                return Optional.ofNullable(all.get(domain));
            }

            @Override
            public void keep(DomainName domain, StsState.Known policy) {
                all.put(domain, policy);
            }
        };
    }
}
