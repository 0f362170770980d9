package org.hikyaku.smtpd;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.hikyaku.message.HeaderField;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.jspecify.annotations.Nullable;

/**
 * The line that each server leaves on top of a message (RFC 5321 section 4.4).
 *
 * @param session who brought it
 * @param reverse the name of the client's address, null where it has none
 * @param hostname our name
 * @param smtpUtf8 whether MAIL said so
 * @param id ours for the message
 * @param recipient where there is exactly one; null where there are several, who must not learn of
 *     each other
 * @param at when it came
 */
public record ReceivedField(
        SessionInfo session,
        @Nullable DomainName reverse,
        DomainName hostname,
        boolean smtpUtf8,
        String id,
        @Nullable MailAddress recipient,
        Instant at) {

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    /** A date as header fields have it (RFC 5322 section 3.3), in UTC. */
    public static String date(Instant at) {
        return DATE.format(at);
    }

    /** With name and address of the client. */
    public HeaderField field() {
        StringBuilder out = new StringBuilder(256);
        out.append("from ").append(ascii(session.helo())).append(" (");
        if (reverse != null) {
            out.append(reverse).append(' ');
        }
        return rest(out.append(literal(session.client())).append(")\r\n\tby "));
    }

    /** Without them: where somebody sat when he sent his mail concerns nobody. */
    public HeaderField withoutClient() {
        return rest(new StringBuilder(256).append("by "));
    }

    private HeaderField rest(StringBuilder out) {
        out.append(hostname).append(" (Hikyaku) with ").append(session.protocol(smtpUtf8));
        if (session.tls() != null) {
            out.append("\r\n\t(").append(session.tls().text()).append(')');
        }
        out.append("\r\n\tid ").append(id);
        if (recipient != null && (smtpUtf8 || !recipient.needsSmtpUtf8())) {
            out.append("\r\n\tfor <").append(recipient).append('>');
        }
        return HeaderField.of("Received", out.append("; ").append(date(at)).toString());
    }

    /** The client's own words: nothing of them may end the field or need SMTPUTF8. */
    private static String ascii(String helo) {
        StringBuilder out = new StringBuilder(helo.length());
        for (int i = 0; i < helo.length(); i++) {
            char c = helo.charAt(i);
            out.append(c > ' ' && c < 0x7f && "()<>;\\\"".indexOf(c) < 0 ? c : '?');
        }
        return out.toString();
    }

    /** RFC 5321 section 4.1.3. */
    private static String literal(InetAddress address) {
        String prefix = address instanceof Inet4Address ? "[" : "[IPv6:";
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return prefix + (zone < 0 ? text : text.substring(0, zone)) + "]";
    }
}
