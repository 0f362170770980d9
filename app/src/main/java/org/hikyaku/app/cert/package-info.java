/**
 * {@code hikyaku cert status|issue|renew|revoke|test}: certificates, and what comes next for each.
 *
 * <p>{@link org.hikyaku.app.cert.CertCare} puts the parts of {@code certs} together as the settings
 * say, for the commands here and for the job in {@code serve}. Both may be at work at the same
 * time: each certificate has a lock on disk, and the server takes up what a command has laid down.
 */
@NullMarked
package org.hikyaku.app.cert;

import org.jspecify.annotations.NullMarked;
