package org.hikyaku.spf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.name.IpNet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.ObjectMapper;

/** An independent program, pyspf, comes to the same results on generated records. */
@Tag("peer")
final class SpfPeerTest {

    private static final int RECORDS = 400;
    private static final Path PYSPF = Path.of("/usr/lib/python3/dist-packages/spf.py");

    private static final List<String> TERMS =
            List.of(
                    "ip4:192.0.2.0/28",
                    "ip4:192.0.2.3",
                    "ip4:198.51.100.0/24",
                    "ip6:2001:db8::/32",
                    "a",
                    "a/24",
                    "a:host.example.com",
                    "a:gone.example.com",
                    "mx",
                    "mx:example.net/28",
                    "ptr:example.org",
                    "exists:%{i}._x.example.com",
                    "exists:%{l1r-}.%{d2}",
                    "include:pass.example.net",
                    "include:fail.example.net",
                    "include:broken.example.net",
                    "include:none.example.net",
                    "include:deep0.example.net",
                    "a:%{h}",
                    "ip4:192.0.2.0/33",
                    "foo",
                    "moo=x",
                    "all",
                    "exists:%{ir}.%{v}.arpa.example.com");
    private static final List<String> QUALIFIERS = List.of("", "", "", "+", "-", "~", "?");
    private static final List<String> ENDS =
            List.of(
                    " -all",
                    " ~all",
                    " ?all",
                    "",
                    " redirect=pass.example.net",
                    " redirect=%{d2}",
                    " +all");

    private static final List<String> ZONE =
            List.of(
                    "host.example.com A 192.0.2.3",
                    "example.net MX 10 mx.example.net",
                    "mx.example.net A 192.0.2.17",
                    "mx.example.net AAAA 2001:db8::17",
                    "192.0.2.3._x.example.com A 127.0.0.2",
                    "pass.example.net TXT v=spf1 ip4:192.0.2.3 -all",
                    "fail.example.net TXT v=spf1 -all",
                    "broken.example.net TXT v=spf1 ip4:x -all",
                    "3.2.0.192.in-addr.arpa PTR a.example.org",
                    "a.example.org A 192.0.2.3",
                    "deep0.example.net TXT v=spf1 include:deep1.example.net ?all",
                    "deep1.example.net TXT v=spf1 include:deep2.example.net a:host.example.com ?all",
                    "deep2.example.net TXT v=spf1 a:host.example.com mx:example.net ?all",
                    "helo.example.org A 203.0.113.9",
                    "3.2.0.192.in-addr.arpa.example.com A 127.0.0.2");

    private static final String SCRIPT =
            """
            import ipaddress, json, sys, spf
            data = json.load(open(sys.argv[1]))
            zone = {}
            for line in data['zone']:
                name, kind, value = line.split(' ', 2)
                if kind == 'MX':
                    preference, host = value.split(' ')
                    value = (int(preference), host)
                elif kind == 'TXT':
                    value = (value.encode('ascii'),)
                elif kind == 'AAAA':
                    value = ipaddress.IPv6Address(value).packed
                zone.setdefault((name.lower(), kind), []).append(value)
            def lookup(name, kind, *rest, **more):
                found = zone.get((name.lower().rstrip('.'), kind), [])
                return [((name, kind), v) for v in found]
            spf.DNSLookup = lookup
            for case in data['cases']:
                q = spf.query(case['ip'], 'first-last@' + case['domain'], 'helo.example.org',
                              receiver='r.example', strict=True, timeout=0)
                print(q.check()[0])
            """;

    @TempDir Path folder;

    private record Case(String domain, String ip, String record) {}

    private static List<Case> cases() {
        Random random = new Random(7208);
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            StringBuilder record = new StringBuilder("v=spf1");
            for (int n = random.nextInt(5); n >= 0; n--) {
                record.append(' ')
                        .append(QUALIFIERS.get(random.nextInt(QUALIFIERS.size())))
                        .append(TERMS.get(random.nextInt(TERMS.size())));
            }
            record.append(ENDS.get(random.nextInt(ENDS.size())));
            String ip =
                    List.of("192.0.2.3", "192.0.2.17", "203.0.113.9", "2001:db8::17").get(i % 4);
            cases.add(new Case("d" + i + ".example.com", ip, record.toString()));
        }
        return cases;
    }

    @Test
    void pyspfAgrees() throws Exception {
        if (!Files.exists(PYSPF)) {
            if (System.getenv("CI") != null) {
                throw new AssertionError("python3-spf is not installed");
            }
            System.err.println("not run: python3-spf is not installed");
            return;
        }
        List<Case> cases = cases();
        List<String> zone = new ArrayList<>(ZONE);
        cases.forEach(c -> zone.add(c.domain() + " TXT " + c.record()));
        List<String> theirs = pyspf(cases, zone);
        FakeResolver resolver = FakeResolver.of(zone.toArray(String[]::new));
        Map<String, String> differences = new LinkedHashMap<>();
        for (int i = 0; i < cases.size(); i++) {
            Case c = cases.get(i);
            SpfResult ours =
                    new SpfVerifier(resolver, SpfLimits.DEFAULT, InstantSource.fixed(Instant.EPOCH))
                            .checkHost(
                                    IpNet.of(c.ip()).address(),
                                    c.domain(),
                                    "first-last@" + c.domain(),
                                    "helo.example.org",
                                    "r.example");
            if (!ours.code().text().equals(theirs.get(i))) {
                differences.put(
                        c.record() + " " + c.ip(), ours.code().text() + " not " + theirs.get(i));
            }
        }
        assertThat(differences).isEmpty();
        assertThat(Set.copyOf(theirs)).contains("pass", "fail", "softfail", "neutral", "permerror");
    }

    private List<String> pyspf(List<Case> cases, List<String> zone)
            throws IOException, InterruptedException {
        Path data = folder.resolve("data.json");
        Path script = folder.resolve("peer.py");
        Path out = folder.resolve("out");
        new ObjectMapper().writeValue(data.toFile(), Map.of("zone", zone, "cases", cases));
        Files.writeString(script, SCRIPT);
        Process process =
                new ProcessBuilder("/usr/bin/python3", script.toString(), data.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile())
                        .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        String text = Files.readString(out, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(text).isZero();
        return text.lines().toList();
    }
}
