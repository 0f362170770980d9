package org.hikyaku.dane;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.hikyaku.name.DomainName;

/** The hosts that a certificate is for. */
public final class CertificateNames {

    /** The kind of name in a certificate (RFC 5280 section 4.2.1.6). */
    private static final int DNS_NAME = 2;

    private CertificateNames() {}

    /** The DNS names in it, in lower case, stars kept; none where they cannot be read. */
    public static List<String> of(X509Certificate certificate) {
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            return all == null
                    ? List.of()
                    : all.stream()
                            .filter(name -> name.get(0) instanceof Integer k && k == DNS_NAME)
                            .map(name -> String.valueOf(name.get(1)).toLowerCase(Locale.ROOT))
                            .toList();
        } catch (CertificateParsingException _) {
            return List.of();
        }
    }

    /**
     * RFC 6125 section 6.4: whether {@code host} is in it, or a star in place of its first label.
     */
    public static boolean isFor(X509Certificate certificate, DomainName host) {
        String wild = "*." + host.parent().ascii();
        return of(certificate).stream().anyMatch(n -> n.equals(host.ascii()) || n.equals(wild));
    }
}
