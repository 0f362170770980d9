package org.hikyaku.app.tls;

import java.util.Map;
import picocli.CommandLine.Command;

/** {@code hikyaku tls explain}. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description =
                "Says what would be required to deliver to a domain, and why: DANE, MTA-STS, or nothing. Connects to no mail host.",
        footer = {
            "",
            "Ends with 1 where no host could be used. DNSSEC is believed of a resolver on this host",
            "only.",
            "",
            "Example: hikyaku tls explain example.com"
        })
public final class ExplainCommand extends DomainCommand {

    /** For picocli. */
    public ExplainCommand() {}

    @Override
    boolean host(Looked.Host host, Map<String, Object> data) {
        return !host.isRefused();
    }

    @Override
    boolean isWell(int hosts, int well) {
        return well > 0;
    }
}
