package org.hikyaku.app.beside;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The files to work by.
 *
 * @param opendkim an opendkim.conf
 * @param defaults an {@code /etc/default/opendkim}, whose SOCKET overrides; or null for none
 * @param opendmarc an opendmarc.conf, or null for none
 * @param policydSpf a policyd-spf.conf, or null for none
 */
public record BesideFiles(
        Path opendkim,
        @Nullable Path defaults,
        @Nullable Path opendmarc,
        @Nullable Path policydSpf) {

    /** An opendkim.conf alone. */
    public static BesideFiles of(Path opendkim) {
        return new BesideFiles(opendkim, null, null, null);
    }
}
