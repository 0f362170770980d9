package org.hikyaku.app.lookup;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.hikyaku.app.console.CommandFailure;
import org.hikyaku.app.console.CommonOptions;
import org.hikyaku.app.console.Texts;
import org.hikyaku.app.settings.Settings;
import org.hikyaku.findings.AreaReport;
import org.hikyaku.findings.Finding;
import org.hikyaku.findings.Receiver;
import org.hikyaku.findings.Severity;
import org.hikyaku.name.DomainName;
import org.hikyaku.ops.LogSetup;
import org.hikyaku.probe.Answers;
import org.hikyaku.probe.OwnAddresses;
import org.hikyaku.probe.Surveyor;
import org.hikyaku.store.Store;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One of our own domains: what it should publish against what it does. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Compares what a domain of this server publishes with what the server needs, and tells which large receiver would refuse its mail.",
            "The result is kept in checks.jsonl of the data folder; what has changed since the last check is told. While the server runs it does so by itself each day."
        },
        footer = {
            "",
            "Exit status: 0 all is well, 1 something failed, 2 could not run.",
            "",
            "Example: hikyaku check example.com --dir /var/lib/hikyaku"
        })
public final class DomainCheckCommand implements Callable<Integer> {

    private static final String HISTORY = "checks.jsonl";

    @Mixin private CommonOptions common = new CommonOptions();

