package org.hikyaku.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.hikyaku.app.server.FastCrypto;
import org.hikyaku.auth.AuthResultsText;
import org.hikyaku.auth.AuthRun;
import org.hikyaku.auth.MessageAuthenticator.Peer;
import org.hikyaku.auth.ReverseDns;
import org.hikyaku.auth.StandardAuthenticator;
import org.hikyaku.dkim.DkimKeys;
import org.hikyaku.dns.Resolver;
import org.hikyaku.lookup.CachingResolver;
import org.hikyaku.message.MessageScanner;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;
import org.hikyaku.smtp.ReversePath;

/**
 * Whether the full check of hostile input takes time in proportion to its size: {@code bench/run
 * hostile}. Sizes 1, 10 and 100 of each kind.
 */
public final class HostileRun {

    private static final int[] SIZES = {1, 10, 100};

    /** Processor time for one figure. */
    private static final long MEASURE_NANOS = 400_000_000;

    /** Times hundredfold input may cost for each octet, beside the tenfold: noise has a share. */
    private static final double MAX_GROWTH = 2;

    private static final String RECEIVER = "mx.rcpt.example";

    private final com.sun.management.OperatingSystemMXBean system =
            ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
    private final SampleMail sender = new SampleMail();
    private final InetAddress client = IpNet.of("198.51.100.7").address();

    private HostileRun() {}

    /** Prints the table; status 1 where something grows faster than its input. */
    public static void main(String[] args) throws IOException, DkimKeys.Unreadable {
        FastCrypto.install();
        HostileRun run = new HostileRun();
        System.out.printf("%-28s %33s %33s%n", "", "octets of input", "microseconds");
        boolean linear = true;
        for (HostileMail kind : HostileMail.values()) {
            linear &= run.measure(kind);
        }
        System.exit(linear ? 0 : 1);
    }

    private boolean measure(HostileMail kind) throws IOException, DkimKeys.Unreadable {
        int[] octets = new int[SIZES.length];
        double[] micros = new double[SIZES.length];
        for (int i = 0; i < SIZES.length; i++) {
            byte[] message = kind.message(sender, SIZES[i]);
            String spf = kind.spf(SIZES[i]);
            octets[i] = message.length + spf.length();
            micros[i] = micros(message, new CachingResolver(sender.zone(spf)));
        }
        double growth = micros[2] / octets[2] / (micros[1] / octets[1]);
        System.out.printf(
                Locale.ROOT,
                "%-28s %10d %11d %11d %10.0f %11.0f %11.0f  %s%n",
                kind.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                octets[0],
                octets[1],
                octets[2],
                micros[0],
                micros[1],
                micros[2],
                growth <= MAX_GROWTH ? "linear" : "FASTER THAN ITS INPUT");
        return growth <= MAX_GROWTH;
    }

    private double micros(byte[] message, Resolver resolver) throws IOException {
        StandardAuthenticator authenticator =
                StandardAuthenticator.of(DomainName.of(RECEIVER), resolver, InstantSource.system());
        repeat(authenticator, message, resolver);
        return repeat(authenticator, message, resolver);
    }

    private double repeat(StandardAuthenticator authenticator, byte[] message, Resolver resolver)
            throws IOException {
        long start = system.getProcessCpuTime();
        long used = 0;
        int rounds = 0;
        while (used < MEASURE_NANOS) {
            check(authenticator, message, resolver);
            rounds++;
            used = system.getProcessCpuTime() - start;
        }
        return used / 1e3 / rounds;
    }

    private void check(StandardAuthenticator authenticator, byte[] message, Resolver resolver)
            throws IOException {
        AuthRun run =
                authenticator.begin(
                        new Peer(client, SampleMail.HELO, ReversePath.of(SampleMail.FROM)));
        MessageScanner scanner = new MessageScanner(List.of(run));
        scanner.feed(message, 0, message.length);
        scanner.end();
        ReverseDns reverse = ReverseDns.of(client, resolver);
        if (AuthResultsText.of(RECEIVER, run.verdict(), reverse).fieldValue().isEmpty()) {
            throw new IllegalStateException("a check without a result");
        }
    }
}
