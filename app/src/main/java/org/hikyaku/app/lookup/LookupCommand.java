package org.hikyaku.app.lookup;

import java.net.InetAddress;
import java.time.Clock;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.hikyaku.app.console.CommandFailure;
import org.hikyaku.app.console.CommonOptions;
import org.hikyaku.app.console.Texts;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.RecordType;
import org.hikyaku.findings.Area;
import org.hikyaku.findings.AreaReport;
import org.hikyaku.findings.BlockLists;
import org.hikyaku.findings.Checks;
import org.hikyaku.findings.DkimSelectors;
import org.hikyaku.findings.Severity;
import org.hikyaku.findings.SpfTree;
import org.hikyaku.findings.Subject;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;
import org.hikyaku.ops.LogSetup;
import org.hikyaku.probe.Surveyor;
import org.hikyaku.wire.Printable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Everything about a domain that can be asked. */
@Command(
        name = "lookup",
        mixinStandardHelpOptions = true,
        description = {
            "Looks at a domain as receivers do, and tells what fails, why it matters and how to mend it.",
            "KIND: all, spf, dkim, dmarc, adsp, mx, ptr, smtp, blacklist, mta-sts, tlsrpt, dane, bimi, caa, soa, ns, txt, a, aaaa."
        },
        footer = {
            "",
            "Exit status: 0 nothing failed, 1 something failed, 2 could not run.",
            "No message is ever sent; smtp only asks whether one would be taken.",
            "",
            "Example: hikyaku lookup all example.com"
        })
public final class LookupCommand implements Callable<Integer> {

    private static final String ALL = "all";

    /** What can be asked about an address alone. */
    private static final List<Area> OF_ADDRESSES = List.of(Area.PTR, Area.SMTP, Area.BLACKLIST);

    @Mixin private CommonOptions common = new CommonOptions();

    @Parameters(index = "0", paramLabel = "KIND", description = "what to look at")
    private String kind = "";

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "NAME",
            description =
                    "a domain, host or address; with @192.0.2.53 that server is asked (@none: only zone files)")
    private List<String> words = List.of();

    @Option(
            names = "--selector",
            paramLabel = "S",
            description = "DKIM selector; repeatable (default: the usual ones are tried)")
    private List<String> selectors = List.of();

    @Option(
            names = "--ip",
            paramLabel = "ADDR",
            description = "an address that sends for the domain; repeatable")
    private List<String> senders = List.of();

    @Mixin private AskOptions ask = new AskOptions();

    /** For picocli. */
    public LookupCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        LogSetup.silent();
        Texts texts = ReportText.texts(common.locale());
        List<Area> areas = areas(texts);
        String name = name(texts);
        Subject subject = subject(name, areas, texts);
        NetworkOptions network = ask.network(server());
        Surveyor surveyor = new Surveyor(network.answers(texts, common.locale()));
        List<AreaReport> reports = surveyor.survey(subject, areas);
        if (!subject.isAddress()) {
            requireAnswers(surveyor, subject.name(), texts);
        }
        Checks.Dnssec dnssec = surveyor.settle(source -> Checks.dnssec(subject, source));
        SpfTree tree =
                areas.equals(List.of(Area.SPF))
                        ? surveyor.settle(source -> Checks.spfTree(subject.name(), source))
                        : null;
        new ReportText(common.output(), texts)
                .report(name, network.asked(texts), dnssec, reports, tree);
        common.output().json(ReportData.of(name, dnssec, reports, tree, texts));
        return reports.stream().anyMatch(r -> !r.of(Severity.FAILED).isEmpty()) ? 1 : 0;
    }

    private List<Area> areas(Texts texts) {
        if (kind.equalsIgnoreCase(ALL)) {
            return List.of(Area.values());
        }
        return List.of(
                Area.of(kind)
                        .orElseThrow(
                                () ->
                                        new CommandFailure(
                                                texts.text(
                                                        "unknown-kind",
                                                        Printable.of(kind, 60),
                                                        kinds()))));
    }

    private static String kinds() {
        return Arrays.stream(Area.values()).map(Area::word).collect(Collectors.joining(", "))
                + ", "
                + ALL;
    }

    private @Nullable String server() {
        return words.stream()
                .filter(word -> word.startsWith("@"))
                .map(word -> word.substring(1))
                .findFirst()
                .orElse(null);
    }

    private String name(Texts texts) {
        List<String> names = words.stream().filter(word -> !word.startsWith("@")).toList();
        if (names.isEmpty()) {
            throw new CommandFailure(texts.text("bad-name", ""));
        }
        if (names.size() > 1) {
            throw new CommandFailure(texts.text("extra", Printable.of(names.get(1), 60)));
        }
        return names.getFirst();
    }

    private Subject subject(String name, List<Area> areas, Texts texts) {
        List<DomainName> blockLists = ask.blockLists(server(), BlockLists.usual(), texts);
        Optional<InetAddress> address = IpNet.address(name);
        if (address.isPresent()) {
            if (!OF_ADDRESSES.containsAll(areas)) {
                throw new CommandFailure(texts.text("needs-domain", kind));
            }
            return Subject.of(address.get()).withBlockLists(blockLists);
        }
        DomainName domain =
                DomainName.parse(name)
                        .filter(d -> !d.isRoot())
                        .orElseThrow(
                                () ->
                                        new CommandFailure(
                                                texts.text("bad-name", Printable.of(name, 60))));
        List<String> guesses =
                selectors.isEmpty()
                        ? DkimSelectors.known(YearMonth.now(Clock.systemUTC()))
                        : List.of();
        return Subject.of(domain)
                .withSenders(senders.stream().map(text -> address(text, texts)).toList())
                .withSelectors(selectors, guesses)
                .withBlockLists(blockLists);
    }

    static InetAddress address(String text, Texts texts) {
        return IpNet.address(text)
                .orElseThrow(
                        () ->
                                new CommandFailure(
                                        texts.text("bad-address", Printable.of(text, 60))));
    }

    /** A name that does not exist, or of which nobody answers, is no domain with faults. */
    static void requireAnswers(Surveyor surveyor, DomainName domain, Texts texts)
            throws InterruptedException {
        Answer answer = surveyor.settle(source -> source.query(domain, RecordType.SOA));
        if (answer instanceof Answer.NoRecord none && !none.nameExists()) {
            throw new CommandFailure(texts.text("nxdomain", domain));
        }
        if (answer instanceof Answer.Failed(var failure, var detail)
                && failure == Answer.Failure.TIMEOUT) {
            throw new CommandFailure(texts.text("silent", domain, Printable.of(detail, 200)));
        }
    }
}
