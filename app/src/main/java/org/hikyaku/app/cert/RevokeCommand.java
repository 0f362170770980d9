package org.hikyaku.app.cert;

import java.util.List;
import java.util.Map;
import org.hikyaku.certs.CaException;
import org.hikyaku.certs.CertKeeper;
import org.hikyaku.certs.CertificatePlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hikyaku cert revoke}. */
@Command(
        name = "revoke",
        mixinStandardHelpOptions = true,
        description =
                "Takes a certificate back, for a key that others may have; order a new one then with renew --force.",
        footer = {"", "Example: hikyaku cert revoke mail.example.com --reason key-compromise"})
final class RevokeCommand extends CertWork {

    /** RFC 5280 section 5.3.1, those that a subscriber may give. */
    private static final Map<String, Integer> REASONS =
            Map.of("unspecified", 0, "key-compromise", 1, "superseded", 4, "cessation", 5);

    @Option(
            names = "--reason",
            paramLabel = "REASON",
            defaultValue = "unspecified",
            description = "unspecified, key-compromise, superseded or cessation")
    private String reason = "unspecified";

    /** For picocli. */
    RevokeCommand() {}

    @Override
    int run(CertKeeper keeper, List<CertificatePlan> plans) {
        Integer code = REASONS.get(reason);
        if (code == null) {
            throw failure("cert.reason");
        }
        if (!isNamed()) {
            throw failure("cert.revoke-name");
        }
        for (CertificatePlan plan : plans) {
            try {
                keeper.revoke(plan, code);
                out().line(words().text("cert.revoked", plan.name()));
            } catch (CaException e) {
                throw failure("cert.not-revoked", plan.name(), String.valueOf(e.getMessage()));
            }
        }
        out().json(Map.of("revoked", plans.stream().map(CertificatePlan::name).toList()));
        return 0;
    }
}
