package org.hikyaku.certs;

import java.util.Optional;

/** How control over a name is proven. */
public enum ProofKind {
    /** RFC 8555 section 8.3: a file over HTTP on port 80. */
    HTTP_01("http-01"),
    /** RFC 8737: a certificate within TLS on port 443. */
    TLS_ALPN_01("tls-alpn-01"),
    /** RFC 8555 section 8.4: a new record in the DNS for each order. */
    DNS_01("dns-01"),
    /** A record in the DNS that stays (draft-ietf-acme-dns-persist). */
    DNS_PERSIST_01("dns-persist-01");

    private final String type;

    ProofKind(String type) {
        this.type = type;
    }

    /** As ACME and the settings write it. */
    public String type() {
        return type;
    }

    /** The kind that ACME calls {@code type}. */
    public static Optional<ProofKind> of(String type) {
        for (ProofKind kind : values()) {
            if (kind.type.equals(type)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
