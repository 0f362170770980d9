package org.hikyaku.app.dns;

import org.hikyaku.app.check.DnsOptions;
import org.hikyaku.app.console.CommonOptions;
import org.hikyaku.name.DomainName;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which domain, where answers come from, and in which colours. */
final class DomainOptions {

    @Parameters(paramLabel = "DOMAIN", description = "a domain of this server")
    private String domain = "";

    @Mixin private DnsOptions dns = new DnsOptions();

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            defaultValue = "auto",
            description = "auto, always or never (default: auto; NO_COLOR is respected).")
    private Colours.When color = Colours.When.AUTO;

    /** Whether the zone's own servers are to be asked. */
    boolean isUsual() {
        return dns.isUsual();
    }

    DnsSession begin(CommonOptions common) {
        return DnsSession.begin(common, DomainName.of(domain), dns, Colours.of(color));
    }
}
