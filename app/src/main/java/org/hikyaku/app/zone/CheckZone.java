package org.hikyaku.app.zone;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hikyaku.app.console.Columns;
import org.hikyaku.app.console.CommonOptions;
import org.hikyaku.app.console.Output;
import org.hikyaku.app.console.Texts;
import org.hikyaku.zone.ZoneLint;
import org.hikyaku.zonefile.ZoneCheck;
import org.hikyaku.zonefile.ZoneFile;
import org.hikyaku.zonefile.ZoneFileException;
import org.hikyaku.zonefile.ZoneProblem;
import org.hikyaku.zonefile.ZoneSeverity;
import org.hikyaku.zoneio.ZoneFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hikyaku zone check}. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Tells whether a name server loads the zone file, as named-checkzone does, and what in it does not do what was meant: missing final dots, cut keys, second SPF records and more.",
            "Names outside the zone are not looked up. Exit status: 0 all right, 1 something is wrong, 2 the file cannot be read."
        },
        footer = {"", "Example: hikyaku zone check /etc/bind/example.com.zone example.com"})
final class CheckZone implements Callable<Integer> {

    @Mixin private CommonOptions common = new CommonOptions();
    @Mixin private ZoneTarget target = new ZoneTarget();

    @Option(
            names = "--strict-names",
            description = "a host with an underscore in its name is an error (check-names fail)")
    private boolean strictNames;

    @Override
    public Integer call() {
        Locale locale = common.locale();
        ZoneFile zone;
        try {
            zone = ZoneFiles.read(target.file(), target.origin());
        } catch (ZoneFileException e) {
            throw ZoneTarget.failure(e, locale);
        }
        List<ZoneProblem> problems = new ArrayList<>(ZoneCheck.of(zone, strictNames));
        boolean loads = problems.stream().noneMatch(ZoneProblem::isError);
        problems.addAll(ZoneLint.of(zone));
        Output out = common.output();
        tell(problems, out, locale);
        Texts texts = ZoneTarget.texts(locale);
        out.line(
                texts.text(
                        loads ? "check.loads" : "check.refused",
                        target.origin().unicode(),
                        Integer.toString(zone.recordCount())));
        out.json(data(zone, loads, problems));
        boolean right = problems.stream().allMatch(p -> p.severity() == ZoneSeverity.NOTE);
        return right ? 0 : 1;
    }

    private static void tell(List<ZoneProblem> problems, Output out, Locale locale) {
        Texts texts = ZoneTarget.texts(locale);
        for (ZoneProblem problem : problems) {
            out.line(
                    problem.at()
                            + ": "
                            + texts.text("severity." + problem.severity())
                            + ": "
                            + problem.what(locale));
            for (String more : List.of(problem.why(locale), problem.fix(locale))) {
                if (!more.isEmpty()) {
                    String arrow = more.equals(problem.fix(locale)) ? "  → " : "    ";
                    Columns.wrap(arrow, more).forEach(out::line);
                }
            }
        }
    }

    private Map<String, Object> data(ZoneFile zone, boolean loads, List<ZoneProblem> problems) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("file", target.file().toString());
        data.put("origin", target.origin().ascii());
        data.put("loads", loads);
        data.put("records", zone.recordCount());
        data.put("findings", problems.stream().map(this::data).toList());
        return data;
    }

    private Map<String, Object> data(ZoneProblem problem) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("severity", problem.severity().name().toLowerCase(Locale.ROOT));
        data.put("code", problem.rule().name());
        data.put("file", problem.at().file());
        data.put("line", problem.at().line());
        data.put("column", problem.at().column());
        data.put("what", problem.what(common.locale()));
        data.put("why", problem.why(common.locale()));
        data.put("fix", problem.fix(common.locale()));
        return data;
    }
}
