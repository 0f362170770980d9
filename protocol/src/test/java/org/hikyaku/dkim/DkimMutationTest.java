package org.hikyaku.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Change one octet of what is signed, and the signature no longer verifies. */
class DkimMutationTest {

    private static final Mail MAIL = new Mail();

    /**
     * Simple canonicalization signs every octet. Relaxed changes white space and the case of names
     * itself, so there the change is one of a letter into another letter.
     */
    @Test
    void noMutationOfASignedPartVerifies() throws IOException {
        RandomGenerator random = new Random(8301);
        for (DkimSigning options : Mail.forms(DkimSigning.of(List.of(MAIL.ed)))) {
            byte[] signed = Mail.signed(options, Mail.crlf(Mail.TEXT));
            DkimVerifier verifier = MAIL.verifier();
            assertThat(verifier.verify(signed)).allMatch(DkimResult::passed);
            int signedFrom = Mail.text(signed).indexOf("\r\nFrom:") + 2;
            boolean exact =
                    options.header() == Canonicalization.SIMPLE
                            && options.body() == Canonicalization.SIMPLE;
            for (int at = signedFrom; at < signed.length; at++) {
                byte[] changed = signed.clone();
                changed[at] = exact ? other(signed[at], random) : otherLetter(signed[at]);
                if (changed[at] != signed[at]) {
                    assertThat(verifier.verify(changed))
                            .as("%s/%s, octet %s", options.header(), options.body(), at)
                            .noneMatch(DkimResult::passed);
                }
            }
        }
    }

    @Test
    void noMutationOfTheSignatureFieldVerifies() throws IOException {
        for (DkimKeyPair key : List.of(MAIL.ed, MAIL.rsa)) {
            byte[] signed = Mail.signed(DkimSigning.of(List.of(key)), Mail.crlf(Mail.TEXT));
            DkimVerifier verifier = MAIL.verifier();
            int end = Mail.text(signed).indexOf("\r\nReceived:");
            for (int at = "DKIM-Signature:".length(); at < end; at++) {
                byte[] changed = signed.clone();
                changed[at] = otherLetter(signed[at]);
                if (changed[at] != signed[at]) {
                    assertThat(verifier.verify(changed))
                            .as("%s, octet %s of the signature", key.algorithm(), at)
                            .noneMatch(DkimResult::passed);
                }
            }
        }
    }

    private static byte other(byte octet, RandomGenerator random) {
        return (byte) (octet ^ (1 << random.nextInt(8)));
    }

    /** Another letter or digit, never the same in the other case; other octets stay. */
    private static byte otherLetter(byte octet) {
        boolean last = octet == 'z' || octet == 'Z' || octet == '9';
        return Character.isLetterOrDigit(octet) ? (byte) (last ? octet - 1 : octet + 1) : octet;
    }

    @Test
    void addingASignedFieldBreaksAnOversignedSignature() throws IOException {
        byte[] signed = Mail.signed(DkimSigning.of(List.of(MAIL.ed)), Mail.crlf(Mail.TEXT));
        for (String name : DkimSigning.OVERSIGNED) {
            String text = name + ": added\r\n" + Mail.text(signed);
            assertThat(MAIL.verifier().verify(Mail.crlf(text)))
                    .as(name)
                    .noneMatch(DkimResult::passed);
        }
        String listed = "List-Id: added\r\n" + Mail.text(signed);
        assertThat(MAIL.verifier().verify(Mail.crlf(listed))).allMatch(DkimResult::passed);
    }
}
