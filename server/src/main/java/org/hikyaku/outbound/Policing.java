package org.hikyaku.outbound;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hikyaku.dns.DnsRecord.Tlsa;
import org.hikyaku.mtasts.MtaStsPolicy;
import org.hikyaku.name.DomainName;
import org.hikyaku.queue.AttemptResult;
import org.hikyaku.smtp.EnhancedCode;
import org.hikyaku.store.Evidence;
import org.hikyaku.store.Queue;
import org.hikyaku.store.StoreException;
import org.hikyaku.tlspolicy.StsState;
import org.hikyaku.tlspolicy.TlsCheck;
import org.hikyaku.tlspolicy.TlsDecision.Wish;
import org.hikyaku.tlspolicy.TlsPolicies;
import org.hikyaku.tlspolicy.TlsRequirement;
import org.hikyaku.tlspolicy.TlsRequirement.Fault;
import org.jspecify.annotations.Nullable;

/**
 * What the hosts of one attempt are held to, and what came of it for reports on TLS. Belongs to one
 * thread.
 */
final class Policing {

    /** What goes into a report, in chars. */
    private static final int MAX_DETAIL_CHARS = 500;

    private final SmtpCourier.Parts parts;
    private final TlsGuard guard;
    private final Queue.Lease lease;
    private final Map<String, TlsPolicies.OfHost> hosts = new HashMap<>();
    private final Set<String> told = new HashSet<>();
    private TlsPolicies.@Nullable OfDomain domain;
    private @Nullable Boolean waived;

    Policing(SmtpCourier.Parts parts, TlsGuard guard, Queue.Lease lease) {
        this.parts = parts;
        this.guard = guard;
        this.lease = lease;
    }

    /** RFC 8689 section 4.2.1: a report is not lost for it. */
    boolean isRequired() {
        return requires(lease.message());
    }

    static boolean requires(Queue.Message message) {
        return message.options().requireTls() && message.from().address() != null;
    }

    /**
     * Whether the sender has waived what would be required: such a connection is for nobody else.
     */
    boolean isWaived() {
        return Boolean.TRUE.equals(waived);
    }

    private TlsPolicies.OfDomain domain() {
        TlsPolicies.OfDomain known = domain;
        if (known == null) {
            known = guard.policies().of(lease.domain());
            domain = known;
            if (known.sts() instanceof StsState.Unavailable(Fault fault, String detail)) {
                record(
                        new Policy("sts", List.of(), List.of()),
                        "",
                        "",
                        new TlsCheck.Finding(fault, detail));
            }
        }
        return known;
    }

    private TlsPolicies.OfHost host(String name) {
        return hosts.computeIfAbsent(
                name,
                _ -> {
                    DomainName host = DomainName.of(name);
                    Wish wish = isRequired() ? Wish.REQUIRE : Wish.NONE;
                    TlsPolicies.OfHost of = guard.policies().of(domain(), host, wish);
                    return wish == Wish.NONE && isMandatory(of.requirement()) && waives()
                            ? guard.policies().of(domain(), host, Wish.WAIVE)
                            : of;
                });
    }

    private boolean waives() {
        Boolean known = waived;
        if (known == null) {
            try (InputStream in = parts.store().blobs().open(lease.message().blob())) {
                known = TlsRequiredField.isNo(in);
            } catch (IOException | StoreException _) {
                known = false; // it cannot be sent either, and that is told
            }
            waived = known;
        }
        return known;
    }

    private static boolean isMandatory(TlsRequirement requirement) {
        return switch (requirement) {
            case TlsRequirement.Opportunistic _ -> false;
            case TlsRequirement.MtaSts(_, boolean enforced) -> enforced;
            case TlsRequirement.Dane _,
                    TlsRequirement.DaneUnusable _,
                    TlsRequirement.RequireTls _,
                    TlsRequirement.WebPki _,
                    TlsRequirement.Refused _ ->
                    true;
        };
    }

    /** Whether nothing goes to the host in clear. */
    boolean isMandatory(String host) {
        return isMandatory(host(host).requirement());
    }

    /** Why the host is not even tried; empty where it is. */
    Optional<AttemptResult> barred(String host) {
        if (host(host).requirement() instanceof TlsRequirement.Refused(Fault f, String detail)) {
            TlsCheck.Finding finding = new TlsCheck.Finding(f, detail);
            tell(host, "", finding);
            return Optional.of(result(host, finding));
        }
        return Optional.empty();
    }

