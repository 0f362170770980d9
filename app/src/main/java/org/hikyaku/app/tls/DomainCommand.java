package org.hikyaku.app.tls;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.hikyaku.app.console.CommandFailure;
import org.hikyaku.app.console.CommonOptions;
import org.hikyaku.app.console.Resolvers;
import org.hikyaku.app.console.Texts;
import org.hikyaku.app.settings.Settings;
import org.hikyaku.dns.Resolver;
import org.hikyaku.lookup.CachingResolver;
import org.hikyaku.lookup.DnsResolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;
import org.hikyaku.ops.LogSetup;
import org.hikyaku.outbound.TlsGuard;
import org.hikyaku.tlspolicy.StsMemory;
import org.hikyaku.tlspolicy.StsState;
import org.hikyaku.tlspolicy.TlsRequirement;
import org.hikyaku.tlspolicy.TlsRequirement.Fault;
import org.hikyaku.tlspolicy.TlsaState;
import org.hikyaku.wire.Printable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What both commands do: look at a domain and its hosts, and say what is required. */
abstract class DomainCommand implements Callable<Integer> {

    private static final int UNMET = 1;
    private static final int MAX_TEXT_CHARS = 400;
    private static final int DNS_PORT = 53;
    private static final Duration DNS_TIME = Duration.ofSeconds(6);
    private static final DomainName NAMELESS = new DomainName("hikyaku.invalid");

    @Mixin private CommonOptions common = new CommonOptions();

    @Parameters(index = "0", paramLabel = "DOMAIN", description = "such as example.com")
    private String domain = "";