    @Parameters(index = "0", paramLabel = "DOMAIN", description = "a domain of this server")
    private String domain = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "@SERVER",
            description = "the DNS server to ask, such as @192.0.2.53")
    private @Nullable String server;

    @Option(
            names = "--address",
            paramLabel = "IP",
            description =
                    "an address that this server sends from; repeatable (default: the machine's and those of its name)")
    private List<String> addresses = List.of();

    @Mixin private AskOptions ask = new AskOptions();

    /** For picocli. */
    public DomainCheckCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        LogSetup.silent();
        Texts texts = ReportText.texts(common.locale());
        DomainName name =
                DomainName.parse(domain)
                        .orElseThrow(() -> new CommandFailure(texts.text("bad-name", domain)));
        OwnDomain own = own(name, texts);
        if (server != null && !server.startsWith("@")) {
            throw new CommandFailure(texts.text("bad-server", server));
        }
        String asked = server == null ? null : server.substring(1);
        Settings.Check settings = common.settings().check();
        NetworkOptions network = ask.network(asked);
        Answers answers = network.answers(texts, common.locale());
        LookupCommand.requireAnswers(new Surveyor(answers), name, texts);
        OwnDomain.State state =
                own.look(
                        answers,
                        ask.blockLists(asked, settings.blockLists(), texts),
                        settings.connects() && network.connects());
        Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
        CheckHistory.Entry entry = CheckHistory.Entry.of(now, name, state.problems());
        Optional<CheckHistory.Entry> before = remember(entry, texts);
        tell(state, entry, before, texts);
        common.output().json(data(state, texts));
        return state.hasFailed() ? 1 : 0;
    }

    private OwnDomain own(DomainName name, Texts texts) {
        DomainName host = common.settings().hostname();
        List<InetAddress> given =
                addresses.isEmpty()
                        ? OwnAddresses.find()
                        : addresses.stream().map(a -> LookupCommand.address(a, texts)).toList();
        try (Store store = common.store()) {
            if (store.domains().find(name).isEmpty()) {
                throw new CommandFailure(texts.text("check-no-domain", name));
            }
            return new OwnDomain(name, host, given, SigningKeys.usable(store.keys(), name));
        }
    }

    /** The history of a data folder. */
    static CheckHistory history(Path dir) {
        return new CheckHistory(dir.resolve(HISTORY));
    }

    private Optional<CheckHistory.Entry> remember(CheckHistory.Entry entry, Texts texts) {
        try {
            return history(common.dir()).add(entry);
        } catch (IOException e) {
            throw new CommandFailure(
                    texts.text(
                            "check-history",
                            common.dir().resolve(HISTORY),
                            String.valueOf(e.getMessage())),
                    e);
        }
    }

    private void tell(
            OwnDomain.State state,
            CheckHistory.Entry entry,
            Optional<CheckHistory.Entry> before,
            Texts texts) {
        ReportText report = new ReportText(common.output(), texts);
        report.wrapped("", texts.text("check-title", state.domain(), shown(state, texts)));
        heading(report, texts.text("check-desired"));
        state.wanted().forEach(wanted -> wanted(wanted, report, texts));
        heading(report, texts.text("check-receivers"));
        for (Receiver receiver : Receiver.values()) {
            receiver(receiver, state, report, texts);
        }
        for (AreaReport area : state.reports()) {
            List<Finding> notPassed =
                    area.findings().stream().filter(f -> f.severity() != Severity.PASSED).toList();
            if (!notPassed.isEmpty()) {
                heading(report, area.area().word().toUpperCase(Locale.ROOT));
                report.findings(notPassed);
            }
        }
        before.ifPresent(earlier -> changes(entry, earlier, report, texts));
    }

    private static void heading(ReportText report, String text) {
        report.out().line("");
        report.out().line(text);
    }

    private static String shown(OwnDomain.State state, Texts texts) {
        return state.addresses().isEmpty()
                ? texts.text("check-no-addresses")
                : state.addresses().stream()
                        .map(InetAddress::getHostAddress)
                        .collect(Collectors.joining(", "));
    }

    private static void wanted(OwnDomain.Wanted wanted, ReportText report, Texts texts) {
        Object name = wanted.record().name();
        Object type = wanted.record().data().type();
        if (wanted.there()) {
            report.wrapped("  ", texts.text("check-there", name, type));
            return;
        }
        String observed =
                wanted.observed().isEmpty() ? texts.text("check-nothing") : wanted.observed();
        report.wrapped("  ", texts.text("check-missing", name, type));
        report.value("    ", texts.text("check-want", wanted.record().data().text()));
        report.value("    ", texts.text("check-observed", observed));
    }

    private static void receiver(
            Receiver receiver, OwnDomain.State state, ReportText report, Texts texts) {
        List<Receiver.Unmet> unmet =
                state.unmet().stream().filter(u -> u.receiver() == receiver).toList();
        if (unmet.isEmpty()) {
            report.wrapped("  ", texts.text("check-accepts", receiver.shown()));
        }
        for (Receiver.Unmet each : unmet) {
            report.wrapped(
                    "  ",
                    texts.text(
                            "check-refuses",
                            receiver.shown(),
                            each.reply(),
                            ReportText.title(each.finding(), texts)));
        }
    }

    private static void changes(
            CheckHistory.Entry now, CheckHistory.Entry before, ReportText report, Texts texts) {
        report.out().line("");
        Set<String> fresh = now.newSince(before);
        Set<String> gone = before.newSince(now);
        if (!fresh.isEmpty()) {
            report.wrapped("", texts.text("check-new", before.at(), shown(fresh, texts)));
        }
        if (!gone.isEmpty()) {
            report.wrapped("", texts.text("check-gone", before.at(), shown(gone, texts)));
        }
        if (fresh.isEmpty() && gone.isEmpty()) {
            report.wrapped("", texts.text("check-same", before.at()));
        }
    }

    private static String shown(Set<String> problems, Texts texts) {
        return problems.stream()
                .map(problem -> Problem.shown(problem, texts))
                .collect(Collectors.joining(" "));
    }

    private static Map<String, Object> data(OwnDomain.State state, Texts texts) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("domain", state.domain().toString());
        data.put("addresses", state.addresses().stream().map(InetAddress::getHostAddress).toList());
        List<Map<String, Object>> wanted = new ArrayList<>();
        for (OwnDomain.Wanted each : state.wanted()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("name", each.record().name().toString());
            row.put("type", each.record().data().type().name());
            row.put("value", each.record().data().text());
            row.put("there", each.there());
            row.put("observed", each.observed());
            wanted.add(row);
        }
        data.put("wanted", wanted);
        data.put(
                "refused",
                state.unmet().stream()
                        .map(
                                u ->
                                        Map.of(
                                                "receiver", u.receiver().shown(),
                                                "reply", u.reply(),
                                                "code", u.finding().code().word()))
                        .toList());
        data.put("areas", ReportData.areas(state.reports(), texts));
        data.put("problems", state.problems().stream().map(Problem::logged).toList());
        return data;
    }
}
