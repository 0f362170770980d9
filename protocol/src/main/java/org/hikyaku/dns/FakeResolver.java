package org.hikyaku.dns;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IllegalNameException;
import org.hikyaku.name.IpNet;

/**
 * A resolver that knows what it was told: plain data, for tests and for planned zones. Names that
 * it was not told do not exist; a name with something below it exists without data, as in a real
 * zone (RFC 8020).
 */
public final class FakeResolver implements Resolver {

    private record Question(DomainName name, RecordType type) {}

    private static final long TTL_SECONDS = 3600;
    private static final int MAX_ALIASES = 8;

    private final Map<Question, List<DnsRecord>> records;
    private final Map<Question, Answer.Failure> failures;
    private final Set<DomainName> names;
    private final boolean authentic;

    private FakeResolver(Builder builder) {
        records = new LinkedHashMap<>();
        builder.records.forEach((question, list) -> records.put(question, List.copyOf(list)));
        failures = Map.copyOf(builder.failures);
        names = new HashSet<>();
        records.keySet().forEach(question -> addWithParents(question.name()));
        authentic = builder.authentic;
    }

    private void addWithParents(DomainName name) {
        for (DomainName n = name; !n.isRoot() && names.add(n); ) {
            n = n.parent();
        }
    }

    /**
     * A resolver from lines of {@code name TYPE data}, the data as in a zone file but with names
     * absolute: {@code "example.com TXT v=spf1 -all"} (the text unquoted, to the end of the line),
     * {@code "example.com MX 10 mx.example.com"}, {@code "mx.example.com A 192.0.2.1"}, or {@code
     * "example.com TXT !TIMEOUT"} for a failure.
     */
    public static FakeResolver of(String... lines) {
        Builder builder = builder();
        for (String line : lines) {
            builder.line(line);
        }
        return builder.build();
    }

    /** Starts with nothing. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public Answer query(DomainName name, RecordType type) {
        DomainName at = name;
        for (int hops = 0; hops < MAX_ALIASES; hops++) {
            Answer.Failure failure = failures.get(new Question(at, type));
            if (failure != null) {
                return new Answer.Failed(failure, "as told");
            }
            List<DnsRecord> found = records.get(new Question(at, type));
            if (found != null) {
                return new Answer.Found(found, authentic, TTL_SECONDS);
            }
            List<DnsRecord> alias = records.get(new Question(at, RecordType.CNAME));
            if (alias == null) {
                return new Answer.NoRecord(names.contains(at), authentic, TTL_SECONDS);
            }
            at = ((DnsRecord.Cname) alias.getFirst()).target();
        }
        return new Answer.Failed(Answer.Failure.SERVER, "more than " + MAX_ALIASES + " aliases");
    }

    /** Collects records. */
    public static final class Builder {
        private final Map<Question, List<DnsRecord>> records = new LinkedHashMap<>();
        private final Map<Question, Answer.Failure> failures = new LinkedHashMap<>();
        private boolean authentic;

        private Builder() {}

        /** Adds a record. */
        public Builder add(DomainName name, DnsRecord record) {
            records.computeIfAbsent(new Question(name, record.type()), _ -> new ArrayList<>())
                    .add(record);
            return this;
        }

        /** Adds a text record. */
        public Builder txt(String name, String text) {
            return add(DomainName.of(name), new DnsRecord.Txt(text));
        }

        /** Makes a question fail. */
        public Builder fail(String name, RecordType type, Answer.Failure failure) {
            failures.put(new Question(DomainName.of(name), type), failure);
            return this;
        }

        /** Marks all answers as covered by DNSSEC. */
        public Builder authentic() {
            authentic = true;
            return this;
        }

        /** Adds one line in the form of {@link FakeResolver#of}. */
        public Builder line(String line) {
            String[] parts = line.strip().split("\\s+", 3);
            if (parts.length < 3) {
                throw new IllegalNameException("'" + line + "' is not 'name TYPE data'");
            }
            DomainName name = DomainName.of(parts[0]);
            RecordType type = RecordType.valueOf(parts[1]);
            if (parts[2].startsWith("!")) {
                failures.put(
                        new Question(name, type), Answer.Failure.valueOf(parts[2].substring(1)));
                return this;
            }
            return add(name, data(type, parts[2]));
        }

        private static DnsRecord data(RecordType type, String text) {
            String[] parts = text.split("\\s+");
            return switch (type) {
                case A, AAAA -> DnsRecord.Address.of(IpNet.of(text).address());
                case NS -> new DnsRecord.Ns(DomainName.of(text));
                case CNAME -> new DnsRecord.Cname(DomainName.of(text));
                case SOA ->
                        new DnsRecord.Soa(
                                DomainName.of(parts[0]),
                                DomainName.of(parts[1]),
                                Long.parseLong(parts[2]),
                                DnsRecord.Soa.Timers.usual(60));
                case PTR -> new DnsRecord.Ptr(DomainName.of(text));
                case MX -> new DnsRecord.Mx(Integer.parseInt(parts[0]), DomainName.of(parts[1]));
                case TXT -> new DnsRecord.Txt(text);
                case TLSA ->
                        new DnsRecord.Tlsa(
                                Integer.parseInt(parts[0]),
                                Integer.parseInt(parts[1]),
                                Integer.parseInt(parts[2]),
                                parts[3]);
                case SRV ->
                        new DnsRecord.Srv(
                                Integer.parseInt(parts[0]),
                                Integer.parseInt(parts[1]),
                                Integer.parseInt(parts[2]),
                                DomainName.of(parts[3]));
                case CAA ->
                        new DnsRecord.Caa(
                                Integer.parseInt(parts[0]), parts[1], parts[2].replace("\"", ""));
                case DS, DNSKEY -> new DnsRecord.Other(type, text);
            };
        }

        /** The resolver. */
        public FakeResolver build() {
            return new FakeResolver(this);
        }
    }
}
