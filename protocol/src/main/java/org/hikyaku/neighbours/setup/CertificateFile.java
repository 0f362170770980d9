package org.hikyaku.neighbours.setup;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import org.hikyaku.neighbours.text.Place;

/**
 * A certificate that a service shows.
 *
 * @param path of its file
 * @param users which line of which program names it
 * @param leaf the first certificate in the file
 */
public record CertificateFile(String path, List<TlsUse> users, X509Certificate leaf) {

    /** Copies the list. */
    public CertificateFile {
        users = List.copyOf(users);
    }

    /** A line that names a certificate. */
    public record TlsUse(Program program, String path, Place at) {}

    /** Whose line. */
    public enum Program {
        /** Postfix. */
        POSTFIX("postfix"),
        /** Dovecot. */
        DOVECOT("dovecot"),
        /** nginx. */
        NGINX("nginx");

        private final String service;

        Program(String service) {
            this.service = service;
        }

        /** The name of its service. */
        public String service() {
            return service;
        }
    }

    /** The names of hosts that it is for, lower case; {@code *.example.com} too. */
    public List<String> names() {
        return Pem.names(leaf);
    }

    /** Whether it is for a name (RFC 9525 section 6.3: a wildcard stands for one label). */
    public boolean covers(String host) {
        String wanted = host.toLowerCase(Locale.ROOT);
        int dot = wanted.indexOf('.');
        String wild = dot < 0 ? "" : "*" + wanted.substring(dot);
        return names().stream().anyMatch(n -> n.equals(wanted) || n.equals(wild));
    }
}
