package org.hikyaku.spf;

import java.net.InetAddress;
import org.hikyaku.name.MailAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who wants to send.
 *
 * @param client the address that the connection comes from
 * @param helo the argument of HELO or EHLO, as given
 * @param mailFrom the reverse path, null for {@code <>}; then the identity is {@code
 *     postmaster@helo} (RFC 7208 section 2.4)
 * @param receiver the name of this host, for the {@code r} macro and the Received-SPF text
 */
public record SpfRequest(
        InetAddress client, String helo, @Nullable MailAddress mailFrom, String receiver) {}
