package org.hikyaku.arc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.hikyaku.authres.AuthenticationResults;
import org.hikyaku.dkim.DkimKeyPair;
import org.hikyaku.dkim.DkimKeys;
import org.hikyaku.dns.Answer;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.dns.Resolver;
import org.hikyaku.message.HeaderField;
import org.hikyaku.message.MessageScanner;
import org.hikyaku.name.DomainName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Chains that this project's own sealer makes, and what breaks them. */
class ArcVerifierTest {

    private static final InstantSource CLOCK = () -> Instant.parse("2026-11-24T09:00:00Z");
    private static final String MESSAGE =
            "From: joe@example.com\r\nTo: list@example.net\r\nSubject: x\r\n\r\nHi.\r\n";
    private static final DkimKeyPair KEY =
            new DkimKeyPair(
                    DomainName.of("list.example"),
                    "s",
                    DkimKeyPair.Algorithm.ED25519_SHA256,
                    DkimKeys.generateEd25519());

    private static FakeResolver zone() {
        try {
            return FakeResolver.builder()
                    .txt("s._domainkey.list.example", DkimKeys.publishedRecord(KEY))
                    .build();
        } catch (DkimKeys.Unreadable e) {
            throw new AssertionError(e);
        }
    }

    private static ArcResult verify(String message) throws IOException {
        return new ArcVerifier(zone(), CLOCK).verify(message.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String seal(String message, ArcResult.Code status) throws IOException {
        AuthenticationResults results =
                new AuthenticationResults(
                        "mx.list.example",
                        1,
                        List.of(AuthenticationResults.Result.of("arc", status.text(), null)));
        ArcSealRun run = new ArcSealer(ArcSealing.of(KEY), CLOCK).begin(results, status);
        MessageScanner scanner = new MessageScanner(List.of(run));
        byte[] octets = message.getBytes(StandardCharsets.ISO_8859_1);
        scanner.feed(octets, 0, octets.length);
        scanner.end();
        StringBuilder out = new StringBuilder();
        for (HeaderField field : run.fields()) {
            out.append(new String(field.raw(), StandardCharsets.ISO_8859_1));
        }
        return out + message;
    }

    private static String chain(int sets) throws IOException {
        String message = MESSAGE;
        for (int i = 0; i < sets; i++) {
            message = seal(message, i == 0 ? ArcResult.Code.NONE : ArcResult.Code.PASS);
        }
        return message;
    }

    @Test
    void ownChainsPassUpToFiftySets() throws IOException {
        assertThat(verify(MESSAGE)).isEqualTo(ArcResult.NONE);
        for (int sets : new int[] {1, 2, 5, 50}) {
            ArcResult result = verify(chain(sets));
            assertThat(result.reason()).isEmpty();
            assertThat(result.code()).isEqualTo(ArcResult.Code.PASS);
            assertThat(result.sealers()).hasSize(sets).containsOnly(KEY.domain());
            assertThat(result.oldestPass()).isEqualTo(1);
        }
        assertThat(chain(51)).isEqualTo(chain(50));
    }

    @Test
    void aListThatChangesTheBodyMovesTheOldestPass() throws IOException {
        String changed = chain(2).replace("Hi.\r\n", "Hi.\r\n-- \r\nlist\r\n");
        assertThat(verify(changed).code()).isEqualTo(ArcResult.Code.FAIL);
        assertThat(verify(changed).reason())
                .isEqualTo("message signature of list.example: body hash differs");
        ArcResult sealed = verify(seal(changed, ArcResult.Code.PASS));
        assertThat(sealed.code()).isEqualTo(ArcResult.Code.PASS);
        assertThat(sealed.oldestPass()).isEqualTo(3);
    }

    @Test
    void aFailedChainIsSealedOnceAndNeverContinued() throws IOException {
        String broken = chain(2).replace("i=1; mx.list.example", "i=1; mx.other.example");
        assertThat(verify(broken).reason()).isEqualTo("seal of list.example does not match");
        String failed = seal(broken, ArcResult.Code.FAIL);
        assertThat(failed).contains("cv=fail");
        assertThat(verify(failed).reason())
                .isEqualTo("sealer list.example found the chain broken (cv=fail at i=3)");
        assertThat(seal(failed, ArcResult.Code.FAIL)).isEqualTo(failed);
    }

    @Test
    void aStatusThatDoesNotFitSealsNothing() throws IOException {
        assertThat(seal(MESSAGE, ArcResult.Code.PASS)).isEqualTo(MESSAGE);
        assertThat(seal(chain(1), ArcResult.Code.NONE)).isEqualTo(chain(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cv=none | cv=pass | the seal at i=1 has the wrong cv=",
                "ARC-Seal: i=1; | ARC-Seal: i=2; | set 1 does not have one field of each kind",
                "ARC-Seal: i=1; | ARC-Seal: i=51; | ARC-Seal has an instance that is not 1 to 50",
                "ARC-Seal: i=1; | ARC-Seal: | ARC-Seal: tag i= is missing",
                "ARC-Seal: i=1; | ARC-Seal: i=1; h=from; | the seal has h=, which is not allowed",
                "ARC-Seal: i=1; a=ed25519-sha256 | ARC-Seal: i=1; a=rsa-sha1 | a= names an algorithm that is not accepted",
                "To: list@example.net | To: other@example.net | message signature of list.example does not match",
            })
    void whatBreaksAChainIsTold(String old, String replacement, String reason) throws IOException {
        ArcResult result = verify(chain(1).replace(old, replacement));
        assertThat(result.code()).isEqualTo(ArcResult.Code.FAIL);
        assertThat(result.reason()).isEqualTo(reason);
    }

    /** RFC 8617 section 5.2.1: all failures are permanent. */
    @Test
    void aDnsFailureFailsTheChain() throws IOException {
        Resolver failing = (_, _) -> new Answer.Failed(Answer.Failure.TIMEOUT, "");
        ArcResult result =
                new ArcVerifier(failing, CLOCK)
                        .verify(chain(1).getBytes(StandardCharsets.ISO_8859_1));
        assertThat(result.code()).isEqualTo(ArcResult.Code.FAIL);
        assertThat(result.reason()).contains("could not be looked up (timeout)");
    }

    @Test
    void aChainOfOneKeyAsksOnce() throws IOException {
        List<DomainName> asked = new ArrayList<>();
        Resolver counting =
                (name, type) -> {
                    asked.add(name);
                    return zone().query(name, type);
                };
        new ArcVerifier(counting, CLOCK).verify(chain(9).getBytes(StandardCharsets.ISO_8859_1));
        assertThat(asked).hasSize(1);
    }

    @Test
    void forbiddenFieldsAreNotCovered() {
        for (String name : List.of("ARC-Seal", "arc-message-signature", "Authentication-Results")) {
            assertThatThrownBy(
                            () ->
                                    new ArcSealing(
                                            KEY,
                                            List.of("From", name),
                                            ArcSealing.TagOrder.INSTANCE_FIRST))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
