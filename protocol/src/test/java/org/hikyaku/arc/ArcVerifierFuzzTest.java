package org.hikyaku.arc;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.time.Instant;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.message.MessageScanner.HeaderTooLargeException;

class ArcVerifierFuzzTest {

    /** RFC 8463 appendix A.2: the seeds are signed with this key or with none. */
    private static final FakeResolver ZONE =
            FakeResolver.of(
                    "s._domainkey.d.example TXT v=DKIM1; k=ed25519; "
                            + "p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");

    @FuzzTest
    void anyMessageHasAResult(byte[] data) throws IOException {
        ArcResult result;
        try {
            result = new ArcVerifier(ZONE, () -> Instant.EPOCH).verify(data);
        } catch (HeaderTooLargeException _) {
            return;
        }
        boolean told = result.code() == ArcResult.Code.PASS || !result.reason().isEmpty();
        if (!told || result.sealers().size() > ArcFields.MAX_INSTANCE) {
            throw new AssertionError("no reason: " + result);
        }
    }
}
