package org.hikyaku.app.dns;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.hikyaku.app.console.CommonOptions;
import org.hikyaku.app.dns.Colours.Colour;
import org.hikyaku.dns.RecordChange;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hikyaku dns apply}. */
@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the plan, asks, writes down what was there, publishes, and follows the changes"
                    + " until every server of the zone answers with them.",
            "A plan that would make mail fail that passes today is refused. What broke off goes on"
                    + " when it is run again."
        },
        footer = {
            "",
            "Exit status: 0 all is published, 1 refused, open or not everywhere yet,",
            "2 could not run.",
            "",
            "Example: hikyaku dns apply example.com"
        })
final class ApplyCommand implements Callable<Integer> {

    @Mixin private CommonOptions common = new CommonOptions();

    @Mixin private DomainOptions domain = new DomainOptions();

    @Mixin private PlanOptions options = new PlanOptions();

    @Mixin private PublishOptions publish = new PublishOptions();

    @Option(
            names = "--force",
            description = "Applies it although mail that passes today would not pass any more.")
    private boolean force;

    @Override
    public Integer call() throws InterruptedException {
        DnsSession session = domain.begin(common);
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        int status = apply(session, data);
        common.output().json(data);
        return status;
    }

    private int apply(DnsSession session, Map<String, @Nullable Object> data)
            throws InterruptedException {
        Planned planned = session.plan(options, domain.isUsual());
        PlanReport report = new PlanReport(session.lines());
        report.tell(planned);
        data.putAll(new PlanData(report).of(planned));
        try (ChangeRecords records =
                ChangeRecords.open(common.dir(), session.domain(), session.texts())) {
            Optional<ChangeRecord> open =
                    records.last().filter(r -> r.state() == ChangeRecord.State.BEGUN);
            List<RecordChange> changes = planned.plan().changes();
            if (changes.isEmpty()) {
                open.ifPresent(r -> records.save(r.with(ChangeRecord.State.DONE, List.of())));
                return planned.isOpen() ? DnsCommand.OPEN : DnsCommand.NOTHING_TO_DO;
            }
            if (!isWanted(session, planned)) {
                return DnsCommand.OPEN;
            }
            Optional<ChangeRecord> earlier = open.filter(r -> continues(r, changes));
            earlier.ifPresent(
                    _ ->
                            session.lines()
                                    .say(
                                            "",
                                            session.texts()
                                                    .text("apply.continue", changes.size())));
            ChangeRecord record =
                    earlier.map(r -> r.with(ChangeRecord.State.BEGUN, changes))
                            .orElseGet(() -> begin(session, planned));
            return publish(session, records, record, planned, data);
        }
    }

    private static ChangeRecord begin(DnsSession session, Planned planned) {
        Instant now = session.clock().instant();
        return ChangeRecord.begin(
                session.domain(), planned.plan().apex(), now, planned.plan().changes());
    }

    /** What is left of an earlier run: then one undo takes back all of it. */
    private static boolean continues(ChangeRecord earlier, List<RecordChange> changes) {
        return earlier.changes().containsAll(changes);
    }

    private boolean isWanted(DnsSession session, Planned planned) {
        Lines lines = session.lines();
        if (planned.isBlocked() && !force) {
            String first = planned.proof().losses().getFirst().message().label();
            lines.say("", lines.text("apply.blocked", first), Colour.REMOVE);
            return false;
        }
        if (!planned.plan().conflicts().isEmpty()) {
            lines.say("", lines.text("apply.conflicts"));
        }
        if (!publish.isYes() && !session.confirm(planned.plan().changes().size())) {
            lines.say("", lines.text("apply.no"));
            return false;
        }
        return true;
    }

    private int publish(
            DnsSession session,
            ChangeRecords records,
            ChangeRecord record,
            Planned planned,
            Map<String, @Nullable Object> data) {
        records.save(record);
        Lines lines = session.lines();
        lines.say("", lines.text("apply.saved", records.file(record), session.domain().unicode()));
        data.put("record", records.file(record).toString());
        Publication.Result result =
                new Publication(session, records, publish.follow())
                        .publish(record, ChangeRecord.State.DONE);
        data.put("published", result.data());
        boolean done = result.everywhere() && planned.plan().conflicts().isEmpty();
        return done ? DnsCommand.NOTHING_TO_DO : DnsCommand.OPEN;
    }
}
