package org.hikyaku.app.quickstart;

import java.net.InetAddress;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.hikyaku.app.console.Columns;
import org.hikyaku.app.console.CommandFailure;
import org.hikyaku.app.console.CommonOptions;
import org.hikyaku.app.console.Output;
import org.hikyaku.app.console.Texts;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;
import org.hikyaku.name.MailAddress;
import org.hikyaku.ops.LogSetup;
import org.hikyaku.zone.DesiredRecord;
import org.hikyaku.zone.MailZone;
import org.hikyaku.zone.ZoneText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A new server for a domain. */
@Command(
        name = "quickstart",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a data folder with settings, DKIM keys and the first account, looks at the machine and the domain, and prints the records to publish.",
            "Nothing is changed anywhere else; an SPF or DMARC record that is there is merged, never replaced."
        },
        footer = {"", "Example: hikyaku quickstart you@example.com --dir /var/lib/hikyaku"})
public final class QuickstartCommand implements Callable<Integer> {

    @Mixin private CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "ADDRESS", description = "your address, such as you@example.com")
    private String address = "";

    @Option(
            names = "--hostname",
            paramLabel = "NAME",
            description = "this server's name (default: mail.DOMAIN)")
    private @Nullable String hostname;

    @Option(
            names = "--address",
            paramLabel = "IP",
            description =
                    "this server's public address; repeatable (default: what the machine has)")
    private List<String> addresses = List.of();

    @Option(names = "--offline", description = "looks nothing up")
    private boolean offline;

    /** For picocli. */
    public QuickstartCommand() {}

    @Override
    public Integer call() {
        LogSetup.silent();
        Output out = common.output();
        Texts texts = Texts.of(QuickstartCommand.class, "QuickstartMessages", common.locale());
        MailAddress account = MailAddress.of(address);
        if (account.domain().labelCount() < 2) {
            throw new CommandFailure(texts.text("wrong-address", account));
        }
        DomainName host = DomainName.of(hostname == null ? "mail." + account.domain() : hostname);
        if (!host.isHostName() || host.labelCount() < 2) {
            throw new CommandFailure(texts.text("wrong-host", host.unicode()));
        }
        List<InetAddress> given = addresses.stream().map(a -> ip(texts, a)).toList();
        common.requireOurs();
        DataFolder folder = new DataFolder(common.dir(), texts);
        folder.requireAbsent();
        String opening = texts.text("checking", host.unicode(), account.domain().unicode());
        Columns.wrap("", opening).forEach(out::line);
        Checks.Findings findings = look(account.domain(), host, given, new Check.Wording(texts));
        LocalDate today = LocalDate.ofInstant(Clock.systemUTC().instant(), ZoneOffset.UTC);
        DataFolder.Made made = folder.make(account, host, Clock.systemUTC());
        MailZone zone =
                new MailZone(
                        account.domain(),
                        host,
                        findings.addresses(),
                        made.keys(),
                        findings.existing());
        long serial =
                Long.parseLong(today.format(DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT)))
                                * 100
                        + 1;
        String zoneFile =
                inLanguage(
                        texts, ZoneText.zoneFile(account.domain(), host, serial, zone.records()));
        Advice advice = new Advice(out, texts, common.dir().toAbsolutePath().normalize());
        advice.found(findings);
        advice.records(zone.records(), zoneFile, !findings.addresses().isEmpty());
        advice.client(account, host, made.password());
        advice.unit();
        advice.next(host);
        out.json(data(account, zone, findings, zoneFile, made));
        return 0;
    }

    private static InetAddress ip(Texts texts, String text) {
        return IpNet.address(text)
                .orElseThrow(() -> new CommandFailure(texts.text("wrong-ip", text)));
    }

    /** Its comments in the reader's language. */
    private static String inLanguage(Texts texts, String zoneFile) {
        return zoneFile.lines()
                .map(line -> line.startsWith("; ") ? "; " + texts.phrase(line.substring(2)) : line)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private Checks.Findings look(
            DomainName domain, DomainName host, List<InetAddress> given, Check.Wording wording) {
        Checks checks = new Checks(wording);
        return offline
                ? checks.offline(given)
                : checks.run(new DnsChecks(domain, host, Checks.systemResolver(), wording), given);
    }

    private Map<String, Object> data(
            MailAddress account,
            MailZone zone,
            Checks.Findings findings,
            String zoneFile,
            DataFolder.Made made) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("account", account.toString());
        data.put("password", made.password());
        data.put("hostname", zone.host().ascii());
        data.put("dir", common.dir().toAbsolutePath().normalize().toString());
        data.put(
                "checks",
                findings.checks().stream()
                        .map(
                                c ->
                                        Map.of(
                                                "name",
                                                c.name(),
                                                "state",
                                                c.state().name().toLowerCase(Locale.ROOT),
                                                "detail",
                                                c.detail()))
                        .toList());
        data.put("records", zone.records().stream().map(QuickstartCommand::row).toList());
        data.put("zoneFile", zoneFile);
        return data;
    }

    private static Map<String, Object> row(DesiredRecord record) {
        return Map.of(
                "name",
                record.name().toString(),
                "type",
                record.data().type().name(),
                "value",
                record.data().text(),
                "purpose",
                record.purpose());
    }
}
