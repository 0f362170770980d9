package org.hikyaku.findings;

import java.util.List;
import org.hikyaku.name.DomainName;

/** Blocklists that receivers use. Only lists that answered in 2026; others have ended. */
public final class BlockLists {

    private BlockLists() {}

    /** Those that are asked where none are named. */
    public static List<DomainName> usual() {
        return List.of(
                new DomainName("zen.spamhaus.org"),
                new DomainName("bl.spamcop.net"),
                new DomainName("b.barracudacentral.org"),
                new DomainName("psbl.surriel.com"),
                new DomainName("bl.mailspike.net"),
                new DomainName("dnsbl.dronebl.org"));
    }
}
