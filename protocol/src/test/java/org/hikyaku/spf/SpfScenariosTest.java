package org.hikyaku.spf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.hikyaku.Corpora;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;
import org.junit.jupiter.api.Test;

/** The scenarios of another implementation, in its own line format. */
final class SpfScenariosTest {

    /** Where it is right to differ. */
    private static final Map<String, String> DIFFERENCES =
            Map.of(
                    // "ip:10.0.0.1" is no mechanism; section 4.6: a syntax error anywhere counts
                    "all.yml: test.org 10.0.0.1", "permerror instead of fail",
                    // section 4.6.4: ten terms that find nothing stop at the third void lookup
                    "basic.yml: ok.test.org 172.168.0.1", "permerror instead of softfail",
                    // section 5.7: exists asks for A only, here there is only AAAA
                    "exists.yml: ip6.test.org 167.1.2.3", "fail instead of pass",
                    "macro.yml: mx.example.org 2001:db8::cb01", "fail instead of pass",
                    // section 5: an IPv4-mapped client is IPv4, which no ip6 matches
                    "ip.yml: test.org 10.1.2.3", "fail instead of pass");

    @Test
    void allScenariosAgree() throws IOException {
        Optional<Path> folder = Corpora.find("spf/mail-auth");
        if (folder.isEmpty()) {
            return;
        }
        Map<String, String> differences = new LinkedHashMap<>();
        int ran = 0;
        try (Stream<Path> files = Files.list(folder.get())) {
            for (Path file : files.filter(f -> f.toString().endsWith(".yml")).sorted().toList()) {
                Scenario scenario = new Scenario(file.getFileName().toString(), differences);
                Files.readAllLines(file).forEach(scenario::line);
                ran += scenario.ran;
            }
        }
        assertThat(ran).isEqualTo(163);
        assertThat(differences).isEqualTo(DIFFERENCES);
    }

    /** One file, line by line: what is set stays set until the next document. */
    private static final class Scenario {
        private final String file;
        private final Map<String, String> differences;
        private Map<String, List<DnsRecord>> zone = new LinkedHashMap<>();
        private String domain = "";
        private String sender = "";
        private String ip = "";
        private int ran;

        Scenario(String file, Map<String, String> differences) {
            this.file = file;
            this.differences = differences;
        }

        void line(String raw) {
            String line = raw.strip();
            line = line.startsWith("- ") ? line.substring(2).strip() : line;
            if (line.startsWith("---")) {
                zone = new LinkedHashMap<>();
            }
            int colon = line.indexOf(':');
            if (colon < 0 || line.startsWith("#")) {
                return;
            }
            String value = line.substring(colon + 1).strip();
            switch (line.substring(0, colon)) {
                case "domain" -> domain = value;
                case "sender" -> sender = value;
                case "ip" -> ip = value;
                case "expect" -> expect(value);
                case "a", "aaaa", "mx", "ptr", "spf", "exp" ->
                        record(line.substring(0, colon), value);
                default -> {
                    // names, headings
                }
            }
        }

        private void record(String type, String value) {
            String[] parts = value.split("\\s+", 2);
            String rest = parts.length > 1 ? parts[1] : "";
            if (type.equals("spf") || type.equals("exp")) {
                zone.put(parts[0], new ArrayList<>(List.of(new DnsRecord.Txt(rest))));
                return;
            }
            if (type.equals("ptr")) {
                String name = IpNet.reverseName(IpNet.of(parts[0]).address()).ascii();
                for (String target : rest.split("[,\\s]+")) {
                    add(name, new DnsRecord.Ptr(DomainName.of(target)));
                }
                return;
            }
            if (type.equals("mx")) {
                zone.remove("mx " + parts[0]);
            }
            int n = 0;
            for (String address : rest.split("[,\\s]+")) {
                String host = parts[0];
                if (type.equals("mx")) {
                    host = "exchange-" + n + "." + parts[0];
                    zone.computeIfAbsent("mx " + parts[0], _ -> new ArrayList<>())
                            .add(new DnsRecord.Mx(n++, DomainName.of(host)));
                }
                add(host, address(IpNet.of(address).address()));
            }
        }

        private void add(String name, DnsRecord record) {
            zone.computeIfAbsent(record.type() + " " + name, _ -> new ArrayList<>()).add(record);
        }

        private static DnsRecord address(InetAddress address) {
            return address instanceof Inet4Address four
                    ? new DnsRecord.A(four)
                    : new DnsRecord.Aaaa((Inet6Address) address);
        }

        private FakeResolver resolver() {
            FakeResolver.Builder builder = FakeResolver.builder();
            for (String broken : List.of("_dns_error.org", "_dns_error.test.org")) {
                builder.fail(broken, RecordType.TXT, Answer.Failure.SERVER);
            }
            zone.forEach(
                    (key, records) ->
                            DomainName.parse(key.substring(key.indexOf(' ') + 1))
                                    .ifPresent(name -> records.forEach(r -> builder.add(name, r))));
            return builder.build();
        }

        private void expect(String expected) {
            ran++;
            String actual = outcome();
            if (!actual.equals(expected)) {
                differences.put(
                        file + ": " + domain + " " + ip, actual + " instead of " + expected);
            }
        }

        /** HELO first; only where it does not fail, the sender. */
        private String outcome() {
            SpfVerifier verifier =
                    new SpfVerifier(
                            resolver(), SpfLimits.DEFAULT, InstantSource.fixed(Instant.EPOCH));
            InetAddress client = IpNet.of(ip).address();
            SpfResult result =
                    verifier.checkHelo(new SpfRequest(client, domain, null, "receiver.example"));
            int at = sender.lastIndexOf('@');
            if (result.code() != SpfResult.Code.FAIL && at >= 0) {
                result =
                        verifier.checkHost(
                                client,
                                sender.substring(at + 1),
                                sender,
                                domain,
                                "receiver.example");
            }
            String explanation = result.explanation();
            return result.code().text() + (explanation == null ? "" : " " + explanation);
        }
    }
}
