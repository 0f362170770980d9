package org.hikyaku.neighbours.setup;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Certificates in files. */
final class Pem {

    /** The kind of name that is a host's (RFC 5280 section 4.2.1.6: dNSName). */
    private static final int DNS_NAME = 2;

    private Pem() {}

    /** The first certificate of a file; empty where there is none. */
    static Optional<X509Certificate> first(byte[] octets) {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            String text = new String(octets, StandardCharsets.ISO_8859_1);
            int start = text.indexOf("-----BEGIN CERTIFICATE-----");
            if (start < 0) {
                return Optional.empty();
            }
            return factory.generateCertificate(
                                    new ByteArrayInputStream(octets, start, octets.length - start))
                            instanceof X509Certificate found
                    ? Optional.of(found)
                    : Optional.empty();
        } catch (CertificateException _) {
            return Optional.empty();
        }
    }

    static List<String> names(X509Certificate certificate) {
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            List<String> found = new ArrayList<>();
            for (List<?> each : all == null ? List.<List<?>>of() : all) {
                if (each.getFirst() instanceof Integer kind && kind == DNS_NAME) {
                    found.add(String.valueOf(each.get(1)).toLowerCase(Locale.ROOT));
                }
            }
            return List.copyOf(found);
        } catch (CertificateException _) {
            return List.of();
        }
    }
}
