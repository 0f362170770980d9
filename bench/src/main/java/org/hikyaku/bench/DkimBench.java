package org.hikyaku.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hikyaku.dkim.DkimKeyPair;
import org.hikyaku.dkim.DkimKeyPair.Algorithm;
import org.hikyaku.dkim.DkimKeys;
import org.hikyaku.dkim.DkimResult;
import org.hikyaku.dkim.DkimSigner;
import org.hikyaku.dkim.DkimSigning;
import org.hikyaku.dkim.DkimVerifier;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.message.HeaderField;
import org.hikyaku.name.DomainName;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Signing and verifying an 8 KB message, the key known. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@NullUnmarked // fields are set by prepare
public class DkimBench {

    private static final int LINES = 120;

    private byte[] plain = new byte[0];
    private byte[] signed = new byte[0];
    private DkimSigner rsa;
    private DkimSigner both;
    private DkimVerifier verifier;

    /** Keys, a message and its signed form. */
    @Setup
    public void prepare() throws IOException, DkimKeys.Unreadable {
        DomainName domain = DomainName.of("sender.example");
        DkimKeyPair r =
                new DkimKeyPair(domain, "r", Algorithm.RSA_SHA256, DkimKeys.generateRsa(2048));
        DkimKeyPair e =
                new DkimKeyPair(domain, "e", Algorithm.ED25519_SHA256, DkimKeys.generateEd25519());
        String header =
                "From: Alice <alice@sender.example>\r\nTo: bob@rcpt.example\r\nSubject: speed\r\nDate: Mon, 23 Nov 2026 10:00:00 +0000\r\nMessage-ID: <1@sender.example>\r\n\r\n";
        plain =
                (header
                                + "the courier carries letters along the old road by day and by night\r\n"
                                        .repeat(LINES))
                        .getBytes(StandardCharsets.US_ASCII);
        rsa = new DkimSigner(DkimSigning.of(List.of(r)), Clock.systemUTC());
        both = new DkimSigner(DkimSigning.of(List.of(r, e)), Clock.systemUTC());
        FakeResolver dns =
                FakeResolver.of(
                        "r._domainkey.sender.example TXT " + DkimKeys.publishedRecord(r),
                        "e._domainkey.sender.example TXT " + DkimKeys.publishedRecord(e));
        verifier = new DkimVerifier(dns, Clock.systemUTC());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (HeaderField field : both.sign(plain)) {
            out.writeBytes(field.raw());
        }
        out.writeBytes(plain);
        signed = out.toByteArray();
    }

    /** One RSA-2048 signature. */
    @Benchmark
    public List<HeaderField> signRsa() throws IOException {
        return rsa.sign(plain);
    }

    /** RSA-2048 and Ed25519. */
    @Benchmark
    public List<HeaderField> signBoth() throws IOException {
        return both.sign(plain);
    }

    /** Both signatures. */
    @Benchmark
    public List<DkimResult> verifyBoth() throws IOException {
        return verifier.verify(signed);
    }
}
