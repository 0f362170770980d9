package org.hikyaku.smtpd;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.hikyaku.name.MailAddress;
import org.hikyaku.net.TlsDetails;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a session when a transaction or a login begins.
 *
 * @param id to find all lines of one session in the log
 * @param service as in {@link SmtpSettings}
 * @param client the address of the connection
 * @param local what the client has reached
 * @param helo the argument of HELO or EHLO, as given
 * @param extended whether it was EHLO
 * @param tls null in clear
 * @param login the account that has logged in, or null
 */
public record SessionInfo(
        String id,
        String service,
        InetAddress client,
        InetSocketAddress local,
        String helo,
        boolean extended,
        @Nullable TlsDetails tls,
        @Nullable MailAddress login) {

    /** Version and cipher, or {@code none}. */
    public String tlsText() {
        return tls == null ? "none" : tls.text();
    }

    /** The client's address as text. */
    public String clientText() {
        return client.getHostAddress();
    }

    /** The channel of this session's TLS, where there is one. */
    public Optional<TlsDetails> channel() {
        return Optional.ofNullable(tls);
    }

    /** The word after {@code with} in Received (RFC 3848, RFC 6531 section 4.3). */
    public String protocol(boolean smtpUtf8) {
        if (!extended) {
            return "SMTP";
        }
        String base = smtpUtf8 ? "UTF8SMTP" : "ESMTP";
        return base + (tls == null ? "" : "S") + (login == null ? "" : "A");
    }
}
