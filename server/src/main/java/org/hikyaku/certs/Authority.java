package org.hikyaku.certs;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A certificate authority that speaks ACME.
 *
 * @param name for settings, files and people
 * @param directory where it is found (RFC 8555 section 7.1.1)
 * @param binding the account that one has with it already; null: none is needed
 * @param caBundle certificates that its own server is trusted by, PEM; null: those of the system
 */
public record Authority(
        String name, URI directory, @Nullable Binding binding, @Nullable Path caBundle) {

    /**
     * External account binding (RFC 8555 section 7.3.4).
     *
     * @param keyFile holds the MAC key, base64url, mode 0600
     */
    public record Binding(String keyId, Path keyFile) {}

    private static final Map<String, String> KNOWN =
            Map.of(
                    "letsencrypt",
                    "https://acme-v02.api.letsencrypt.org/directory",
                    "letsencrypt-staging",
                    "https://acme-staging-v02.api.letsencrypt.org/directory",
                    "zerossl",
                    "https://acme.zerossl.com/v2/DV90",
                    "google",
                    "https://dv.acme-v02.api.pki.goog/directory",
                    "buypass",
                    "https://api.buypass.com/acme/directory");

    /** One that is known by its name alone. */
    public static Optional<Authority> known(String name) {
        return Optional.ofNullable(KNOWN.get(name))
                .map(url -> new Authority(name, URI.create(url), null, null));
    }

    /** Where orders are tried out for this one; empty where nothing is known. */
    public Optional<Authority> staging() {
        return name.equals("letsencrypt") ? known("letsencrypt-staging") : Optional.empty();
    }
}
