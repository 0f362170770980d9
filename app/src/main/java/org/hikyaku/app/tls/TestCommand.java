package org.hikyaku.app.tls;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hikyaku.name.DomainName;
import org.hikyaku.outbound.HandshakeProbe;
import org.hikyaku.outbound.HandshakeProbe.Seen;
import org.hikyaku.outbound.OutboundSettings;
import org.hikyaku.tlspolicy.TlsCheck;
import org.hikyaku.tlspolicy.TlsRequirement.Fault;
import org.hikyaku.wire.Printable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hikyaku tls test}. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description =
                "Connects to the hosts of a domain as a delivery would, encrypts, and says whether what is required holds. Sends no mail.",
        footer = {
            "",
            "Ends with 1 where a host does not meet what is required of it.",
            "",
            "Example: hikyaku tls test example.com"
        })
public final class TestCommand extends DomainCommand {

    /** Whoever waits wants to know. */
    private static final Duration TIME = Duration.ofSeconds(15);

    private static final int MAX_TEXT_CHARS = 400;

    @Option(
            names = "--hello",
            paramLabel = "NAME",
            description = "the name to say in EHLO (default: hostname of the settings)")
    private @Nullable String hello;

    /** For picocli. */
    public TestCommand() {}

    @Override
    boolean host(Looked.Host host, Map<String, Object> data) {
        List<Map<String, Object>> addresses = new ArrayList<>();
        data.put("addresses", addresses);
        boolean well = !host.isRefused();
        for (InetSocketAddress address : host.addresses()) {
            Map<String, Object> each = new LinkedHashMap<>();
            addresses.add(each);
            each.put("address", address.getAddress().getHostAddress());
            well &= address(host, address, each);
        }
        return well;
    }

    @Override
    boolean isWell(int hosts, int well) {
        return hosts == well;
    }

    private boolean address(Looked.Host host, InetSocketAddress address, Map<String, Object> data) {
        OutboundSettings settings =
                new OutboundSettings(name(), address.getPort(), null, TIME, TIME);
        HandshakeProbe probe = new HandshakeProbe(settings, OpportunisticTls.context());
        String at = address.getAddress().getHostAddress();
        return switch (probe.look(host.name().ascii(), address)) {
            case Seen.Away(String detail) -> {
                data.put("reached", false);
                data.put("detail", detail);
                line("test.away", at, Printable.of(detail, MAX_TEXT_CHARS));
                yield false;
            }
            case Seen.Broken(String detail) ->
                    fault(host, at, new TlsCheck.Finding(Fault.VALIDATION_FAILURE, detail), data);
            case Seen.Talks talks -> talks(host, at, talks, data);
        };
    }

    private boolean talks(Looked.Host host, String at, Seen.Talks talks, Map<String, Object> data) {
        data.put("reached", true);
        data.put("tls", talks.tls());
        List<X509Certificate> chain = talks.chain();
        Optional<TlsCheck.Finding> finding =
                guard().check()
                        .of(
                                host.requirement(),
                                host.name(),
                                new TlsCheck.Shown(chain, talks.requireTls()),
                                Clock.systemUTC().instant());
        if (finding.isPresent()) {
            return fault(host, at, finding.get(), data);
        }
        line(chain == null ? "test.clear" : "test.well", at, talks.tls());
        return true;
    }

    private boolean fault(
            Looked.Host host, String at, TlsCheck.Finding finding, Map<String, Object> data) {
        data.put("fault", finding.fault().word());
        data.put("detail", finding.detail());
        line(
                "test.fault",
                at,
                sentence(finding.fault(), host.name()),
                Printable.of(finding.detail(), MAX_TEXT_CHARS));
        return !host.isMandatory();
    }

    private DomainName name() {
        return Optional.ofNullable(hello)
                .flatMap(DomainName::parse)
                .filter(DomainName::isHostName)
                .orElseGet(this::ownName);
    }
}
