package org.hikyaku.milterd;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.hikyaku.milter.MilterCommand;
import org.hikyaku.milter.MilterCommand.Family;
import org.hikyaku.name.IpNet;
import org.jspecify.annotations.Nullable;

/**
 * What the mail server has told about its client. Macros of a message are forgotten with it; those
 * of the client stay. Belongs to the session's thread.
 */
final class ClientState {

    /** Macros that are kept: servers send two dozen. */
    private static final int MAX_MACROS = 200;

    /** Sendmail writes it before IPv6 addresses. */
    private static final String IPV6_PREFIX = "IPv6:";

    private MilterCommand.@Nullable Connect connect;
    private String helo = "";
    private final Map<String, String> ofClient = new HashMap<>();
    private final Map<String, String> ofMessage = new HashMap<>();

    void connected(MilterCommand.Connect command) {
        connect = command;
        helo = "";
    }

    void greeted(String name) {
        helo = name;
    }

    boolean isConnected() {
        return connect != null;
    }

    void learn(MilterCommand.Macros macros) {
        boolean lasts = macros.command() == 'C' || macros.command() == 'H';
        Map<String, String> known = lasts ? ofClient : ofMessage;
        if (known.size() + macros.values().size() <= MAX_MACROS) {
            known.putAll(macros.values());
        }
    }

    /** The message is over. */
    void forgetMessage() {
        ofMessage.clear();
    }

    /** The client is gone, another one comes. */
    void forget() {
        connect = null;
        helo = "";
        ofClient.clear();
        ofMessage.clear();
    }

    /** A macro by its name without braces; empty where it is not there or says nothing. */
    Optional<String> macro(String name) {
        String value = ofMessage.getOrDefault(name, ofClient.getOrDefault(name, ""));
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }

    /** All macros that hold now. */
    Map<String, String> macros() {
        Map<String, String> all = new HashMap<>(ofClient);
        all.putAll(ofMessage);
        return all;
    }

    /**
     * The client's address; empty where it has none: mail that was made on this host, or came by a
     * UNIX socket.
     */
    Optional<InetAddress> address() {
        MilterCommand.Connect known = connect;
        if (known == null || known.family() == Family.UNIX) {
            return Optional.empty();
        }
        String text =
                known.family() == Family.UNKNOWN
                        ? macro("client_addr").orElse("")
                        : known.address();
        boolean prefixed = text.regionMatches(true, 0, IPV6_PREFIX, 0, IPV6_PREFIX.length());
        return IpNet.address(prefixed ? text.substring(IPV6_PREFIX.length()) : text);
    }

    /** The client's name as the server found it; an address in brackets where it has none. */
    String name() {
        MilterCommand.Connect known = connect;
        return known == null ? "" : known.host();
    }

    String helo() {
        return helo;
    }

    /** Version and cipher, or {@code none}. */
    String tlsText() {
        Optional<String> version = macro("tls_version");
        return version.map(v -> v + " " + macro("cipher").orElse("-")).orElse("none");
    }

    /** Whether the client speaks TLS. */
    boolean isEncrypted() {
        return macro("tls_version").isPresent();
    }

    /** Whom the client has proved to be; empty where it has not logged in. */
    Optional<String> login() {
        // Sendmail sets auth_type alone where a client came with a certificate.
        return macro("auth_authen").or(() -> macro("auth_type").map(_ -> "-"));
    }
}
