package org.hikyaku.neighbours.slips;

import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.name.DomainName;
import org.hikyaku.neighbours.setup.CertificateFile;
import org.hikyaku.neighbours.setup.CertificateFile.Program;
import org.hikyaku.neighbours.setup.CertificateFile.TlsUse;
import org.hikyaku.neighbours.setup.NamedSetup;
import org.hikyaku.neighbours.setup.NginxSetup;
import org.hikyaku.neighbours.setup.Setup;

/** Slips about certificates: their time and their names. */
final class CertificateRules {

    private final Setup setup;
    private final Found found;
    private final Resolver resolver;

    CertificateRules(Setup setup, Found found, Resolver resolver) {
        this.setup = setup;
        this.found = found;
        this.resolver = resolver;
    }

    void check(Instant now) {
        for (CertificateFile file : setup.certificates()) {
            Instant end = file.leaf().getNotAfter().toInstant();
            if (end.isBefore(now)) {
                file.users()
                        .forEach(
                                u ->
                                        found.add(
                                                SlipRule.CERTIFICATE_EXPIRED,
                                                u.at(),
                                                file.path(),
                                                end.toString()));
            }
        }
        mailHosts().forEach(this::mailHost);
        setup.nginx().ifPresent(n -> n.sites().forEach(this::site));
    }

    /** The names under which this host takes mail, as its own zones say. */
    private Set<String> mailHosts() {
        Set<String> names = new LinkedHashSet<>();
        Optional<DomainName> own =
                setup.postfix()
                        .map(p -> p.main().effective("myhostname"))
                        .flatMap(DomainName::parse)
                        .filter(n -> n.labelCount() > 1);
        Set<Object> addresses = own.map(this::addresses).orElse(Set.of());
        for (NamedSetup.Zone zone : setup.named().map(NamedSetup::primaries).orElse(List.of())) {
            List<DnsRecord.Mx> hosts =
                    resolver.query(zone.name(), RecordType.MX).records(DnsRecord.Mx.class);
            for (DnsRecord.Mx mx : hosts) {
                boolean here =
                        own.filter(mx.exchange()::equals).isPresent()
                                || addresses(mx.exchange()).stream().anyMatch(addresses::contains);
                if (here) {
                    names.add(mx.exchange().ascii());
                }
            }
        }
        return names;
    }

    private Set<Object> addresses(DomainName host) {
        Set<Object> all = new HashSet<>();
        for (RecordType type : List.of(RecordType.A, RecordType.AAAA)) {
            resolver.query(host, type)
                    .records(DnsRecord.Address.class)
                    .forEach(a -> all.add(a.address()));
        }
        return all;
    }

    private void mailHost(String host) {
        boolean sni =
                setup.postfix()
                        .filter(p -> !p.main().effective("tls_server_sni_maps").isEmpty())
                        .isPresent();
        if (!sni) {
            missing(Program.POSTFIX, host);
        }
        missing(Program.DOVECOT, host);
    }

    /** None of a program's certificates is for a name, and none is one that was never meant to. */
    private void missing(Program program, String host) {
        List<CertificateFile> shown =
                setup.certificates().stream()
                        .filter(c -> c.users().stream().anyMatch(u -> u.program() == program))
                        .toList();
        long uses = setup.tlsUses().stream().filter(u -> u.program() == program).count();
        boolean all = shown.stream().mapToLong(c -> c.users().size()).sum() >= uses;
        boolean covered = shown.stream().anyMatch(c -> isSelfSigned(c) || c.covers(host));
        if (shown.isEmpty() || covered || !all) {
            return;
        }
        TlsUse use =
                shown.getFirst().users().stream()
                        .filter(u -> u.program() == program)
                        .findFirst()
                        .orElseThrow();
        found.add(
                SlipRule.CERTIFICATE_NAME_MISSING,
                use.at(),
                host,
                shown.getFirst().path(),
                shown.getFirst().names().stream().collect(Collectors.joining(", ")));
    }

    private static boolean isSelfSigned(CertificateFile file) {
        return file.leaf().getIssuerX500Principal().equals(file.leaf().getSubjectX500Principal());
    }

    private void site(NginxSetup.Site site) {
        boolean tls = site.listens().stream().anyMatch(NginxSetup.Listen::isTls);
        boolean rejects = site.directive().child("ssl_reject_handshake").isPresent();
        Optional<CertificateFile> file =
                site.certificate()
                        .flatMap(
                                d ->
                                        setup.certificates().stream()
                                                .filter(c -> c.path().equals(d.argument()))
                                                .findFirst());
        boolean several = site.directive().children("ssl_certificate").size() > 1;
        if (!tls || rejects || several || file.isEmpty() || isSelfSigned(file.get())) {
            return;
        }
        for (String name : site.names()) {
            boolean real = name.matches("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+");
            if (real && !file.get().covers(name)) {
                found.add(
                        SlipRule.CERTIFICATE_NAME_MISSING,
                        site.certificate().orElseThrow().at(),
                        name,
                        file.get().path(),
                        String.join(", ", file.get().names()));
            }
        }
    }
}
