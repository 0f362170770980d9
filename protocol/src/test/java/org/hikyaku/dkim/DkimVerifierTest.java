package org.hikyaku.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.dns.RecordType;
import org.hikyaku.dns.Resolver;
import org.hikyaku.message.MessageScanner;
import org.hikyaku.name.DomainName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DkimVerifierTest {

    private static final Mail MAIL = new Mail();
    private static final DkimSigning ED = DkimSigning.of(List.of(MAIL.ed));
    private static final byte[] MESSAGE = Mail.crlf(Mail.TEXT);

    private static DkimResult only(DkimVerifier verifier, String message) throws IOException {
        List<DkimResult> results = verifier.verify(Mail.crlf(message));
        assertThat(results).hasSize(1);
        return results.getFirst();
    }

    private static String signedText() throws IOException {
        return Mail.text(Mail.signed(ED, MESSAGE));
    }

    private static DkimVerifier withRecord(String record) {
        return new DkimVerifier(
                FakeResolver.builder().txt("ed._domainkey.example.com", record).build(),
                Mail.CLOCK);
    }

    private static String key() {
        String record = Mail.record(MAIL.ed);
        return record.substring(record.indexOf("p="));
    }

    @Test
    void aMessageWithoutSignatureHasNoResult() throws IOException {
        assertThat(MAIL.verifier().verify(MESSAGE)).isEmpty();
        assertThat(MAIL.verifier().verify(new byte[0])).isEmpty();
    }

    @Test
    void allFormsOfBothAlgorithmsPassInOnePass() throws IOException {
        DkimSigning both = DkimSigning.of(List.of(MAIL.rsa, MAIL.ed));
        byte[] message = MESSAGE;
        for (DkimSigning options : Mail.forms(both)) {
            message = Mail.signed(options, message);
        }
        assertThat(MAIL.verifier().verify(message))
                .hasSize(8)
                .allSatisfy(r -> assertThat(r.reason()).isEmpty())
                .allMatch(DkimResult::passed);
    }

    @Test
    void piecesOfAnySizeGiveTheSame() throws IOException {
        byte[] signed =
                Mail.signed(
                        ED.withForms(Canonicalization.SIMPLE, Canonicalization.RELAXED), MESSAGE);
        for (int size = 1; size < 200; size += 7) {
            DkimVerification run = MAIL.verifier().begin();
            MessageScanner scanner = new MessageScanner(List.of(run));
            for (int at = 0; at < signed.length; at += size) {
                scanner.feed(signed, at, Math.min(size, signed.length - at));
            }
            assertThatThrownBy(run::results).isInstanceOf(IllegalStateException.class);
            scanner.end();
            assertThat(run.results()).as("pieces of %s", size).allMatch(DkimResult::passed);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v=DKIM1; k=ed25519; t=y | PASS | ''",
                "v=DKIM1; k=ed25519; t=s | PASS | ''",
                "v=DKIM1; k=ed25519; h=sha1:sha256 | PASS | ''",
                "v=DKIM1; k=ed25519; s=other:email; x=unknown | PASS | ''",
                "v=DKIM1; k=ed25519; h=sha1 | PERMERROR | the key does not allow sha256 (h=sha1)",
                "v=DKIM1; k=ed25519; s=tlsrpt | PERMERROR | the key is not for mail (s=tlsrpt)",
                "v=DKIM2; k=ed25519 | PERMERROR | version v=DKIM2 is not DKIM1",
                "k=ed25519; v=DKIM1 | PERMERROR | v= is not the first tag",
                "v=DKIM1; k=dsa | PERMERROR | key type k=dsa is not supported",
                "v=DKIM1 | PERMERROR | p= is not an RSA public key",
                "v=DKIM1; k=ed25519; k=ed25519 | PERMERROR | tag 'k' stands twice",
            })
    void theKeyRecordDecides(String start, DkimResult.Code code, String reason) throws IOException {
        DkimResult result = only(withRecord(start + "; " + key()), signedText());
        assertThat(result.code()).isEqualTo(code);
        assertThat(result.reason()).endsWith(reason);
        assertThat(result.testing()).isEqualTo(start.contains("t=y"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v=DKIM1; k=ed25519; p= | the key is revoked (p= is empty)",
                "v=DKIM1; k=ed25519 | tag p= is missing",
                "v=DKIM1; k=ed25519; p=AAAA | the Ed25519 key has 3 octets instead of 32",
                "v=DKIM1; k=ed25519; p=!!! | p= is not base64",
                "'' | tag p= is missing",
            })
    void aRecordWithoutAUsableKeyIsAPermanentError(String record, String reason)
            throws IOException {
        DkimResult result = only(withRecord(record), signedText());
        assertThat(result.code()).isEqualTo(DkimResult.Code.PERMERROR);
        assertThat(result.reason())
                .isEqualTo("the key record at ed._domainkey.example.com: " + reason);
    }

    @Test
    void whatTheDnsSaysOfAMissingKey() throws IOException {
        DkimResult none = only(new DkimVerifier(FakeResolver.of(), Mail.CLOCK), signedText());
        assertThat(none.code()).isEqualTo(DkimResult.Code.PERMERROR);
        assertThat(none.reason()).isEqualTo("selector ed at example.com has no key record");
        for (Answer.Failure failure : Answer.Failure.values()) {
            Resolver failing = (_, _) -> new Answer.Failed(failure, "");
            DkimResult result = only(new DkimVerifier(failing, Mail.CLOCK), signedText());
            assertThat(result.code()).isEqualTo(DkimResult.Code.TEMPERROR);
            assertThat(result.reason()).contains("could not be looked up");
        }
    }

    @Test
    void dnssecIsTold() throws IOException {
        FakeResolver zone =
                FakeResolver.builder()
                        .txt("ed._domainkey.example.com", Mail.record(MAIL.ed))
                        .authentic()
                        .build();
        assertThat(only(new DkimVerifier(zone, Mail.CLOCK), signedText()).keyAuthentic()).isTrue();
        assertThat(only(MAIL.verifier(), signedText()).keyAuthentic()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v=1; | v=2; | PERMERROR | version v=2 is not supported",
                "v=1; | '' | NEUTRAL | tag v= is missing",
                "v=1; | v=1; v=1; | NEUTRAL | tag 'v' stands twice",
                "v=1; | v=1; ; | NEUTRAL | empty tag at position 4",
                "a=ed25519-sha256 | a=rsa-sha1 | NEUTRAL | bh= has 32 octets, which is no hash of a=rsa-sha1",
                "a=ed25519-sha256 | a=dsa-sha256 | PERMERROR | algorithm dsa-sha256 is not supported",
                "a=ed25519-sha256 | a=rsa-sha256 | PERMERROR | the key is for ed25519, the signature rsa-sha256",
                "c=relaxed/relaxed | c=odd | PERMERROR | canonicalization odd is not supported",
                "d=example.com | d=exa mple | NEUTRAL | d= is not a domain name",
                "d=example.com | d=a.example(.b.example | NEUTRAL | d= is not a domain name",
                "s=ed | s= | NEUTRAL | s= is not a selector",
                "h=From:From | h=Sender:X | PERMERROR | From is not signed",
                "h=From:From | h=From::From | NEUTRAL | h= is not a list of field names",
                "v=1; | v=1; q=http; | PERMERROR | q=http offers no way that is known to fetch the key",
                "v=1; | v=1; i=joe; | NEUTRAL | i= has no @",
                "v=1; | v=1; i=@example.org; | NEUTRAL | i= is not within d=: example.org and example.com",
                "v=1; | v=1; i=@notexample.com; | NEUTRAL | i= is not within d=: notexample.com and example.com",
                "v=1; | v=1; l=-1; | NEUTRAL | l= is not a number of 1 to 76 digits",
                "v=1; | v=1; x=soon; | NEUTRAL | x= is not a number of 1 to 12 digits",
                "v=1; | v=1; x=1; | NEUTRAL | x= is not later than t=",
                "v=1; | v=1; l=9999999999999999999999; | FAIL | body hash differs: ",
            })
    void aBrokenSignatureFieldHasItsReason(
            String old, String replacement, DkimResult.Code code, String reason)
            throws IOException {
        DkimResult result = only(MAIL.verifier(), signedText().replaceFirst(old, replacement));
        if (code == DkimResult.Code.FAIL) {
            assertThat(result.passed()).isFalse();
            return;
        }
        assertThat(result.reason()).isEqualTo(reason);
        assertThat(result.code()).isEqualTo(code);
    }

    @Test
    void anExpiredSignatureSaysSinceWhen() throws IOException {
        byte[] signed = Mail.signed(ED.withExpiry(Duration.ofDays(7)), MESSAGE);
        DkimVerifier inTime = MAIL.verifier();
        assertThat(inTime.verify(signed)).allMatch(DkimResult::passed);
        DkimVerifier late = new DkimVerifier(MAIL.zone(), () -> Mail.NOW.plus(Duration.ofDays(10)));
        DkimResult result = late.verify(signed).getFirst();
        assertThat(result.code()).isEqualTo(DkimResult.Code.FAIL);
        assertThat(result.reason()).isEqualTo("expired 3 days ago");
    }

    @Test
    void weakAndOddRsaKeysProveNothing() throws Exception {
        for (int bits : new int[] {512, 768}) {
            var generator = java.security.KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            String p = StrictBase64.encode(generator.generateKeyPair().getPublic().getEncoded());
            DkimVerifier verifier =
                    new DkimVerifier(
                            FakeResolver.builder()
                                    .txt("rsa._domainkey.example.com", "p=" + p)
                                    .build(),
                            Mail.CLOCK);
            byte[] signed = Mail.signed(DkimSigning.of(List.of(MAIL.rsa)), MESSAGE);
            DkimResult result = verifier.verify(signed).getFirst();
            assertThat(result.code()).isEqualTo(DkimResult.Code.PERMERROR);
            assertThat(result.reason()).contains("key is " + bits + " bits");
        }
    }

    @Test
    void aFooterIsCountedAndWhiteSpaceIsTold() throws IOException {
        String text = signedText();
        DkimResult footer = only(MAIL.verifier(), text + "-- \nlist footer\n");
        assertThat(footer.code()).isEqualTo(DkimResult.Code.FAIL);
        assertThat(footer.reason())
                .isEqualTo("body hash differs: 17 octets were added after signing");
        String plain = Mail.TEXT.substring(0, Mail.TEXT.indexOf("\n\n") + 2) + "one\ntwo\n";
        DkimSigning simple = ED.withForms(Canonicalization.SIMPLE, Canonicalization.SIMPLE);
        String signed = Mail.text(Mail.signed(simple, Mail.crlf(plain)));
        assertThat(only(MAIL.verifier(), signed.replace("\r\none", "\r\none ")).reason())
                .isEqualTo("body hash differs: only white space was changed after signing");
        assertThat(only(MAIL.verifier(), signed.replace("\r\none", "\r\nOne")).reason())
                .isEqualTo("body hash differs: the body was changed after signing");
    }

    @Test
    void theCopiesInZTellWhichFieldWasChanged() throws IOException {
        String signed =
                signedText().replaceFirst("v=1;", "v=1; z=To:x|Subject:Is=20dinner=20ready?;");
        String swapped = signed.replace("ready?\r\nDate", "done?\r\nDate");
        assertThat(only(MAIL.verifier(), swapped).reason())
                .isEqualTo("the signature does not match: To was changed after signing");
        assertThat(only(MAIL.verifier(), swapped.replace("To:x|", "")).reason())
                .isEqualTo("the signature does not match: Subject was changed after signing");
    }

    @Test
    void signaturesBeyondTheLimitAreNotTried() throws IOException {
        String one = signedText();
        String field = one.substring(0, one.indexOf("Received:"));
        List<DkimResult> results = MAIL.verifier().verify(Mail.crlf(field.repeat(30) + Mail.TEXT));
        assertThat(results).hasSize(11);
        assertThat(results.subList(0, 10)).allMatch(DkimResult::passed);
        assertThat(results.getLast().code()).isEqualTo(DkimResult.Code.POLICY);
        assertThat(results.getLast().reason())
                .isEqualTo("not tried: only the first 10 signatures are");
    }

    @Test
    void anEndlessSignatureFieldIsNotRead() throws IOException {
        String text = "DKIM-Signature: v=1; b=" + "A".repeat(40_000) + "\n" + Mail.TEXT;
        assertThat(only(MAIL.verifier(), text).code()).isEqualTo(DkimResult.Code.POLICY);
    }

    @Test
    void eachKeyIsAskedForOnceAndOnlyWhereItMatters() throws IOException {
        List<DomainName> asked = new ArrayList<>();
        Resolver counting =
                (name, type) -> {
                    asked.add(name);
                    return MAIL.zone().query(name, type);
                };
        String one = signedText();
        String field = one.substring(0, one.indexOf("Received:"));
        String dead = field.replace("a=ed25519-sha256", "a=dsa-sha256").replace("s=ed", "s=dead");
        byte[] message = Mail.crlf(field.repeat(3) + dead + Mail.TEXT);
        new DkimVerifier(counting, Mail.CLOCK).verify(message);
        assertThat(asked).containsExactly(DomainName.of("ed._domainkey.example.com"));
        asked.clear();
        DkimLimits early = new DkimLimits(10, 32 * 1024, 1024, true, true);
        new DkimVerifier(counting, Mail.CLOCK, early).verify(message);
        assertThat(asked).containsExactly(DomainName.of("ed._domainkey.example.com"));
    }

    @Test
    void severalRecordsAtOneNameDoNotHideTheKey() throws IOException {
        FakeResolver zone =
                FakeResolver.builder()
                        .txt("ed._domainkey.example.com", "a note of the administrator")
                        .txt("ed._domainkey.example.com", Mail.record(MAIL.ed))
                        .build();
        assertThat(only(new DkimVerifier(zone, Mail.CLOCK), signedText()).passed()).isTrue();
        assertThat(zone.query(DomainName.of("ed._domainkey.example.com"), RecordType.TXT))
                .isInstanceOf(Answer.Found.class);
    }

    @Test
    void partialBodiesPassWithAWordOrAreRefused() throws IOException {
        PartialBody partial = new PartialBody(MAIL.ed);
        byte[] message = partial.signed(MESSAGE, 10);
        DkimResult lenient = MAIL.verifier().verify(message).getFirst();
        assertThat(lenient.code()).isEqualTo(DkimResult.Code.PASS);
        assertThat(lenient.reason()).contains("octets at the end of the body are not signed (l=)");
        DkimLimits strict = new DkimLimits(10, 32 * 1024, 1024, false, false);
        DkimVerifier refusing = new DkimVerifier(MAIL.zone(), Mail.CLOCK, strict);
        assertThat(refusing.verify(message).getFirst().code()).isEqualTo(DkimResult.Code.POLICY);
        DkimResult tooLong = MAIL.verifier().verify(partial.signed(MESSAGE, 500)).getFirst();
        assertThat(tooLong.code()).isEqualTo(DkimResult.Code.FAIL);
        assertThat(tooLong.reason()).contains("octets more than the body has");
    }
}
