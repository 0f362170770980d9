package org.hikyaku.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.dns.RecordType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DkimKeysTest {

    private static final Mail MAIL = new Mail();

    @Test
    void pemIsReadBack() throws Exception {
        for (DkimKeyPair pair : List.of(MAIL.rsa, MAIL.ed)) {
            DkimKeys.Read read = DkimKeys.readPem(DkimKeys.writePem(pair.key()));
            assertThat(read.algorithm()).isEqualTo(pair.algorithm());
            assertThat(read.key().getEncoded()).isEqualTo(pair.key().getEncoded());
            assertThat(read).hasToString(pair.algorithm().keyType() + " key");
            assertThat(DkimKeys.fromPkcs8(pair.algorithm().keyType(), pair.key().getEncoded()))
                    .isEqualTo(pair.key());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nothing",
                "-----BEGIN PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
                "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----",
                "-----END PRIVATE KEY----- -----BEGIN PRIVATE KEY-----",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----",
                "AAAA",
            })
    void whatIsNoKeyIsRefused(String text) {
        assertThatThrownBy(() -> DkimKeys.readPem(text)).isInstanceOf(DkimKeys.Unreadable.class);
    }

    @Test
    void sizesAreBounded() {
        assertThatThrownBy(() -> DkimKeys.generateRsa(512))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DkimKeys.fromPkcs8("dsa", new byte[3]))
                .isInstanceOf(DkimKeys.Unreadable.class);
    }

    @Test
    void recordsAreReadBack() throws Exception {
        List<String> texts =
                List.of(
                        Mail.record(MAIL.rsa),
                        Mail.record(MAIL.ed),
                        "v=DKIM1; k=rsa; h=sha256; s=email; t=y:s; n=a note; p=");
        for (String text : texts) {
            assertThat(DkimKeyRecord.parse(text).text()).isEqualTo(text);
        }
    }

    @Test
    void thePublishedKeyIsCompared() {
        assertThat(DkimKeys.testKey(MAIL.zone(), MAIL.rsa))
                .isInstanceOfSatisfying(
                        DkimKeyCheck.Published.class,
                        p -> {
                            assertThat(p.bits()).isEqualTo(1024);
                            assertThat(p.authentic()).isFalse();
                            assertThat(p.warnings())
                                    .containsExactly("the key is 1024 bits; 2048 are advised");
                        });
        assertThat(DkimKeys.testKey(MAIL.zone(), MAIL.ed).isUsable()).isTrue();
    }

    private static DkimKeyCheck check(String record) {
        return DkimKeys.testKey(
                FakeResolver.builder().txt("ed._domainkey.example.com", record).build(), MAIL.ed);
    }

    @Test
    void whateverIsWrongIsTold() {
        String record = Mail.record(MAIL.ed);
        assertThat(check(Mail.record(Mail.pair("ed", MAIL.ed.algorithm()))).reason())
                .isEqualTo("the published key is not the one that signs");
        assertThat(check(Mail.record(MAIL.rsa)))
                .isInstanceOf(DkimKeyCheck.Differs.class)
                .extracting(DkimKeyCheck::reason)
                .isEqualTo("the published key is rsa, the signing key ed25519");
        assertThat(check("v=DKIM1; p=")).isInstanceOf(DkimKeyCheck.Unusable.class);
        assertThat(check(record.replace("k=ed", "s=tlsrpt; k=ed")))
                .isInstanceOf(DkimKeyCheck.Differs.class);
        assertThat(check(record.replace("k=ed", "t=y; k=ed")))
                .isInstanceOfSatisfying(
                        DkimKeyCheck.Published.class,
                        p -> assertThat(p.warnings()).singleElement().asString().contains("t=y"));
        assertThat(DkimKeys.testKey(FakeResolver.of(), MAIL.ed).reason())
                .isEqualTo("selector ed at example.com has no key record");
        FakeResolver broken =
                FakeResolver.builder()
                        .fail("ed._domainkey.example.com", RecordType.TXT, Answer.Failure.TIMEOUT)
                        .build();
        assertThat(DkimKeys.testKey(broken, MAIL.ed)).isInstanceOf(DkimKeyCheck.Unknown.class);
    }
}
