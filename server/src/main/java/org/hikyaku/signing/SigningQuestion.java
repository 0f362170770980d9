package org.hikyaku.signing;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hikyaku.message.FromAuthor;
import org.hikyaku.message.HeaderBlock;

/**
 * What is known of a message when it must be decided who signs it: after the header, before the
 * body.
 *
 * @param header all fields, as the MTA has them
 * @param envelopeSender without angle brackets; empty for a bounce
 * @param recipients of the envelope, without angle brackets
 * @param client where it comes from
 * @param login who has logged in
 * @param daemonName the MTA's name for the port it came in by: macro {@code {daemon_name}}; empty
 *     where unknown
 * @param macros what else the MTA tells: names as they are sent, without braces around single
 *     letters, with braces around others
 */
public record SigningQuestion(
        HeaderBlock header,
        String envelopeSender,
        List<String> recipients,
        Client client,
        Login login,
        String daemonName,
        Map<String, String> macros) {

    /**
     * The client.
     *
     * @param address empty for mail made on this machine, and where the MTA does not tell it
     * @param name its verified name; an address in brackets, or empty, where it has none
     */
    public record Client(Optional<InetAddress> address, String name) {
        /** Mail that a program on this machine handed in. */
        public static final Client LOCAL = new Client(Optional.empty(), "localhost");
    }

    /**
     * Who has logged in.
     *
     * @param authenticated whether somebody has
     * @param name who, as the MTA calls them; may be empty all the same
     */
    public record Login(boolean authenticated, String name) {
        /** Nobody. */
        public static final Login NONE = new Login(false, "");

        /** Somebody. */
        public static Login of(String name) {
            return new Login(true, name);
        }
    }

    /** Copies the collections. */
    public SigningQuestion {
        recipients = List.copyOf(recipients);
        macros = Map.copyOf(macros);
    }

    /** Who wrote it. */
    public FromAuthor author() {
        return FromAuthor.of(header);
    }
}
