package org.hikyaku.tlspolicy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;

/** Looks for a host's TLSA records as RFC 7672 section 2.2 has it. */
final class TlsaLookup {

    /** Aliases of a host that are followed; an MX should be none at all (RFC 2181 section 10.3). */
    private static final int MAX_ALIASES = 8;

    private final Resolver resolver;
    private final int port;

    TlsaLookup(Resolver resolver, int port) {
        this.resolver = resolver;
        this.port = port;
    }

    /**
     * Looks.
     *
     * @param domain that mail is for: a certificate of an authority may be for it as well
     */
    TlsaState of(DomainName domain, DomainName host) {
        List<DomainName> bases = bases(host);
        boolean secure = false;
        for (RecordType type : List.of(RecordType.A, RecordType.AAAA)) {
            Answer answer = resolver.query(host, type);
            if (answer instanceof Answer.Failed(Answer.Failure failure, String detail)) {
                return new TlsaState.Failed(
                        "the address of "
                                + host
                                + " cannot be looked up: "
                                + words(failure, detail));
            }
            secure |= !answer.records(DnsRecord.Address.class).isEmpty() && answer.isAuthentic();
        }
        if (!secure && bases.size() == 1) {
            // RFC 7672 section 2.2.2: without DNSSEC for the address nothing is asked for, since
            // servers of such zones often fail for a type that they do not know.
            return new TlsaState.Insecure("DNSSEC does not vouch for the address of " + host);
        }
        return first(domain, host, secure ? bases : List.of(host));
    }

    /**
     * Where the records may be: at the end of the aliases where DNSSEC vouches for all of them,
     * then at the name itself (RFC 7671 section 7, RFC 7672 section 2.2.3).
     */
    private List<DomainName> bases(DomainName host) {
        DomainName at = host;
        for (int i = 0; i < MAX_ALIASES; i++) {
            Answer answer = resolver.query(at, RecordType.CNAME);
            List<DnsRecord.Cname> alias = answer.records(DnsRecord.Cname.class);
            if (alias.isEmpty() || !answer.isAuthentic()) {
                break;
            }
            at = alias.getFirst().target();
        }
        return at.equals(host) ? List.of(host) : List.of(at, host);
    }

    private TlsaState first(DomainName domain, DomainName host, List<DomainName> bases) {
        TlsaState last = new TlsaState.Absent();
        for (DomainName base : bases) {
            last = at(base, names(domain, host, base));
            if (!(last instanceof TlsaState.Absent)) {
                return last;
            }
        }
        return last;
    }

    private static Set<DomainName> names(DomainName domain, DomainName host, DomainName base) {
        return new LinkedHashSet<>(List.of(base, host, domain));
    }

    private TlsaState at(DomainName base, Set<DomainName> names) {
        DomainName name = DomainName.of("_" + port + "._tcp." + base.ascii());
        return switch (resolver.query(name, RecordType.TLSA)) {
            case Answer.Failed(Answer.Failure failure, String detail) ->
                    new TlsaState.Failed(
                            "TLSA of " + name + " cannot be looked up: " + words(failure, detail));
            case Answer.NoRecord(_, boolean authentic, _) ->
                    authentic ? new TlsaState.Absent() : new TlsaState.Insecure(unsigned(name));
            case Answer.Found found ->
                    found.authentic()
                            ? new TlsaState.Found(
                                    name,
                                    found.records().stream().flatMap(TlsaLookup::tlsa).toList(),
                                    names)
                            : new TlsaState.Insecure(unsigned(name));
        };
    }

    private static Stream<DnsRecord.Tlsa> tlsa(DnsRecord record) {
        return record instanceof DnsRecord.Tlsa tlsa ? Stream.of(tlsa) : Stream.empty();
    }

    private static String unsigned(DomainName name) {
        return "DNSSEC does not vouch for " + name;
    }

    private static String words(Answer.Failure failure, String detail) {
        return failure == Answer.Failure.BOGUS ? "DNSSEC validation fails: " + detail : detail;
    }
}
