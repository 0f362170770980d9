package org.hikyaku.app.cert;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hikyaku.app.console.CommandFailure;
import org.hikyaku.app.console.CommonOptions;
import org.hikyaku.app.console.Output;
import org.hikyaku.app.console.Resolvers;
import org.hikyaku.app.console.Texts;
import org.hikyaku.app.settings.Settings;
import org.hikyaku.certs.CertKeeper;
import org.hikyaku.certs.CertReport;
import org.hikyaku.certs.CertificatePlan;
import org.hikyaku.certs.IssueProgress;
import org.hikyaku.ops.LogSetup;
import org.hikyaku.wire.Printable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What the commands of this package share. */
abstract class CertWork implements Callable<Integer> {

    static final int PROBLEM = 1;

    private static final int MAX_SHOWN_CHARS = 100;

    @Mixin private CommonOptions common = new CommonOptions();

    @Parameters(
            paramLabel = "NAME",
            arity = "0..*",
            description = "of certificates in the settings (default: all)")
    private List<String> names = new ArrayList<>();

    /** The work; its exit status. */
    abstract int run(CertKeeper keeper, List<CertificatePlan> plans);

    @Override
    public final Integer call() {
        LogSetup.silent();
        Settings settings = common.settings();
        CertKeeper keeper =
                CertCare.keeper(
                        settings,
                        new CertCare.Ground(
                                common.dir(),
                                Resolvers.of(settings.dns()),
                                Clock.systemUTC(),
                                _ -> {}));
        return run(keeper, chosen(settings.certificates().plans()));
    }

    private List<CertificatePlan> chosen(List<CertificatePlan> all) {
        if (all.isEmpty()) {
            throw failure("cert.none", common.settingsFile());
        }
        if (names.isEmpty()) {
            return all;
        }
        List<CertificatePlan> chosen = new ArrayList<>();
        for (String name : names) {
            chosen.add(
                    all.stream()
                            .filter(p -> p.name().equals(name))
                            .findFirst()
                            .orElseThrow(
                                    () ->
                                            failure(
                                                    "cert.absent",
                                                    Printable.of(name, MAX_SHOWN_CHARS),
                                                    joined(all))));
        }
        return chosen;
    }

    private static String joined(List<CertificatePlan> all) {
        return String.join(", ", all.stream().map(CertificatePlan::name).toList());
    }

    final CommandFailure failure(String key, Object... arguments) {
        return new CommandFailure(words().text(key, arguments));
    }

    final boolean isNamed() {
        return !names.isEmpty();
    }

    final Texts words() {
        return Texts.of(CertWork.class, "CertMessages", common.locale());
    }

    final Output out() {
        return common.output();
    }

    /** Tells each step as it is done. */
    final IssueProgress progress() {
        return (name, step) ->
                out().line(
                                name
                                        + ": "
                                        + words().text(
                                                        "step."
                                                                + step.name()
                                                                        .toLowerCase(Locale.ROOT)));
    }

    /** Tells how all stand; the exit status. */
    final int tell(CertKeeper keeper, List<CertReport> reports) {
        out().json(Map.of("certificates", reports.stream().map(r -> data(keeper, r)).toList()));
        for (CertReport report : reports) {
            out().line(line(report));
            String alarm = report.alarm().name().toLowerCase(Locale.ROOT);
            out().line("    " + next(report));
            if (!alarm.equals("none")) {
                out().line("    " + words().text("alarm." + alarm));
            }
            if (!report.problem().isEmpty()) {
                out().line("    " + words().text("cert.problem", words().phrase(report.problem())));
            }
            if (report.present() != null) {
                out().line("    " + live(keeper, report));
            }
        }
        return reports.stream().anyMatch(CertReport::isTrouble) ? PROBLEM : 0;
    }

    private static Path live(CertKeeper keeper, CertReport report) {
        return keeper.lineage(report.plan()).live();
    }

    private String line(CertReport report) {
        String names = String.join(", ", report.plan().texts());
        CertReport.Present present = report.present();
        return present == null
                ? words().text("cert.line.none", report.plan().name(), names)
                : words().text(
                                "cert.line",
                                report.plan().name(),
                                names,
                                shown(present.notAfter()),
                                present.issuedBy().isEmpty() ? "?" : present.issuedBy());
    }

    private String next(CertReport report) {
        String key = "next." + report.next().name().toLowerCase(Locale.ROOT);
        Instant at = report.at();
        return at == null || at.isBefore(Clock.systemUTC().instant())
                ? words().text(key)
                : words().text(key + ".at", shown(at));
    }

    private String shown(Instant at) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                .localizedBy(common.locale())
                .withZone(ZoneId.systemDefault())
                .format(at);
    }

    private static Map<String, @Nullable Object> data(CertKeeper keeper, CertReport report) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("name", report.plan().name());
        row.put("names", report.plan().texts());
        CertReport.Present present = report.present();
        row.put("notBefore", present == null ? null : present.notBefore().toString());
        row.put("notAfter", present == null ? null : present.notAfter().toString());
        row.put("serial", present == null ? null : present.serial());
        row.put("issuedBy", present == null ? null : present.issuedBy());
        row.put("live", live(keeper, report).toString());
        row.put("next", report.next().name());
        row.put("nextAt", report.at() == null ? null : report.at().toString());
        row.put("alarm", report.alarm().name());
        row.put("problem", report.problem());
        row.put("failures", report.failures());
        return row;
    }
}
