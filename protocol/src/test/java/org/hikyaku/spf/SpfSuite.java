package org.hikyaku.spf;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.dns.RecordType;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/** Reads test suites in the OpenSPF form, and runs one case. */
final class SpfSuite {

    private static final Set<RecordType> ASKED =
            Set.of(RecordType.TXT, RecordType.A, RecordType.AAAA, RecordType.MX, RecordType.PTR);

    /** One test with its zone. */
    record Case(
            String name,
            FakeResolver zone,
            String client,
            String helo,
            String mailFrom,
            List<String> results,
            String explanation) {

        SpfResult run(SpfLimits limits) {
            SpfVerifier verifier =
                    new SpfVerifier(zone, limits, InstantSource.fixed(Instant.ofEpochSecond(1)));
            var address = IpNet.address(client).orElseThrow();
            if (mailFrom.isEmpty()) {
                return verifier.checkHelo(new SpfRequest(address, helo, null, "receiver.example"));
            }
            String domain = mailFrom.substring(mailFrom.lastIndexOf('@') + 1);
            return verifier.checkHost(address, domain, mailFrom, helo, "receiver.example");
        }

        /** Empty where the result is right, otherwise what it was. */
        String difference(SpfLimits limits) {
            SpfResult result = run(limits);
            if (!results.contains(result.code().text())) {
                return result.code().text() + " (" + result.reason() + "), not " + results;
            }
            String text = result.explanation() == null ? "DEFAULT" : result.explanation();
            boolean explained = explanation.isEmpty() || explanation.equals(text);
            return explained ? "" : "explanation '" + text + "', not '" + explanation + "'";
        }
    }

    private SpfSuite() {}

    static List<Case> read(Path file) {
        List<Case> cases = new ArrayList<>();
        try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (Object document : new Yaml().loadAll(in)) {
                if (document instanceof Map<?, ?> scenario) {
                    FakeResolver zone = zone(map(scenario.get("zonedata")));
                    map(scenario.get("tests"))
                            .forEach((name, test) -> cases.add(test(name, zone, map(test))));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return cases;
    }

    /** Name to what is different, for all cases that are not right. */
    static Map<String, String> differences(List<Case> cases) {
        Map<String, String> differences = new LinkedHashMap<>();
        for (Case test : cases) {
            String difference = test.difference(SpfLimits.DEFAULT);
            if (!difference.isEmpty()) {
                differences.put(test.name(), difference);
            }
        }
        return differences;
    }

    private static Map<String, Object> map(@Nullable Object value) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> any) {
            any.forEach((k, v) -> map.put(String.valueOf(k), v));
        }
        return map;
    }

    private static Case test(String name, FakeResolver zone, Map<String, Object> test) {
        List<String> results = new ArrayList<>();
        if (test.get("result") instanceof List<?> several) {
            several.forEach(r -> results.add(String.valueOf(r)));
        } else {
            results.add(String.valueOf(test.get("result")));
        }
        Object explanation = test.get("explanation");
        return new Case(
                name,
                zone,
                String.valueOf(test.get("host")),
                String.valueOf(test.get("helo")),
                Optional.ofNullable(test.get("mailfrom")).map(String::valueOf).orElse(""),
                results,
                explanation == null ? "" : String.valueOf(explanation));
    }

    private static FakeResolver zone(Map<String, Object> zone) {
        FakeResolver.Builder builder = FakeResolver.builder();
        zone.forEach(
                (name, entries) ->
                        DomainName.parse(name.replace(" ", "\\032"))
                                .ifPresent(domain -> add(builder, domain, (List<?>) entries)));
        return builder.build();
    }

    private static void add(FakeResolver.Builder zone, DomainName name, List<?> entries) {
        List<DnsRecord> records = new ArrayList<>();
        boolean hasText = entries.stream().anyMatch(e -> map(e).containsKey("TXT"));
        boolean timeout = false;
        for (Object entry : entries) {
            timeout |= "TIMEOUT".equals(entry);
            map(entry).forEach((type, data) -> record(type, data, hasText).ifPresent(records::add));
        }
        for (DnsRecord record : records) {
            zone.add(name, record);
        }
        for (RecordType type : timeout ? ASKED : Set.<RecordType>of()) {
            if (records.stream().noneMatch(r -> r.type() == type)) {
                zone.fail(name.ascii(), type, Answer.Failure.TIMEOUT);
            }
        }
    }

    private static Optional<DnsRecord> record(String type, Object data, boolean hasText) {
        return switch (type) {
            case "SPF" -> hasText ? Optional.empty() : text(data);
            case "TXT" -> text(data);
            case "A" ->
                    Optional.of(
                            new DnsRecord.A(
                                    (java.net.Inet4Address) IpNet.of((String) data).address()));
            case "AAAA" ->
                    Optional.of(
                            new DnsRecord.Aaaa((Inet6Address) IpNet.of((String) data).address()));
            case "MX" -> {
                List<?> parts = (List<?>) data;
                String host = String.valueOf(parts.get(1));
                DomainName exchange = host.isEmpty() ? DomainName.ROOT : DomainName.of(host);
                yield Optional.of(new DnsRecord.Mx((Integer) parts.get(0), exchange));
            }
            case "PTR" -> DomainName.parse((String) data).map(DnsRecord.Ptr::new);
            case "CNAME" -> DomainName.parse((String) data).map(DnsRecord.Cname::new);
            default -> throw new IllegalArgumentException(type);
        };
    }

    private static Optional<DnsRecord> text(Object data) {
        if (data instanceof List<?> strings) {
            StringBuilder joined = new StringBuilder();
            strings.forEach(joined::append);
            return Optional.of(new DnsRecord.Txt(joined.toString()));
        }
        return data.equals("NONE")
                ? Optional.empty()
                : Optional.of(new DnsRecord.Txt((String) data));
    }
}
