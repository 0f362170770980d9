package org.hikyaku.dovecot;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A login to ask for.
 *
 * @param mechanism such as {@code PLAIN}
 * @param local the address that the client has reached
 * @param client the client's address
 * @param encrypted whether it came over TLS: without it Dovecot refuses passwords
 * @param initial the client's first response, or null where it sent none
 */
public record AuthRequest(
        String mechanism,
        InetSocketAddress local,
        InetAddress client,
        boolean encrypted,
        byte @Nullable [] initial) {

    /** The line, its end included. */
    String line(long id) {
        StringBuilder out = new StringBuilder("AUTH\t").append(id);
        out.append('\t').append(TabText.escaped(mechanism)).append("\tservice=smtp");
        out.append("\tlip=").append(shown(local.getAddress()));
        out.append("\trip=").append(shown(client));
        out.append("\tlport=").append(local.getPort());
        // Nobody asks the master process for this login afterwards.
        out.append(encrypted ? "\tsecured=tls" : "").append("\tnologin");
        // The protocol has resp= last.
        byte[] response = initial;
        if (response != null) {
            out.append("\tresp=").append(Base64.getEncoder().encodeToString(response));
        }
        return out.append('\n').toString();
    }

    /** A scope is this machine's own affair. */
    private static String shown(InetAddress address) {
        return address.getHostAddress().replaceAll("%.*", "");
    }

    static String further(long id, byte[] response) {
        return "CONT\t" + id + "\t" + Base64.getEncoder().encodeToString(response) + "\n";
    }

    @Override
    public String toString() {
        return "AuthRequest[" + mechanism + " of " + client + "]"; // the response is secret
    }
}
