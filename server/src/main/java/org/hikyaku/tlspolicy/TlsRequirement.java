package org.hikyaku.tlspolicy;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.hikyaku.dns.DnsRecord.Tlsa;
import org.hikyaku.mtasts.MtaStsPolicy;
import org.hikyaku.name.DomainName;

/** What must hold before mail is handed to one host. */
public sealed interface TlsRequirement {

    /**
     * The host must show a certificate that its TLSA records name (RFC 7672 section 2.2).
     *
     * @param at where the records are
     * @param records authentic, one of them usable at least
     * @param names that the certificate may be for where an authority is named (section 3.2.2)
     */
    record Dane(DomainName at, List<Tlsa> records, Set<DomainName> names)
            implements TlsRequirement {
        /** Copies the lists. */
        public Dane {
            records = List.copyOf(records);
            names = Set.copyOf(names);
        }
    }

    /**
     * TLSA records are there and none can be used: encrypted, whoever it is (RFC 7672 section 2.2).
     */
    record DaneUnusable(DomainName at, List<Tlsa> records) implements TlsRequirement {
        /** Copies the list. */
        public DaneUnusable {
            records = List.copyOf(records);
        }
    }

    /**
     * The domain's policy names the host, which must show a certificate for its name that the usual
     * authorities stand behind (RFC 8461 section 4).
     *
     * @param enforced false in testing: mail goes in any case, the fault is told (section 5)
     */
    record MtaSts(MtaStsPolicy policy, boolean enforced) implements TlsRequirement {}

    /**
     * The message asks for it (RFC 8689 section 4.2.1): {@code by} must hold, and the host must
     * offer REQUIRETLS.
     *
     * @param by what proves the host: DANE or MTA-STS, or {@link WebPki} where the MX is authentic
     */
    record RequireTls(TlsRequirement by) implements TlsRequirement {}

    /** A certificate for the host's name that the usual authorities stand behind. */
    record WebPki() implements TlsRequirement {}

    /** Encrypted where it works, in clear otherwise (RFC 7435). */
    record Opportunistic(Because because) implements TlsRequirement {}

    /** Not this host, and not now: it may be another's that only looks like it. */
    record Refused(Fault fault, String detail) implements TlsRequirement {}

    /** Why nothing more is required. */
    enum Because {
        /** Neither DANE nor MTA-STS. */
        NO_POLICY,
        /** MTA-STS says none. */
        POLICY_NONE,
        /** A policy was announced and could not be had, and none is remembered. */
        POLICY_UNAVAILABLE,
        /** The message says TLS-Required: No (RFC 8689 section 4). */
        SENDER_WISHES,
        /** All mail goes to a host that the settings name. */
        RELAY
    }

    /** What went wrong, by the names of RFC 8460 section 4.3. */
    enum Fault {
        STARTTLS_NOT_SUPPORTED,
        CERTIFICATE_HOST_MISMATCH,
        CERTIFICATE_EXPIRED,
        CERTIFICATE_NOT_TRUSTED,
        VALIDATION_FAILURE,
        TLSA_INVALID,
        DNSSEC_INVALID,
        DANE_REQUIRED,
        STS_POLICY_FETCH_ERROR,
        STS_POLICY_INVALID,
        STS_WEBPKI_INVALID,
        /**
         * Ours: RFC 8461 section 4.1, no such host in the policy; reported as a failure to
         * validate.
         */
        STS_HOST_NOT_NAMED,
        /** Ours: RFC 8689 section 4.2.1. */
        REQUIRETLS_NOT_OFFERED;

        /** The word of a report. */
        public String word() {
            return switch (this) {
                case STS_HOST_NOT_NAMED, REQUIRETLS_NOT_OFFERED -> "validation-failure";
                case STARTTLS_NOT_SUPPORTED,
                        CERTIFICATE_HOST_MISMATCH,
                        CERTIFICATE_EXPIRED,
                        CERTIFICATE_NOT_TRUSTED,
                        VALIDATION_FAILURE,
                        TLSA_INVALID,
                        DNSSEC_INVALID,
                        DANE_REQUIRED,
                        STS_POLICY_FETCH_ERROR,
                        STS_POLICY_INVALID,
                        STS_WEBPKI_INVALID ->
                        name().toLowerCase(Locale.ROOT).replace('_', '-');
            };
        }
    }
}
