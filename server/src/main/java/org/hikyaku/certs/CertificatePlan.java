package org.hikyaku.certs;

import java.util.List;

/**
 * A certificate that is wanted.
 *
 * @param name of its folder; letters, digits, dots, hyphens
 * @param names what it is for, at least one
 * @param authorities in the order in which they are tried, at least one
 * @param reuseKey whether a renewal keeps the key
 * @param profile what the authority calls it; empty: its usual one
 */
public record CertificatePlan(
        String name,
        List<CertName> names,
        List<Authority> authorities,
        ProofKind proof,
        KeyKind key,
        boolean reuseKey,
        String profile) {

    /** The limit of Let's Encrypt and most others. */
    public static final int MAX_NAMES = 100;

    /** Copies the lists and checks them. */
    public CertificatePlan {
        names = List.copyOf(names);
        authorities = List.copyOf(authorities);
        if (names.isEmpty() || names.size() > MAX_NAMES || authorities.isEmpty()) {
            throw new IllegalArgumentException("a certificate needs names and an authority");
        }
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,252}")) {
            throw new IllegalArgumentException("no name of a folder: " + name);
        }
    }

    /** The names as text, in order. */
    public List<String> texts() {
        return names.stream().map(CertName::text).toList();
    }
}
