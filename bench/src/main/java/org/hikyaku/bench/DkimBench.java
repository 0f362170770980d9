package org.hikyaku.bench;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hikyaku.app.server.FastCrypto;
import org.hikyaku.dkim.DkimKeys;
import org.hikyaku.dkim.DkimResult;
import org.hikyaku.dkim.DkimSigner;
import org.hikyaku.dkim.DkimVerifier;
import org.hikyaku.message.HeaderField;
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

    private byte[] plain;
    private byte[] signedRsa;
    private byte[] signedEd;
    private byte[] signedBoth;
    private DkimSigner rsa;
    private DkimSigner ed;
    private DkimSigner both;
    private DkimVerifier verifier;

    /** Keys, a message and its signed forms. */
    @Setup
    public void prepare() throws IOException, DkimKeys.Unreadable {
        FastCrypto.install();
        SampleMail mail = new SampleMail();
        plain = mail.plain();
        rsa = SampleMail.signer(mail.rsa);
        ed = SampleMail.signer(mail.ed);
        both = SampleMail.signer(mail.rsa, mail.ed);
        signedRsa = mail.signed(mail.rsa);
        signedEd = mail.signed(mail.ed);
        signedBoth = mail.signed(mail.rsa, mail.ed);
        verifier = new DkimVerifier(mail.zone(), Clock.systemUTC());
    }

    /** One RSA-2048 signature. */
    @Benchmark
    public List<HeaderField> signRsa() throws IOException {
        return rsa.sign(plain);
    }

    /** One Ed25519 signature. */
    @Benchmark
    public List<HeaderField> signEd25519() throws IOException {
        return ed.sign(plain);
    }

    /** RSA-2048 and Ed25519. */
    @Benchmark
    public List<HeaderField> signBoth() throws IOException {
        return both.sign(plain);
    }

    /** One RSA-2048 signature. */
    @Benchmark
    public List<DkimResult> verifyRsa() throws IOException {
        return passed(verifier.verify(signedRsa));
    }

    /** One Ed25519 signature. */
    @Benchmark
    public List<DkimResult> verifyEd25519() throws IOException {
        return passed(verifier.verify(signedEd));
    }

    /** Both signatures. */
    @Benchmark
    public List<DkimResult> verifyBoth() throws IOException {
        return passed(verifier.verify(signedBoth));
    }

    private static List<DkimResult> passed(List<DkimResult> results) {
        if (results.isEmpty() || !results.stream().allMatch(DkimResult::passed)) {
            throw new IllegalStateException("what is measured fails: " + results);
        }
        return results;
    }
}
