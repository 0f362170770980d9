package org.hikyaku.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where another server of ours listens: one for LMTP, or one that knows who may log in.
 *
 * @param text {@code unix:/path} or {@code host:port}
 */
public record StreamAddress(String text) {

    private static final String UNIX = "unix:";

    /** sun_path of Linux has 108 octets, one of them the NUL at the end. */
    private static final int MAX_PATH_OCTETS = 107;

    private static final Pattern HOST =
            Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([A-Za-z0-9._-]{1,253})):([0-9]{1,5})");

    /** Reads {@code unix:/path} or {@code host:port}; empty where it is neither. */
    public static Optional<StreamAddress> parse(String text) {
        if (text.startsWith(UNIX)) {
            return isPath(text.substring(UNIX.length()))
                    ? Optional.of(new StreamAddress(text))
                    : Optional.empty();
        }
        Matcher matcher = HOST.matcher(text);
        return matcher.matches() && isPort(Integer.parseInt(matcher.group(3)))
                ? Optional.of(new StreamAddress(text))
                : Optional.empty();
    }

    private static boolean isPort(int port) {
        return port > 0 && port < 65_536;
    }

    private static boolean isPath(String path) {
        try {
            return path.startsWith("/")
                    && UnixDomainSocketAddress.of(path).toString().length() <= MAX_PATH_OCTETS;
        } catch (InvalidPathException _) {
            return false;
        }
    }

    /**
     * Where to connect to, in the order to try.
     *
     * @throws UnknownHostException where the name has no address
     */
    public List<SocketAddress> addresses() throws UnknownHostException {
        if (text.startsWith(UNIX)) {
            return List.of(UnixDomainSocketAddress.of(text.substring(UNIX.length())));
        }
        int colon = text.lastIndexOf(':');
        String host = text.substring(0, colon).replaceAll("[\\[\\]]", "");
        int port = Integer.parseInt(text.substring(colon + 1));
        List<SocketAddress> all = new ArrayList<>();
        for (InetAddress address : InetAddress.getAllByName(host)) {
            all.add(new InetSocketAddress(address, port));
        }
        return all;
    }

    @Override
    public String toString() {
        return text;
    }
}
