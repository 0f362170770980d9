package org.hikyaku.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.List;
import org.hikyaku.message.HeaderField;
import org.hikyaku.name.DomainName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DkimSignerTest {

    private static final Mail MAIL = new Mail();
    private static final DkimSigning BOTH = DkimSigning.of(List.of(MAIL.rsa, MAIL.ed));

    private static List<HeaderField> sign(DkimSigning options, String message) throws IOException {
        return new DkimSigner(options, Mail.CLOCK).sign(Mail.crlf(message));
    }

    @Test
    void bothKeysSignInTheirOrder() throws Exception {
        List<HeaderField> fields = sign(BOTH, Mail.TEXT);
        assertThat(fields).hasSize(2);
        DkimSignature first = DkimSignature.parse(fields.getFirst().value());
        DkimSignature second = DkimSignature.parse(fields.getLast().value());
        assertThat(first.algorithm()).isEqualTo("rsa-sha256");
        assertThat(second.algorithm()).isEqualTo("ed25519-sha256");
        assertThat(first.bodyHash()).isEqualTo(second.bodyHash());
        assertThat(first.signedAt()).isEqualTo(Mail.NOW);
        assertThat(first.expiresAt()).isNull();
        assertThat(first.signedFields()).containsSequence("from", "from");
        assertThat(first.signedFields()).contains("reply-to").doesNotContain("received", "list-id");
    }

    @Test
    void linesHaveAtMost78Characters() throws IOException {
        for (HeaderField field : sign(BOTH.withExpiry(Duration.ofDays(1)), Mail.TEXT)) {
            String text = Mail.text(field.raw());
            assertThat(text).endsWith("\r\n");
            assertThat(text.split("\r\n"))
                    .allSatisfy(
                            line -> {
                                assertThat(line.length()).isLessThanOrEqualTo(78);
                                assertThat(line).isNotBlank();
                            });
        }
    }

    @Test
    void agentAndExpiryAreWritten() throws Exception {
        DkimSigning options = BOTH.withAgent("a;b@sub.example.com").withExpiry(Duration.ofHours(1));
        DkimSignature signature = DkimSignature.parse(sign(options, Mail.TEXT).getFirst().value());
        assertThat(signature.agent()).isEqualTo("a;b@sub.example.com");
        assertThat(signature.agentDomain()).isEqualTo(DomainName.of("sub.example.com"));
        assertThat(signature.expiresAt()).isEqualTo(Mail.NOW.plus(Duration.ofHours(1)));
    }

    @Test
    void withoutOversigningOnlyWhatIsThereIsSigned() throws Exception {
        DkimSigning options = BOTH.withOversign(false).withHeaders(List.of("From", "Cc", "To"));
        DkimSignature signature = DkimSignature.parse(sign(options, Mail.TEXT).getFirst().value());
        assertThat(signature.signedFields()).containsExactly("from", "to");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "To: a@example.com | the message has no From",
                "From: a@example.com\\nFrom: b@example.com | the message has 2 From",
                "From: a@example.com\\nSubject: a\\rb | field Subject has a CR or LF on its own",
            })
    void messagesThatWouldNotVerifyAreRefused(String header, String reason) {
        String text = header.replace("\\n", "\n").replace("\\r", "\r") + "\n\nbody\n";
        assertThatThrownBy(() -> sign(BOTH, text))
                .isInstanceOf(DkimSignException.class)
                .hasMessage(reason);
    }

    @Test
    void keysThatNobodyWouldAcceptAreRefused() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(768);
        DkimKeyPair weak =
                new DkimKeyPair(
                        MAIL.rsa.domain(),
                        "weak",
                        MAIL.rsa.algorithm(),
                        generator.generateKeyPair().getPrivate());
        assertThatThrownBy(() -> sign(DkimSigning.of(List.of(weak)), Mail.TEXT))
                .isInstanceOf(DkimSignException.class)
                .hasMessageContaining("key is 768 bits");
        DkimKeyPair mixed =
                new DkimKeyPair(MAIL.rsa.domain(), "x", MAIL.rsa.algorithm(), MAIL.ed.key());
        assertThatThrownBy(() -> sign(DkimSigning.of(List.of(mixed)), Mail.TEXT))
                .isInstanceOf(DkimSignException.class)
                .hasMessageContaining("not an RSA key");
        assertThatThrownBy(() -> sign(DkimSigning.of(List.of()), Mail.TEXT))
                .isInstanceOf(DkimSignException.class);
        assertThatThrownBy(() -> sign(BOTH.withAgent("@example.org"), Mail.TEXT))
                .isInstanceOf(DkimSignException.class)
                .hasMessage("i=@example.org is not within d=example.com");
        assertThatThrownBy(() -> sign(BOTH.withHeaders(List.of("To")), Mail.TEXT))
                .isInstanceOf(DkimSignException.class)
                .hasMessage("From is not among the fields to sign");
    }

    @Test
    void thePrivateKeyIsNeverShown() {
        assertThat(MAIL.ed).hasToString("ed._domainkey.example.com (ed25519-sha256)");
        assertThat(BOTH.toString()).doesNotContain("key=");
    }
}
