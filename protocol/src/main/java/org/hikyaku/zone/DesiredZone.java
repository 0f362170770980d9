package org.hikyaku.zone;

import java.util.ArrayList;
import java.util.List;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;
import org.hikyaku.name.MailAddress;

/**
 * All that a domain is to publish. Its SPF and DMARC records stand here as they would be in an
 * empty zone; what is published is merged into them by whoever compares.
 *
 * @param mail the domain, its server and its keys
 */
public record DesiredZone(MailZone mail, Publishing publishing) {

    private static final String VERIFY_DMARC = "v=DMARC1";
    private static final int HTTPS_PORT = 443;

    /** The domain. */
    public DomainName domain() {
        return mail.domain();
    }

    /** Where aggregate reports of DMARC go. */
    public List<MailAddress> reports() {
        List<MailAddress> reports = publishing.dmarc().reports();
        return reports.isEmpty() ? List.of(new MailAddress("postmaster", domain())) : reports;
    }

    /** The records, in the order of a zone file. */
    public List<DesiredRecord> records() {
        List<DesiredRecord> records = new ArrayList<>(mail.records());
        authorisations(records);
        policies(records);
        discovery(records);
        for (DnsRecord.Caa caa : publishing.caa()) {
            records.add(new DesiredRecord(domain(), caa, Purpose.CAA));
        }
        for (String token : publishing.tokens()) {
            records.add(new DesiredRecord(domain(), new DnsRecord.Txt(token), Purpose.TOKEN));
        }
        mail.addresses()
                .forEach(
                        address ->
                                records.add(
                                        new DesiredRecord(
                                                IpNet.reverseName(address),
                                                new DnsRecord.Ptr(mail.host()),
                                                Purpose.PTR)));
        return records;
    }

    /** RFC 9990 section 4: who takes reports about another domain says so. */
    private void authorisations(List<DesiredRecord> records) {
        for (DomainName other : publishing.dmarc().reportsFor()) {
            records.add(authorisation(other, domain()));
        }
        reports().stream()
                .map(MailAddress::domain)
                .filter(to -> !to.isWithin(domain()) && !domain().isWithin(to))
                .distinct()
                .forEach(to -> records.add(authorisation(domain(), to)));
    }

    private static DesiredRecord authorisation(DomainName about, DomainName to) {
        return new DesiredRecord(
                MailZone.below(about + "._report._dmarc", to),
                new DnsRecord.Txt(VERIFY_DMARC),
                Purpose.REPORT_AUTHORISATION);
    }

    private void policies(List<DesiredRecord> records) {
        Publishing.Practices adsp = publishing.adsp();
        if (adsp != null) {
            records.add(text("_adsp._domainkey", adsp.text(), Purpose.ADSP));
        }
        String id = publishing.transport().mtaStsId();
        if (id != null) {
            records.add(text("_mta-sts", "v=STSv1; id=" + id + ";", Purpose.MTA_STS));
            records.add(alias("mta-sts", Purpose.MTA_STS_HOST));
        }
        List<String> reports = publishing.transport().tlsReports();
        if (!reports.isEmpty()) {
            records.add(
                    text(
                            "_smtp._tls",
                            "v=TLSRPTv1; rua=" + String.join(",", reports),
                            Purpose.TLS_RPT));
        }
        for (DnsRecord.Tlsa tlsa : publishing.transport().tlsa()) {
            records.add(
                    new DesiredRecord(MailZone.below("_25._tcp", mail.host()), tlsa, Purpose.TLSA));
        }
        Publishing.Bimi bimi = publishing.bimi();
        if (bimi != null) {
            String value = "v=BIMI1; l=" + bimi.logo() + "; a=" + bimi.evidence() + ";";
            records.add(text("default._bimi", value, Purpose.BIMI));
        }
    }

    private void discovery(List<DesiredRecord> records) {
        for (Publishing.Service service : publishing.discovery().services()) {
            records.add(service(service.label(), service.port(), Purpose.CLIENT_SERVICE));
        }
        if (publishing.discovery().autoconfig()) {
            records.add(alias("autoconfig", Purpose.AUTOCONFIG));
            records.add(service("_autodiscover._tcp", HTTPS_PORT, Purpose.AUTOCONFIG));
        }
    }

    private DesiredRecord service(String label, int port, Purpose purpose) {
        return new DesiredRecord(
                MailZone.below(label, domain()),
                new DnsRecord.Srv(0, 1, port, mail.host()),
                purpose);
    }

    private DesiredRecord alias(String label, Purpose purpose) {
        return new DesiredRecord(
                MailZone.below(label, domain()), new DnsRecord.Cname(mail.host()), purpose);
    }

    private DesiredRecord text(String label, String value, Purpose purpose) {
        return new DesiredRecord(
                MailZone.below(label, domain()), new DnsRecord.Txt(value), purpose);
    }
}
