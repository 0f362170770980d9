package org.hikyaku.zone;

import java.util.List;
import java.util.Locale;
import org.hikyaku.dmarc.DmarcVerdict.Policy;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a domain is to publish beside its address, MX and DKIM records, as its administrator has set
 * it.
 *
 * @param adsp null: none
 * @param discovery what mail programs and other servers are to find
 * @param caa which authorities may issue certificates
 * @param bimi null: none
 * @param tokens texts that prove ownership, such as {@code google-site-verification=…}
 */
public record Publishing(
        Spf spf,
        Dmarc dmarc,
        @Nullable Practices adsp,
        Transport transport,
        Discovery discovery,
        List<DnsRecord.Caa> caa,
        @Nullable Bimi bimi,
        List<String> tokens) {

    /** What breaks nothing: SPF that is merged, DMARC that only watches, and no more. */
    public static final Publishing STANDARD =
            new Publishing(
                    new Spf(All.KEEP, List.of(), List.of()),
                    new Dmarc(Policy.NONE, List.of(), List.of()),
                    null,
                    new Transport(null, List.of(), List.of()),
                    new Discovery(List.of(), false),
                    List.of(),
                    null,
                    List.of());

    /** Copies the lists. */
    public Publishing {
        caa = List.copyOf(caa);
        tokens = List.copyOf(tokens);
    }

    /**
     * SPF.
     *
     * @param all how the record is to end
     * @param add terms, such as {@code include:_spf.example.net}
     * @param drop terms that are taken out, as published; all others stay
     */
    public record Spf(All all, List<String> add, List<String> drop) {
        /** Copies the lists. */
        public Spf {
            add = List.copyOf(add);
            drop = List.copyOf(drop);
        }
    }

    /** How an SPF record ends. Only ever made stricter. */
    public enum All {
        /** As it does. */
        KEEP,
        /** {@code ~all} or stricter. */
        SOFTFAIL,
        /** {@code -all}. */
        FAIL
    }

    /**
     * DMARC.
     *
     * @param policy what the record is to ask for; a stronger one that is published stays
     * @param reports where aggregate reports go; empty: to the postmaster of the domain
     * @param reportsFor other domains whose reports this one takes (RFC 9990 section 4)
     */
    public record Dmarc(Policy policy, List<MailAddress> reports, List<DomainName> reportsFor) {
        /** Copies the lists. */
        public Dmarc {
            reports = List.copyOf(reports);
            reportsFor = List.copyOf(reportsFor);
        }
    }

    /** RFC 5617 section 4.2.1; the standard is Historic. */
    public enum Practices {
        UNKNOWN,
        ALL,
        DISCARDABLE;

        /** The text of the record. */
        public String text() {
            return "dkim=" + name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * How mail comes in over TLS.
     *
     * @param mtaStsId changes whenever the policy does (RFC 8461 section 3.1); null: no MTA-STS
     * @param tlsReports URIs (RFC 8460 section 3); empty: no reports
     * @param tlsa for port 25 of the host
     */
    public record Transport(
            @Nullable String mtaStsId, List<String> tlsReports, List<DnsRecord.Tlsa> tlsa) {
        /** Copies the lists. */
        public Transport {
            tlsReports = List.copyOf(tlsReports);
            tlsa = List.copyOf(tlsa);
        }
    }

    /**
     * What mail programs find.
     *
     * @param services SRV records (RFC 6186, RFC 8314)
     * @param autoconfig whether {@code autoconfig} and {@code _autodiscover._tcp} lead to the host
     */
    public record Discovery(List<Service> services, boolean autoconfig) {
        /** Copies the list. */
        public Discovery {
            services = List.copyOf(services);
        }
    }

    /** A service for mail programs. */
    public enum Service {
        SUBMISSIONS(465),
        SUBMISSION(587),
        IMAPS(993),
        IMAP(143);

        private final int port;

        Service(int port) {
            this.port = port;
        }

        /** Its registered port. */
        public int port() {
            return port;
        }

        /** {@code _imaps._tcp}. */
        String label() {
            return "_" + name().toLowerCase(Locale.ROOT) + "._tcp";
        }
    }

    /**
     * BIMI.
     *
     * @param logo an HTTPS URI of an SVG file
     * @param evidence an HTTPS URI of a certificate for the logo, or empty
     */
    public record Bimi(String logo, String evidence) {}
}
