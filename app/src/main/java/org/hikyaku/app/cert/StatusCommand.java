package org.hikyaku.app.cert;

import java.util.List;
import org.hikyaku.certs.CertKeeper;
import org.hikyaku.certs.CertificatePlan;
import picocli.CommandLine.Command;

/** {@code hikyaku cert status}. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description =
                "How each certificate stands, what comes next and when; ends with 1 where somebody should look.",
        footer = {"", "Example: hikyaku cert status"})
final class StatusCommand extends CertWork {

    /** For picocli. */
    StatusCommand() {}

    @Override
    int run(CertKeeper keeper, List<CertificatePlan> plans) {
        return tell(keeper, plans.stream().map(keeper::look).toList());
    }
}
