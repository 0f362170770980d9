package org.hikyaku.neighbours.setup;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a filter listens, or where it is asked for. */
public sealed interface MilterAddress {

    /**
     * A port.
     *
     * @param host empty where it listens on every address
     */
    record Inet(String host, int port) implements MilterAddress {

        private boolean isLoopback() {
            return host.equals("localhost")
                    || host.startsWith("127.")
                    || host.equals("[::1]")
                    || host.equals("::1")
                    || host.equals("[127.0.0.1]");
        }
    }

    /**
     * A socket.
     *
     * @param path as the host sees it, outside of any chroot
     */
    record Unix(String path) implements MilterAddress {}

    /** Words that are no address. */
    record Unknown(String written) implements MilterAddress {}

    /** Whether who asks for this one finds who listens at {@code listening}. */
    default boolean reaches(MilterAddress listening) {
        return switch (this) {
            case Inet asked ->
                    listening instanceof Inet heard
                            && asked.port == heard.port
                            && (heard.host.isEmpty()
                                    || asked.host.equalsIgnoreCase(heard.host)
                                    || asked.isLoopback() && heard.isLoopback());
            case Unix asked ->
                    listening instanceof Unix heard && tidy(asked.path).equals(tidy(heard.path));
            case Unknown _ -> false;
        };
    }

    private static String tidy(String path) {
        String once = path.replaceAll("/+", "/");
        return once.startsWith("/var/run/") ? once.substring(4) : once;
    }

    /**
     * As {@code smtpd_milters} has it: {@code inet:host:port}, {@code unix:path}.
     *
     * @param folder what {@code unix:} paths begin in: the queue folder where the service is in a
     *     chroot or the path is relative; else empty
     */
    static MilterAddress ofPostfix(String written, String folder) {
        String text = written.strip();
        if (text.startsWith("{")) {
            text = text.substring(1).split("[,}]", 2)[0].strip();
        }
        if (text.startsWith("unix:") || text.startsWith("local:")) {
            String path = text.substring(text.indexOf(':') + 1);
            String separator = path.startsWith("/") || folder.isEmpty() ? "" : "/";
            return new Unix(folder + separator + path);
        }
        int colon = text.lastIndexOf(':');
        if (!text.startsWith("inet") || colon < 5) {
            return new Unknown(written);
        }
        String host = text.substring(text.indexOf(':') + 1, colon);
        return port(text.substring(colon + 1))
                .<MilterAddress>map(p -> new Inet(host, p))
                .orElse(new Unknown(written));
    }

    /** As {@code Socket} of OpenDKIM has it: {@code inet:port@host}, {@code local:/path}. */
    static MilterAddress ofMilter(String written) {
        Matcher inet = Pattern.compile("inet6?:(\\d{1,5})(?:@(\\S*))?").matcher(written.strip());
        if (inet.matches()) {
            String host = inet.group(2) == null ? "" : inet.group(2);
            return port(inet.group(1))
                    .<MilterAddress>map(p -> new Inet(host, p))
                    .orElse(new Unknown(written));
        }
        String path = written.strip().replaceFirst("^(local|unix):", "");
        return path.startsWith("/") ? new Unix(path) : new Unknown(written);
    }

    private static Optional<Integer> port(String text) {
        boolean number = text.matches("[0-9]{1,5}");
        return number && Integer.parseInt(text) <= 65535
                ? Optional.of(Integer.parseInt(text))
                : Optional.empty();
    }
}