    /** Looks at an open connection: why nothing goes over it; empty where all is well. */
    Optional<AttemptResult> judged(SmtpClient client) {
        TlsCheck.Shown shown = new TlsCheck.Shown(client.chain(), client.offers("REQUIRETLS"));
        TlsRequirement requirement = host(client.host()).requirement();
        DomainName host = DomainName.of(client.host());
        Optional<TlsCheck.Finding> finding =
                guard.check().of(requirement, host, shown, parts.clock().instant());
        Optional<TlsCheck.Finding> told =
                finding.isPresent() || shown.chain() != null
                        ? finding
                        : Optional.of(
                                new TlsCheck.Finding(
                                        Fault.STARTTLS_NOT_SUPPORTED,
                                        host + " does not encrypt (STARTTLS)"));
        tell(client.host(), text(client.address()), told.orElse(null));
        return isMandatory(requirement)
                ? finding.map(f -> result(client.host(), f))
                : Optional.empty();
    }

    /** TLS was begun and failed: what that leads to where nothing may go in clear. */
    AttemptResult broken(String host, SocketAddress address, String detail) {
        TlsCheck.Finding finding = new TlsCheck.Finding(Fault.VALIDATION_FAILURE, detail);
        tell(host, text(address), finding);
        return result(host, finding);
    }

    private AttemptResult result(String host, TlsCheck.Finding finding) {
        if (isRequired()) { // RFC 8689 section 4.2.1: at once, with these codes
            boolean offer = finding.fault() == Fault.REQUIRETLS_NOT_OFFERED;
            return new AttemptResult.Refused(
                    host, EnhancedCode.of(offer ? "5.7.30" : "5.7.10"), finding.detail());
        }
        // RFC 7672 section 2.2, RFC 8461 section 4.2: it may be mended, so it is tried again.
        return new AttemptResult.Deferred(host, EnhancedCode.of("4.7.5"), finding.detail());
    }

    private static String text(SocketAddress address) {
        return address instanceof InetSocketAddress inet ? inet.getAddress().getHostAddress() : "";
    }

    private void tell(String host, String address, TlsCheck.@Nullable Finding finding) {
        switch (host(host).requirement()) {
            case TlsRequirement.Dane(_, List<Tlsa> records, _) ->
                    record(new Policy("tlsa", texts(records), List.of()), host, address, finding);
            case TlsRequirement.DaneUnusable(_, List<Tlsa> records) ->
                    record(new Policy("tlsa", texts(records), List.of()), host, address, finding);
            case TlsRequirement.MtaSts _,
                    TlsRequirement.RequireTls _,
                    TlsRequirement.WebPki _,
                    TlsRequirement.Opportunistic _,
                    TlsRequirement.Refused _ ->
                    byDomain(host, address, finding);
        }
    }

    private void byDomain(String host, String address, TlsCheck.@Nullable Finding finding) {
        boolean dnssec = finding != null && finding.fault() == Fault.DNSSEC_INVALID;
        if (dnssec) {
            record(new Policy("tlsa", List.of(), List.of()), host, address, finding);
        } else if (domain().sts() instanceof StsState.Known known
                && known.policy().mode() != MtaStsPolicy.Mode.NONE) {
            List<String> lines = known.text().lines().filter(l -> !l.isBlank()).toList();
            record(new Policy("sts", lines, known.policy().patterns()), host, address, finding);
        } else {
            record(new Policy("no-policy-found", List.of(), List.of()), host, address, finding);
        }
    }

    private static List<String> texts(List<Tlsa> records) {
        return records.stream()
                .map(r -> r.usage() + " " + r.selector() + " " + r.matching() + " " + r.data())
                .toList();
    }

    /** A policy as reports have it. */
    private record Policy(String type, List<String> lines, List<String> patterns) {}

    private void record(
            Policy policy, String host, String address, TlsCheck.@Nullable Finding finding) {
        String detail = finding == null ? "" : finding.detail();
        Evidence.TlsSession session =
                new Evidence.TlsSession(
                        lease.domain().ascii(),
                        policy.type(),
                        policy.lines(),
                        policy.patterns(),
                        host,
                        address,
                        finding == null ? "" : finding.fault().word(),
                        detail.length() > MAX_DETAIL_CHARS
                                ? detail.substring(0, MAX_DETAIL_CHARS)
                                : detail);
        if (!host.isEmpty() || told.add(policy.type())) {
            parts.store().evidence().record(session, parts.clock().instant());
        }
    }
}
