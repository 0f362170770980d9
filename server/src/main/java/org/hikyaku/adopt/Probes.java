package org.hikyaku.adopt;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.hikyaku.convergence.ServerQueries;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.RecordType;
import org.hikyaku.milter.MilterAction;
import org.hikyaku.milter.MilterCommand;
import org.hikyaku.milter.MilterOptions;
import org.hikyaku.milter.MilterReader;
import org.hikyaku.milter.MilterReply;
import org.hikyaku.milter.MilterSocket;
import org.hikyaku.milter.MilterStep;
import org.hikyaku.milter.MilterWriter;
import org.hikyaku.name.DomainName;
import org.hikyaku.wire.Printable;

/** Looks once whether something answers, each within a few seconds. */
final class Probes {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** RFC 5321 section 4.5.3.1.5: a reply line has at most 512 octets. */
    private static final int MAX_GREETING_CHARS = 512;

    private static final String ESTABLISHED = "01";
    private static final String CONNECTED = "03";

    private final ServerQueries queries = ServerQueries.network(LIMIT);

    /** What speaks over a connection; empty where it is content. */
    @FunctionalInterface
    private interface Talk {
        Optional<String> over(SocketChannel channel) throws IOException;
    }

    Optional<String> milter(MilterSocket socket) {
        return talk(socket.toString(), () -> connect(socket), Probes::negotiate);
    }

    private static Optional<String> negotiate(SocketChannel channel) throws IOException {
        MilterWriter out = new MilterWriter(Channels.newOutputStream(channel));
        MilterOptions all =
                MilterOptions.of(
                        MilterOptions.NEWEST,
                        EnumSet.allOf(MilterAction.class),
                        EnumSet.allOf(MilterStep.class));
        out.put(new MilterCommand.Negotiate(all));
        out.flush();
        MilterReply reply = new MilterReader(Channels.newInputStream(channel)).reply();
        return reply instanceof MilterReply.Negotiated
                ? Optional.empty()
                : Optional.of("it does not negotiate");
    }

    Optional<String> greeting(InetSocketAddress server) {
        return talk(
                server.getHostString() + ":" + server.getPort(),
                () -> SocketChannel.open(server),
                Probes::readGreeting);
    }

    private static Optional<String> readGreeting(SocketChannel channel) throws IOException {
        BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(
                                Channels.newInputStream(channel), StandardCharsets.ISO_8859_1));
        char[] start = new char[MAX_GREETING_CHARS];
        int n = in.read(start);
        String text = n <= 0 ? "" : new String(start, 0, n);
        return text.startsWith("220")
                ? Optional.empty()
                : Optional.of("it says: " + Printable.of(text, MAX_GREETING_CHARS));
    }

    /** Connects. */
    @FunctionalInterface
    private interface Connector {
        SocketChannel connect() throws IOException;
    }

    private static SocketChannel connect(MilterSocket socket) throws IOException {
        return switch (socket) {
            case MilterSocket.Unix(var path) -> {
                SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                channel.connect(UnixDomainSocketAddress.of(path));
                yield channel;
            }
            case MilterSocket.Inet(var port, var host, var _) ->
                    SocketChannel.open(
                            new InetSocketAddress(
                                    host.isEmpty()
                                            ? InetAddress.getLoopbackAddress()
                                            : InetAddress.getByName(host),
                                    port));
        };
    }

    /** Connects and talks on a thread of its own, which is ended where it takes too long. */
    private static Optional<String> talk(String whom, Connector connector, Talk talk) {
        FutureTask<Optional<String>> answer =
                new FutureTask<>(
                        () -> {
                            try (SocketChannel channel = connector.connect()) {
                                return talk.over(channel);
                            }
                        });
        Thread.startVirtualThread(answer);
        String problem;
        try {
            return answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                    .map(why -> whom + ": " + why);
        } catch (TimeoutException _) {
            problem = "no answer within " + LIMIT.toSeconds() + " s";
        } catch (ExecutionException e) {
            problem = String.valueOf(e.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            problem = "interrupted";
        }
        answer.cancel(true); // closes the channel
        return Optional.of(whom + ": " + problem);
    }

    /** From the kernel's list of connections, proc(5). */
    Optional<String> unused(MilterSocket socket) {
        boolean used =
                switch (socket) {
                    case MilterSocket.Unix(var path) ->
                            lines("/proc/net/unix").stream().anyMatch(l -> isUnix(l, path));
                    case MilterSocket.Inet(var port, var _, var _) ->
                            List.of("/proc/net/tcp", "/proc/net/tcp6").stream()
                                    .flatMap(table -> lines(table).stream())
                                    .anyMatch(line -> isTcp(line, port));
                };
        return used ? Optional.of(socket + " is still used") : Optional.empty();
    }

    private static boolean isUnix(String line, String path) {
        String[] words = line.strip().split("\\s+");
        return words.length == 8 && words[5].equals(CONNECTED) && words[7].equals(path);
    }

    private static boolean isTcp(String line, int port) {
        String[] words = line.strip().split("\\s+");
        return words.length > 3
                && words[3].equals(ESTABLISHED)
                && words[1].endsWith(":%04X".formatted(port));
    }

    private static List<String> lines(String table) {
        try {
            return Files.exists(Path.of(table)) ? Files.readAllLines(Path.of(table)) : List.of();
        } catch (IOException _) {
            return List.of(); // not to be seen: then nothing is waited for
        }
    }

    Optional<String> serial(DomainName zone, long wanted, InetSocketAddress server) {
        List<DnsRecord.Soa> found =
                queries.ask(server, zone, RecordType.SOA).answer().records(DnsRecord.Soa.class);
        if (found.isEmpty()) {
            return Optional.of(server.getHostString() + " does not answer for " + zone);
        }
        long ahead = (found.getFirst().serial() - wanted) & 0xffff_ffffL; // RFC 1982 section 3.2
        return ahead < 1L << 31
                ? Optional.empty()
                : Optional.of(
                        String.format(
                                Locale.ROOT,
                                "%s has %s with serial %d still",
                                server.getHostString(),
                                zone,
                                found.getFirst().serial()));
    }
}
