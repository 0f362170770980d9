package org.hikyaku.app.cert;

import java.util.ArrayList;
import java.util.List;
import org.hikyaku.certs.CertKeeper;
import org.hikyaku.certs.CertPass;
import org.hikyaku.certs.CertReport;
import org.hikyaku.certs.CertificatePlan;
import picocli.CommandLine.Command;

/** {@code hikyaku cert issue}. */
@Command(
        name = "issue",
        mixinStandardHelpOptions = true,
        description =
                "Orders what is missing, now: certificates that are not there yet or whose names have changed. serve does so by itself.",
        footer = {"", "Example: hikyaku cert issue mail.example.com"})
final class IssueCommand extends CertWork {

    /** For picocli. */
    IssueCommand() {}

    @Override
    int run(CertKeeper keeper, List<CertificatePlan> plans) {
        List<CertificatePlan> missing = new ArrayList<>();
        for (CertificatePlan plan : plans) {
            if (keeper.look(plan).next() != CertReport.Next.RENEW) {
                missing.add(plan);
            }
        }
        new CertPass(keeper, progress()).run(missing, true);
        return tell(keeper, plans.stream().map(keeper::look).toList());
    }
}
