package org.hikyaku.app.settings;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.hikyaku.certs.CertHooks;
import org.hikyaku.certs.CertificatePlan;
import org.hikyaku.certs.Lineage;
import org.jspecify.annotations.Nullable;

/**
 * Certificates by ACME.
 *
 * @param agreed to the terms of the authorities: without it nothing is ordered
 * @param contact mail addresses for them
 * @param plans what is wanted; none: certificates are somebody else's
 * @param http where http-01 is answered
 * @param tls where tls-alpn-01 is answered
 * @param webroot the folder of a web server that answers http-01; null: we answer
 * @param webroots as above, for single names
 * @param folder that others read the certificates from; null: within the data folder
 */
public record CertificateSettings(
        boolean agreed,
        List<String> contact,
        List<CertificatePlan> plans,
        InetSocketAddress http,
        InetSocketAddress tls,
        @Nullable Path webroot,
        Map<String, Path> webroots,
        @Nullable Path folder,
        Lineage.Access access,
        CertHooks hooks) {

    /** Nothing is ordered. */
    public static final CertificateSettings NONE =
            new CertificateSettings(
                    false,
                    List.of(),
                    List.of(),
                    new InetSocketAddress(80),
                    new InetSocketAddress(443),
                    null,
                    Map.of(),
                    null,
                    new Lineage.Access(null, false),
                    CertHooks.NONE);

    /** Copies the lists. */
    public CertificateSettings {
        contact = List.copyOf(contact);
        plans = List.copyOf(plans);
        webroots = Map.copyOf(webroots);
    }

    /** Where others read the certificates, with the data folder {@code dir}. */
    public Path folder(Path dir) {
        return folder == null ? dir.resolve("certificates") : folder;
    }
}
