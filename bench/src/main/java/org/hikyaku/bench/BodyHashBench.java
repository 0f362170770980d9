package org.hikyaku.bench;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.hikyaku.app.server.FastCrypto;
import org.hikyaku.dkim.BodyHash;
import org.hikyaku.dkim.Canonicalization;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Body hashes beside the SHA-256 of the same octets. Pieces of 16 KB, as they come from a socket.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@NullUnmarked // fields are set by prepare
public class BodyHashBench {

    private static final int OCTETS = 1024 * 1024;
    private static final int PIECE = 16 * 1024;

    /** What stands in the body. */
    @Param({"prose", "base64"})
    public String content;

    private byte[] body;

    /** The body. */
    @Setup
    public void prepare() {
        FastCrypto.install();
        byte[] random = new byte[OCTETS];
        new Random(6376).nextBytes(random);
        String text =
                content.equals("base64")
                        ? Base64.getMimeEncoder().encodeToString(random)
                        : "the courier carries letters along the old road by day and by night\r\n"
                                .repeat(OCTETS / 60);
        body = Arrays.copyOf(SampleMail.octets(text.replace("\r\n", "\n")), OCTETS);
    }

    /** The digest alone. */
    @Benchmark
    public byte[] raw() throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (int at = 0; at < OCTETS; at += PIECE) {
            digest.update(body, at, PIECE);
        }
        return digest.digest();
    }

    /** c=…/simple. */
    @Benchmark
    public byte[] simple() {
        return hash(Canonicalization.SIMPLE);
    }

    /** c=…/relaxed. */
    @Benchmark
    public byte[] relaxed() {
        return hash(Canonicalization.RELAXED);
    }

    private byte[] hash(Canonicalization form) {
        BodyHash hash = new BodyHash(form, BodyHash.UNLIMITED);
        for (int at = 0; at < OCTETS; at += PIECE) {
            hash.update(body, at, PIECE);
        }
        return hash.digest();
    }
}
