package org.hikyaku.app.cert;

import java.util.List;
import org.hikyaku.certs.CertKeeper;
import org.hikyaku.certs.CertPass;
import org.hikyaku.certs.CertificatePlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hikyaku cert renew}. */
@Command(
        name = "renew",
        mixinStandardHelpOptions = true,
        description = "Renews what is due, and runs hooks that are left; serve does so by itself.",
        footer = {"", "Example: hikyaku cert renew mail.example.com --force"})
final class RenewCommand extends CertWork {

    @Option(
            names = "--force",
            description = "also what is not due yet; authorities count how often")
    private boolean force;

    /** For picocli. */
    RenewCommand() {}

    @Override
    int run(CertKeeper keeper, List<CertificatePlan> plans) {
        return tell(keeper, new CertPass(keeper, progress()).run(plans, force));
    }
}
