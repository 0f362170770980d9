package org.hikyaku.app.dns;

import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hikyaku.app.console.CommonOptions;
import org.hikyaku.app.dns.Colours.Colour;
import org.hikyaku.dns.RecordChange;
import org.hikyaku.dns.RecordChange.OwnedRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hikyaku dns undo}. */
@Command(
        name = "undo",
        mixinStandardHelpOptions = true,
        description =
                "Takes back what the last apply did, from what it had written down. Run again, it"
                        + " takes back the one before.",
        footer = {
            "",
            "Exit status: 0 taken back, 1 not wanted or not everywhere yet, 2 could not run.",
            "",
            "Example: hikyaku dns undo example.com"
        })
final class UndoCommand implements Callable<Integer> {

    @Mixin private CommonOptions common = new CommonOptions();

    @Mixin private DomainOptions options = new DomainOptions();

    @Mixin private PublishOptions publish = new PublishOptions();

    @Override
    public Integer call() {
        DnsSession session = options.begin(common);
        Lines lines = session.lines();
        try (ChangeRecords records =
                ChangeRecords.open(common.dir(), session.domain(), session.texts())) {
            ChangeRecord last =
                    records.last()
                            .orElseThrow(
                                    () -> session.failure("undo.none", session.domain().unicode()));
            List<RecordChange> inverse = last.inverse();
            lines.say("", lines.text("undo.head", last.at().truncatedTo(ChronoUnit.SECONDS)));
            inverse.forEach(change -> show(lines, change));
            if (!publish.isYes() && !session.confirm(inverse.size())) {
                lines.say("", lines.text("apply.no"));
                return DnsCommand.OPEN;
            }
            // Published or not, from here on it is an undo that goes on, never an apply.
            ChangeRecord record = last.with(ChangeRecord.State.DONE, inverse);
            records.save(record);
            Publication.Result result =
                    new Publication(session, records, publish.follow())
                            .publish(record, ChangeRecord.State.UNDONE);
            lines.say("", lines.text("undo.done"));
            Map<String, @Nullable Object> data = new LinkedHashMap<>(result.data());
            data.put("record", records.file(record).toString());
            common.output().json(data);
            return result.everywhere() ? DnsCommand.NOTHING_TO_DO : DnsCommand.OPEN;
        }
    }

    private static void show(Lines lines, RecordChange change) {
        switch (change) {
            case RecordChange.Add(var record) -> line(lines, "+ ", record, Colour.ADD);
            case RecordChange.Remove(var record) -> line(lines, "- ", record, Colour.REMOVE);
            case RecordChange.Replace(var before, var after) -> {
                line(lines, "- ", before, Colour.REMOVE);
                line(lines, "+ ", after, Colour.ADD);
            }
        }
    }

    private static void line(Lines lines, String mark, OwnedRecord record, Colour colour) {
        lines.say(mark, record.name() + " " + record.data().type(), colour);
        lines.value("    ", record.data().text(), colour);
    }
}
