package org.hikyaku.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Security;
import java.security.Signature;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Both providers give the same signatures and the same verdicts. */
final class FastCryptoTest {

    private static final String NAME = "AmazonCorrettoCryptoProvider";
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.ofEpochSecond(1_800_000_000));
    private static final byte[] MESSAGE =
            "From: a@example.com\r\nSubject: x\r\n\r\nbody\r\n".getBytes(StandardCharsets.US_ASCII);

    private final DkimKeyPair rsa = pair("r", Algorithm.RSA_SHA256);
    private final DkimKeyPair ed = pair("e", Algorithm.ED25519_SHA256);

    private static DkimKeyPair pair(String selector, Algorithm algorithm) {
        var key =
                switch (algorithm) {
                    case RSA_SHA256 -> DkimKeys.generateRsa(1024);
                    case ED25519_SHA256 -> DkimKeys.generateEd25519();
                };
        return new DkimKeyPair(DomainName.of("example.com"), selector, algorithm, key);
    }

    @BeforeEach
    @AfterEach
    void onlyTheJdk() {
        Security.removeProvider(NAME);
    }

    private byte[] signed() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DkimSigner signer = new DkimSigner(DkimSigning.of(List.of(rsa, ed)), CLOCK);
        for (HeaderField field : signer.sign(MESSAGE)) {
            out.writeBytes(field.raw());
        }
        out.writeBytes(MESSAGE);
        return out.toByteArray();
    }

    private List<DkimResult> verified(byte[] message) throws IOException, DkimKeys.Unreadable {
        FakeResolver zone =
                FakeResolver.builder()
                        .txt("r._domainkey.example.com", DkimKeys.publishedRecord(rsa))
                        .txt("e._domainkey.example.com", DkimKeys.publishedRecord(ed))
                        .build();
        return new DkimVerifier(zone, CLOCK).verify(message);
    }

    @Test
    void itServesAllThatMailNeedsWhereItIsThere() throws GeneralSecurityException {
        boolean made = // the library that the program ships
                System.getProperty("os.name").equals("Linux")
                        && System.getProperty("os.arch").equals("amd64");

        assertThat(FastCrypto.install()).isEqualTo(made);
        assertThat(FastCrypto.install()).as("a second time").isEqualTo(made);
        String expected = made ? NAME : "Sun.*";
        assertThat(Signature.getInstance("Ed25519").getProvider().getName()).matches(expected);
        assertThat(Signature.getInstance("SHA256withRSA").getProvider().getName())
                .matches(expected);
        assertThat(MessageDigest.getInstance("SHA-256").getProvider().getName()).matches(expected);
        assertThat(KeyFactory.getInstance("RSA").getProvider().getName()).matches(expected);
    }

    @Test
    void signaturesAreTheSameToTheOctet() throws IOException {
        byte[] slow = signed();
        FastCrypto.install();

        assertThat(signed()).isEqualTo(slow);
    }

    @Test
    void whatOneSignsTheOtherVerifies() throws IOException, DkimKeys.Unreadable {
        byte[] message = signed();
        byte[] changed = message.clone();
        changed[changed.length - 3] ^= 1;
        List<DkimResult> slow = verified(message);
        List<DkimResult> slowChanged = verified(changed);
        FastCrypto.install();

        assertThat(slow).hasSize(2).allMatch(DkimResult::passed);
        assertThat(verified(message)).isEqualTo(slow);
        assertThat(verified(changed)).isEqualTo(slowChanged).noneMatch(DkimResult::passed);
        byte[] fast = signed();
        Security.removeProvider(NAME);
        assertThat(verified(fast)).isEqualTo(slow);
    }

    @Test
    void brokenSignaturesAndKeysEndTheSameWay() throws IOException, DkimKeys.Unreadable {
        String good = new String(signed(), StandardCharsets.US_ASCII);
        for (String b : new String[] {"b=AAAA", "b=" + "A".repeat(340) + "AA==", "b="}) {
            byte[] bad =
                    good.replaceAll("(?s)b=[A-Za-z0-9+/=\\r\\n ]{60,}?\\r\\n(?=\\S)", b + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII);
            List<DkimResult> slow = verified(bad);
            FastCrypto.install();
            assertThat(verified(bad)).isEqualTo(slow).hasSize(2).noneMatch(DkimResult::passed);
            Security.removeProvider(NAME);
        }
    }
}
