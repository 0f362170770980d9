package org.hikyaku.dane;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hikyaku.dns.DnsRecord.Tlsa;
import org.hikyaku.name.DomainName;

/** Compares TLSA records with the certificates that a host has shown. */
public final class DaneVerifier {

    /** RFC 7218 section 2.1: the authority that must stand in the chain. */
    public static final int DANE_TA = 2;

    /** RFC 7218 section 2.1: the host's own certificate or key. */
    public static final int DANE_EE = 3;

    private static final int FULL = 0;
    private static final int SHA_256 = 1;
    private static final int SHA_512 = 2;
    private static final int CERTIFICATE = 0;
    private static final int PUBLIC_KEY = 1;

    /** More certificates than any host needs; the rest of the chain is not looked at. */
    private static final int MAX_CHAIN = 10;

    /** Records of one name that are looked at; real ones are two. */
    private static final int MAX_RECORDS = 50;

    private DaneVerifier() {}

    /**
     * Compares.
     *
     * @param chain as shown, the host's own certificate first
     * @param names that the certificate may be for where an authority is named: the host, and the
     *     domain that mail is for (RFC 7672 section 3.2.2)
     * @param at the time, for validity where an authority is named
     */
    public static DaneResult verify(
            List<Tlsa> records, List<X509Certificate> chain, Set<DomainName> names, Instant at) {
        if (records.isEmpty()) {
            return new DaneResult.NoRecords();
        }
        List<String> unusable = new ArrayList<>();
        List<String> different = new ArrayList<>();
        for (Tlsa record : records.subList(0, Math.min(MAX_RECORDS, records.size()))) {
            Optional<String> problem = problemOf(record);
            if (problem.isPresent()) {
                unusable.add(problem.get());
                continue;
            }
            Optional<String> difference = difference(record, chain, names, at);
            if (difference.isEmpty()) {
                return new DaneResult.Match(record);
            }
            different.add(difference.get());
        }
        return different.isEmpty()
                ? new DaneResult.NoneUsable(unusable)
                : new DaneResult.NoMatch(different);
    }

    /** Why SMTP cannot use a record at all; empty where it can (RFC 7672 section 3.1). */
    public static Optional<String> problemOf(Tlsa record) {
        if (record.usage() != DANE_TA && record.usage() != DANE_EE) {
            // RFC 7672 section 3.1.3: PKIX-TA and PKIX-EE are not for SMTP.
            return Optional.of("usage " + record.usage() + " is not 2 or 3");
        }
        if (record.selector() != CERTIFICATE && record.selector() != PUBLIC_KEY) {
            return Optional.of("selector " + record.selector() + " is not 0 or 1");
        }
        int octets = record.data().length() / 2;
        return switch (record.matching()) {
            case FULL ->
                    octets == 0 || isBrokenAuthority(record)
                            ? Optional.of("the data are no certificate or key")
                            : Optional.empty();
            case SHA_256 -> length(octets, 32, "SHA-256");
            case SHA_512 -> length(octets, 64, "SHA-512");
            default -> Optional.of("matching type " + record.matching() + " is not 0, 1 or 2");
        };
    }

    private static boolean isBrokenAuthority(Tlsa record) {
        return record.usage() == DANE_TA
                && record.selector() == CERTIFICATE
                && embedded(record).isEmpty();
    }

    private static Optional<String> length(int octets, int due, String name) {
        return octets == due
                ? Optional.empty()
                : Optional.of("a " + name + " digest has " + due + " octets, not " + octets);
    }

    private static Optional<String> difference(
            Tlsa record, List<X509Certificate> chain, Set<DomainName> names, Instant at) {
        if (chain.isEmpty()) {
            return Optional.of("the host shows no certificate");
        }
        // RFC 7672 section 3.1.1: with DANE-EE neither names nor dates nor authorities count.
        if (record.usage() == DANE_EE) {
            return isNamed(record, chain.getFirst())
                    ? Optional.empty()
                    : Optional.of(shown(record) + " is not the host's");
        }
        return authority(record, chain, names, at);
    }

    private static Optional<String> authority(
            Tlsa record, List<X509Certificate> shown, Set<DomainName> names, Instant at) {
        List<X509Certificate> chain =
                new ArrayList<>(shown.subList(0, Math.min(MAX_CHAIN, shown.size())));
        // RFC 7671 section 5.2.3: a whole certificate in the record need not be sent by the host.
        if (record.matching() == FULL && record.selector() == CERTIFICATE) {
            embedded(record).ifPresent(chain::add);
        }
        X509Certificate below = chain.getFirst();
        for (X509Certificate above : chain.subList(1, chain.size())) {
            if (!isSignedBy(below, above)) {
                continue; // an extra certificate between
            }
            if (isNamed(record, above)) {
                return leaf(chain.getFirst(), names, at);
            }
            below = above;
        }
        return Optional.of(shown(record) + " is not above the host's certificate");
    }

    /** RFC 7672 section 3.1.2: with DANE-TA the host's certificate must be valid and for a name. */
    private static Optional<String> leaf(X509Certificate leaf, Set<DomainName> names, Instant at) {
        try {
            leaf.checkValidity(Date.from(at));
            return names.stream().anyMatch(name -> CertificateNames.isFor(leaf, name))
                    ? Optional.empty()
                    : Optional.of("the host's certificate is for none of " + names);
        } catch (CertificateException e) {
            return Optional.of("the host's certificate is not valid now: " + e.getMessage());
        }
    }

    private static boolean isSignedBy(X509Certificate below, X509Certificate above) {
        try {
            below.verify(above.getPublicKey());
            return above.getBasicConstraints() >= 0;
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    private static boolean isNamed(Tlsa record, X509Certificate certificate) {
        try {
            byte[] octets =
                    record.selector() == PUBLIC_KEY
                            ? certificate.getPublicKey().getEncoded()
                            : certificate.getEncoded();
            byte[] due =
                    switch (record.matching()) {
                        case SHA_256 -> MessageDigest.getInstance("SHA-256").digest(octets);
                        case SHA_512 -> MessageDigest.getInstance("SHA-512").digest(octets);
                        default -> octets;
                    };
            return HexFormat.of().formatHex(due).equalsIgnoreCase(record.data());
        } catch (GeneralSecurityException _) {
            return false; // a certificate without an encoding is nobody's
        }
    }

    private static Optional<X509Certificate> embedded(Tlsa record) {
        if (record.selector() != CERTIFICATE) {
            return Optional.empty();
        }
        try {
            byte[] der = HexFormat.of().parseHex(record.data());
            return Optional.of(
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509")
                                    .generateCertificate(new ByteArrayInputStream(der)));
        } catch (CertificateException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static String shown(Tlsa record) {
        String data = record.data();
        return record.usage()
                + " "
                + record.selector()
                + " "
                + record.matching()
                + " "
                + (data.length() > 16 ? data.substring(0, 16) + "…" : data);
    }
}
