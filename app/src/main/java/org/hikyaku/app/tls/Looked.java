package org.hikyaku.app.tls;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.tlspolicy.TlsDecision.Wish;
import org.hikyaku.tlspolicy.TlsPolicies;
import org.hikyaku.tlspolicy.TlsRequirement;
import org.hikyaku.tlspolicy.TlsaState;

/** What a domain and its hosts say. */
record Looked(TlsPolicies.OfDomain domain, List<Host> hosts, String problem) {

    /** Hosts that are looked at, and addresses of each; a delivery tries no more. */
    private static final int MAX_HOSTS = 5;

    private static final int MAX_ADDRESSES = 6;

    /** One host. */
    record Host(
            DomainName name,
            List<InetSocketAddress> addresses,
            TlsaState tlsa,
            TlsRequirement requirement) {

        boolean isRefused() {
            return requirement instanceof TlsRequirement.Refused;
        }

        /** Whether a delivery would not go on where it does not hold. */
        boolean isMandatory() {
            return switch (requirement) {
                case TlsRequirement.Opportunistic _ -> false;
                case TlsRequirement.MtaSts(_, boolean enforced) -> enforced;
                case TlsRequirement.Dane _,
                        TlsRequirement.DaneUnusable _,
                        TlsRequirement.WebPki _,
                        TlsRequirement.RequireTls _,
                        TlsRequirement.Refused _ ->
                        true;
            };
        }
    }

    static Looked at(TlsPolicies policies, Resolver resolver, DomainName domain, int port) {
        TlsPolicies.OfDomain of = policies.of(domain);
        Answer mx = resolver.query(domain, RecordType.MX);
        return switch (mx) {
            case Answer.Failed(_, String detail) -> new Looked(of, List.of(), detail);
            case Answer.NoRecord none when !none.nameExists() ->
                    new Looked(of, List.of(), "NXDOMAIN");
            case Answer.NoRecord _ ->
                    // RFC 5321 section 5.1: the implicit MX
                    new Looked(of, List.of(host(policies, resolver, of, domain, port)), "");
            case Answer.Found _ -> {
                List<Host> hosts = new ArrayList<>();
                mx.records(DnsRecord.Mx.class).stream()
                        .filter(m -> !m.isNull())
                        .sorted(Comparator.comparingInt(DnsRecord.Mx::preference))
                        .limit(MAX_HOSTS)
                        .forEach(m -> hosts.add(host(policies, resolver, of, m.exchange(), port)));
                yield new Looked(of, hosts, hosts.isEmpty() ? "null MX" : "");
            }
        };
    }

    private static Host host(
            TlsPolicies policies,
            Resolver resolver,
            TlsPolicies.OfDomain of,
            DomainName name,
            int port) {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (RecordType type : List.of(RecordType.AAAA, RecordType.A)) {
            for (DnsRecord.Address each :
                    resolver.query(name, type).records(DnsRecord.Address.class)) {
                if (addresses.size() < MAX_ADDRESSES) {
                    addresses.add(new InetSocketAddress(each.address(), port));
                }
            }
        }
        TlsPolicies.OfHost host = policies.of(of, name, Wish.NONE);
        return new Host(name, addresses, host.tlsa(), host.requirement());
    }
}
