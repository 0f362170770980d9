package org.hikyaku.app.keys;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hikyaku.app.console.Columns;
import org.hikyaku.app.console.CommandFailure;
import org.hikyaku.app.console.CommonOptions;
import org.hikyaku.app.console.Output;
import org.hikyaku.app.console.Resolvers;
import org.hikyaku.app.console.Texts;
import org.hikyaku.app.settings.Settings;
import org.hikyaku.keylife.KeyKeeper;
import org.hikyaku.keylife.KeyLife.Need;
import org.hikyaku.keylife.KeyReport;
import org.hikyaku.keylife.KeyState;
import org.hikyaku.name.DomainName;
import org.hikyaku.ops.LogSetup;
import org.hikyaku.store.embedded.EmbeddedStore;
import org.hikyaku.wire.Printable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What the commands of this package share. */
abstract class KeyCommand implements Callable<Integer> {

    private static final int MAX_SHOWN_CHARS = 100;

    @Mixin private CommonOptions common = new CommonOptions();

    @Parameters(index = "0", paramLabel = "DOMAIN", description = "such as example.com")
    private String domain = "";

    /** The work: what it did to the keys of the domain. */
    abstract List<KeyReport> run(KeyKeeper keeper, EmbeddedStore store, DomainName name);

    @Override
    public final Integer call() {
        LogSetup.silent();
        Settings settings = common.settings();
        DomainName name =
                DomainName.parse(domain)
                        .filter(DomainName::isHostName)
                        .orElseThrow(
                                () ->
                                        failure(
                                                "keys.domain",
                                                Printable.of(domain, MAX_SHOWN_CHARS)));
        try (EmbeddedStore store = common.store()) {
            if (store.domains().find(name).isEmpty()) {
                throw failure("keys.absent", name.unicode());
            }
            KeyKeeper keeper =
                    KeyCare.keeper(
                            settings,
                            new KeyCare.Ground(
                                    common.dir(),
                                    store.keys(),
                                    Resolvers.of(settings.dns()),
                                    Clock.systemUTC(),
                                    _ -> {}));
            List<KeyReport> reports = run(keeper, store, name);
            tell(name, reports);
            return reports.stream().anyMatch(KeyReport::isTrouble) ? 1 : 0;
        }
    }

    final CommandFailure failure(String key, Object... arguments) {
        return new CommandFailure(words().text(key, arguments));
    }

    private Texts words() {
        return Texts.of(KeyCommand.class, "KeyMessages", common.locale());
    }

    private void tell(DomainName name, List<KeyReport> reports) {
        Output out = common.output();
        Texts words = words();
        out.json(
                Map.of(
                        "domain",
                        name.ascii(),
                        "keys",
                        reports.stream().map(KeyCommand::data).toList()));
        if (reports.isEmpty()) {
            out.line(words.text("keys.none", name.unicode()));
        }
        for (KeyReport report : reports) {
            out.line(
                    report.key().selector()
                            + "  "
                            + report.key().algorithm()
                            + "  "
                            + words.text("state." + report.stateWord()));
            if (!report.sight().at().equals(report.key().recordName())) {
                say(out, words.text("keys.alias", report.sight().at()));
            }
            if (!report.carriedOut()
                    && !report.sight().detail().isEmpty()
                    && !(report.key().state() instanceof KeyState.Retired)) {
                say(out, report.sight().detail());
            }
            say(out, next(words, report));
            report.instructions().lines().forEach(line -> out.line("      " + line));
            if (!report.problem().isEmpty()) {
                say(out, words.text("keys.problem", report.problem()));
            }
        }
    }

    private static void say(Output out, String text) {
        Columns.wrap("    ", text).forEach(out::line);
    }

    private String next(Texts words, KeyReport report) {
        Instant at = report.at();
        if (report.carriedOut()) {
            return words.text(
                    report.need() == Need.UNPUBLISH ? "next.taken" : "next.done",
                    report.sight().at());
        }
        return switch (report.need()) {
            case NOTHING ->
                    at == null
                            ? words.text("next." + report.stateWord())
                            : words.text("next." + report.stateWord() + ".at", shown(at));
            case PUBLISH -> words.text("next.publish", report.sight().at());
            case APPROVAL ->
                    words.text("next.approval", report.key().domain(), report.key().selector());
            case REPAIR -> words.text("next.repair", report.sight().at(), report.record());
            case SUCCESSOR -> words.text("next.successor");
            case UNPUBLISH -> words.text("next.unpublish", report.sight().at());
        };
    }

    private String shown(Instant at) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                .localizedBy(common.locale())
                .withZone(ZoneId.systemDefault())
                .format(at);
    }

    private static Map<String, Object> data(KeyReport report) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("selector", report.key().selector());
        row.put("algorithm", report.key().algorithm());
        row.put("state", report.stateWord());
        row.put("since", report.key().state().since().toString());
        row.put("recordAt", report.sight().at().ascii());
        row.put("record", report.record());
        row.put("seen", report.sight().presence().name());
        row.put("detail", report.sight().detail());
        row.put("carriedOut", report.carriedOut());
        row.put("need", report.need().name());
        row.put("nextAt", report.at() == null ? null : report.at().toString());
        row.put("instructions", report.instructions());
        row.put("problem", report.problem());
        return row;
    }
}
