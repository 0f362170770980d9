package org.hikyaku.app.cert;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hikyaku.certs.Authority;
import org.hikyaku.certs.CaException;
import org.hikyaku.certs.CertKeeper;
import org.hikyaku.certs.CertificatePlan;
import picocli.CommandLine.Command;

/** {@code hikyaku cert test}. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description =
                "Tries a whole order where mistakes are not counted (the authority's staging, where it has one) and throws the certificate away; nothing in service changes.",
        footer = {"", "Example: hikyaku cert test"})
final class TestCommand extends CertWork {

    /** For picocli. */
    TestCommand() {}

    @Override
    int run(CertKeeper keeper, List<CertificatePlan> plans) {
        List<Map<String, Object>> rows = new ArrayList<>();
        int status = 0;
        for (CertificatePlan plan : plans) {
            Authority first = plan.authorities().getFirst();
            Authority at = first.staging().orElse(first);
            String problem = problem(keeper, plan, at);
            status = problem.isEmpty() ? status : PROBLEM;
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("name", plan.name());
            row.put("authority", at.name());
            row.put("problem", problem);
            rows.add(row);
            out().line(
                            problem.isEmpty()
                                    ? words().text("cert.test-ok", plan.name(), at.name())
                                    : words().text(
                                                    "cert.test-failed",
                                                    plan.name(),
                                                    at.name(),
                                                    words().phrase(problem)));
        }
        out().json(Map.of("tests", rows));
        return status;
    }

    private String problem(CertKeeper keeper, CertificatePlan plan, Authority at) {
        try {
            keeper.test(plan, at, progress());
            return "";
        } catch (CaException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
