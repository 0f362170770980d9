package org.hikyaku.certs;

import java.util.List;
import java.util.Set;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord.Caa;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;

/** Whether an authority may issue (RFC 8659), before it is asked: a refusal counts against us. */
final class CaaGate {

    private final Resolver resolver;

    CaaGate(Resolver resolver) {
        this.resolver = resolver;
    }

    /**
     * Throws where records say that none of {@code issuers} may issue for a name of {@code plan}.
     * Where the authority does not say what it is called, it has to look itself.
     */
    void require(CertificatePlan plan, Set<String> issuers) throws CaException {
        if (issuers.isEmpty()) {
            return;
        }
        for (CertName name : plan.names()) {
            if (name instanceof CertName.Host host) {
                require(host, issuers);
            }
        }
    }

    private void require(CertName.Host host, Set<String> issuers) throws CaException {
        // RFC 8659 section 3: the closest name that has any, up to the top.
        for (DomainName at = host.name(); !at.isRoot(); at = at.parent()) {
            if (resolver.query(at, RecordType.CAA) instanceof Answer.Found found) {
                requireAmong(host, at, found.records(Caa.class), issuers);
                return;
            }
        }
    }

    private static void requireAmong(
            CertName.Host host, DomainName at, List<Caa> records, Set<String> issuers)
            throws CaException {
        // RFC 8659 section 4.3: for a wildcard, issuewild where there is any.
        boolean wild = host.wildcard() && records.stream().anyMatch(r -> is(r, "issuewild"));
        String tag = wild ? "issuewild" : "issue";
        List<String> named =
                records.stream()
                        .filter(r -> is(r, tag))
                        .map(r -> r.value().split(";", 2)[0].strip())
                        .toList();
        if (!named.isEmpty() && named.stream().noneMatch(issuers::contains)) {
            String issuer = issuers.stream().sorted().findFirst().orElse("");
            throw new CaException(
                    CaException.Reason.SETTINGS,
                    "the CAA records of "
                            + at
                            + " do not allow "
                            + issuer
                            + " to issue for "
                            + host.text()
                            + "; this one is missing: "
                            + at
                            + ". CAA 0 "
                            + tag
                            + " \""
                            + issuer
                            + "\"");
        }
    }

    private static boolean is(Caa record, String tag) {
        return record.tag().equalsIgnoreCase(tag);
    }
}
