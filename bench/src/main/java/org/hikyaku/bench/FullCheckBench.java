package org.hikyaku.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hikyaku.app.server.FastCrypto;
import org.hikyaku.auth.AuthResultsText;
import org.hikyaku.auth.AuthRun;
import org.hikyaku.auth.AuthVerdict;
import org.hikyaku.auth.MessageAuthenticator.Peer;
import org.hikyaku.auth.ReverseDns;
import org.hikyaku.auth.StandardAuthenticator;
import org.hikyaku.dkim.DkimKeys;
import org.hikyaku.dmarc.DmarcVerdict;
import org.hikyaku.dns.Resolver;
import org.hikyaku.lookup.CachingResolver;
import org.hikyaku.message.MessageScanner;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.IpNet;
import org.hikyaku.smtp.ReversePath;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * All that an inbound session does to know who sent an 8 KB message: SPF of HELO and MAIL FROM, an
 * RSA and an Ed25519 signature, ARC, DMARC, the field Authentication-Results. The DNS cache is
 * warm.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@NullUnmarked // fields are set by prepare
public class FullCheckBench {

    private static final String RECEIVER = "mx.rcpt.example";

    private byte[] message;
    private Peer peer;
    private ReverseDns reverse;
    private StandardAuthenticator authenticator;

    /** The sender, and a receiver that has heard of it before. */
    @Setup
    public void prepare() throws IOException, DkimKeys.Unreadable {
        FastCrypto.install();
        SampleMail mail = new SampleMail();
        message = mail.signed(mail.rsa, mail.ed);
        InetAddress client = IpNet.of(SampleMail.CLIENT).address();
        peer = new Peer(client, SampleMail.HELO, ReversePath.of(SampleMail.FROM));
        Resolver cached = new CachingResolver(mail.zone());
        reverse = ReverseDns.of(client, cached);
        authenticator =
                StandardAuthenticator.of(DomainName.of(RECEIVER), cached, InstantSource.system());
    }

    /** One message. */
    @Benchmark
    public String check() throws IOException {
        AuthRun run = authenticator.begin(peer);
        MessageScanner scanner = new MessageScanner(List.of(run));
        scanner.feed(message, 0, message.length);
        scanner.end();
        AuthVerdict verdict = run.verdict();
        if (verdict.dmarc().code() != DmarcVerdict.Code.PASS || verdict.dkim().size() != 2) {
            throw new IllegalStateException("what is measured fails: " + verdict);
        }
        return AuthResultsText.of(RECEIVER, verdict, reverse).fieldValue();
    }
}