    @Option(
            names = "--dns",
            paramLabel = "ADDRESS[#PORT]",
            description = "the resolver to ask (default: that of the settings, or of the system)")
    private @Nullable String dns;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "the port of the hosts (default: 25)",
            defaultValue = "25")
    private int port;

    private @Nullable TlsGuard guard;

    /** Looks at one host more closely; whether all is well with it. */
    abstract boolean host(Looked.Host host, Map<String, Object> data);

    /** Whether all is well, of so many hosts of which so many are well. */
    abstract boolean isWell(int hosts, int well);

    @Override
    public final Integer call() {
        LogSetup.silent();
        DomainName name =
                DomainName.parse(domain)
                        .filter(DomainName::isHostName)
                        .orElseThrow(() -> failure("tls.domain", Printable.of(domain, 100)));
        if (port < 1 || port > 65_535) {
            throw failure("tls.port", Integer.toString(port));
        }
        CachingResolver resolver = new CachingResolver(resolver());
        TlsGuard made = Guards.of(resolver, StsMemory.ofThisRun(), port, Clock.systemUTC());
        guard = made;
        Looked looked = Looked.at(made.policies(), resolver, name, port);
        if (looked.hosts().isEmpty()) {
            throw failure("tls.no-host", name.unicode(), Printable.of(looked.problem(), 200));
        }
        return told(looked) ? 0 : UNMET;
    }

    private boolean told(Looked looked) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("domain", looked.domain().domain().ascii());
        data.put("mxAuthentic", looked.domain().mxAuthentic());
        String name = looked.domain().domain().unicode();
        line(looked.domain().mxAuthentic() ? "mx.authentic" : "mx.insecure", name);
        sts(looked.domain().sts(), name, data);
        List<Map<String, Object>> hosts = new ArrayList<>();
        int well = 0;
        for (Looked.Host host : looked.hosts()) {
            Map<String, Object> each = new LinkedHashMap<>();
            hosts.add(each);
            requirement(host, each);
            well += host(host, each) ? 1 : 0;
        }
        data.put("hosts", hosts);
        boolean all = isWell(looked.hosts().size(), well);
        data.put("status", all ? "ok" : "unmet");
        common.output().json(data);
        return all;
    }

    private void sts(StsState sts, String name, Map<String, Object> data) {
        Map<String, Object> policy = new LinkedHashMap<>();
        switch (sts) {
            case StsState.None _ -> line("sts.none", name);
            case StsState.Unavailable(Fault fault, String detail) -> {
                policy.put("fault", fault.word());
                policy.put("detail", detail);
                line("sts.unavailable", name, words("fault." + fault, name), shown(detail));
            }
            case StsState.Known known -> {
                String mode = known.policy().mode().text();
                policy.put("mode", mode);
                policy.put("id", known.id());
                policy.put("mx", known.policy().patterns());
                policy.put("maxAgeSeconds", known.policy().maxAgeSeconds());
                line(
                        mode.equals("none") ? "sts.none.mode" : "sts." + mode,
                        name,
                        shown(String.join(", ", known.policy().patterns())),
                        known.until().truncatedTo(ChronoUnit.SECONDS).toString());
            }
        }
        data.put("mtaSts", policy);
    }

    private void requirement(Looked.Host host, Map<String, Object> data) {
        String name = host.name().ascii();
        data.put("host", name);
        if (host.tlsa() instanceof TlsaState.Insecure(String why)) {
            data.put("tlsaNotUsed", why);
        }
        switch (host.requirement()) {
            case TlsRequirement.Dane(DomainName at, var records, _) -> {
                data.put("requires", "dane");
                data.put("tlsa", at.ascii());
                line("requires.dane", name, at.ascii(), Integer.toString(records.size()));
            }
            case TlsRequirement.DaneUnusable(DomainName at, _) -> {
                data.put("requires", "encryption");
                data.put("tlsa", at.ascii());
                line("requires.encryption", name, at.ascii());
            }
            case TlsRequirement.MtaSts(_, boolean enforced) -> {
                data.put("requires", enforced ? "mta-sts" : "mta-sts-testing");
                line(enforced ? "requires.sts" : "requires.testing", name);
            }
            case TlsRequirement.Refused(Fault fault, String detail) -> {
                data.put("requires", "refused");
                data.put("fault", fault.word());
                data.put("detail", detail);
                line("requires.refused", name, sentence(fault, host.name()), shown(detail));
            }
            case TlsRequirement.Opportunistic(var because) -> {
                data.put("requires", "nothing");
                data.put("because", because.name().toLowerCase(Locale.ROOT).replace('_', '-'));
                line("requires.nothing", name, words("because." + because));
            }
            case TlsRequirement.WebPki _, TlsRequirement.RequireTls _ ->
                    throw new IllegalStateException("no message has asked for it");
        }
    }

    private Resolver resolver() {
        if (dns != null) {
            int hash = dns.indexOf('#');
            String host = hash < 0 ? dns : dns.substring(0, hash);
            String number = hash < 0 ? Integer.toString(DNS_PORT) : dns.substring(hash + 1);
            if (IpNet.address(host).isEmpty() || !number.matches("[1-9][0-9]{0,4}")) {
                throw failure("tls.dns", Printable.of(dns, 100));
            }
            InetSocketAddress at =
                    new InetSocketAddress(
                            IpNet.address(host).get(), Math.min(65_535, Integer.parseInt(number)));
            return new DnsResolver(List.of(DnsResolver.Server.of(at)), DNS_TIME);
        }
        return settings()
                .map(s -> Resolvers.of(s.dns()))
                .orElseGet(() -> new DnsResolver(DnsResolver.systemServers(), DNS_TIME));
    }

    private Optional<Settings> settings() {
        return Files.isRegularFile(common.settingsFile())
                ? Optional.of(common.settings())
                : Optional.empty();
    }

    /** Our name in EHLO. */
    final DomainName ownName() {
        return settings().map(Settings::hostname).orElse(NAMELESS);
    }

    final TlsGuard guard() {
        TlsGuard made = guard;
        if (made == null) {
            throw new IllegalStateException("nothing has been looked at");
        }
        return made;
    }

    final String sentence(Fault fault, DomainName host) {
        return words("fault." + fault, host.ascii());
    }

    final void line(String key, Object... arguments) {
        common.output().line(words(key, arguments));
    }

    private static String shown(String text) {
        return Printable.of(text, MAX_TEXT_CHARS);
    }

    private String words(String key, Object... arguments) {
        return Texts.of(DomainCommand.class, "TlsMessages", common.locale()).text(key, arguments);
    }

    private CommandFailure failure(String key, Object... arguments) {
        return new CommandFailure(words(key, arguments));
    }
}
