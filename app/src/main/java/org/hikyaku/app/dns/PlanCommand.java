package org.hikyaku.app.dns;

import java.util.concurrent.Callable;
import org.hikyaku.app.console.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hikyaku dns plan}: changes nothing. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = {
            "Holds what a domain should publish against what it does, tells each difference and its"
                    + " why, and judges mail that was seen by the zone as it would be.",
            "Changes nothing."
        },
        footer = {
            "",
            "Exit status: 0 nothing to do, 1 changes or decisions, 2 could not run.",
            "",
            "Example: hikyaku dns plan example.com"
        })
final class PlanCommand implements Callable<Integer> {

    @Mixin private CommonOptions common = new CommonOptions();

    @Mixin private DomainOptions domain = new DomainOptions();

    @Mixin private PlanOptions options = new PlanOptions();

    @Option(names = "--zone-text", description = "Print the changes as lines of a zone file.")
    private boolean zoneText;

    @Override
    public Integer call() throws InterruptedException {
        DnsSession session = domain.begin(common);
        Planned planned = session.plan(options, domain.isUsual());
        PlanReport report = new PlanReport(session.lines());
        if (common.isJson()) {
            common.output().json(new PlanData(report).of(planned));
        } else if (zoneText) {
            common.output().text(new PlanZone(report, planned.plan()).text());
        } else {
            report.tell(planned);
        }
        return planned.isOpen() ? DnsCommand.OPEN : DnsCommand.NOTHING_TO_DO;
    }
}
