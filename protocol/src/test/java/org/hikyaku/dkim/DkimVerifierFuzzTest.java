package org.hikyaku.dkim;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.List;
import org.hikyaku.dns.FakeResolver;
import org.hikyaku.message.MessageScanner;
import org.hikyaku.message.MessageScanner.HeaderTooLargeException;

class DkimVerifierFuzzTest {

    /** RFC 8463 appendix A.2. */
    private static final FakeResolver ZONE =
            FakeResolver.of(
                    "brisbane._domainkey.football.example.com TXT v=DKIM1; k=ed25519; "
                            + "p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");

    @FuzzTest
    void anyMessageHasItsResultsInAnyPieces(byte[] data) throws IOException {
        DkimVerifier verifier = new DkimVerifier(ZONE, Mail.CLOCK);
        try {
            List<DkimResult> whole = verifier.verify(data);
            DkimVerification run = verifier.begin();
            MessageScanner scanner = new MessageScanner(List.of(run));
            for (int at = 0; at < data.length; at += 7) {
                scanner.feed(data, at, Math.min(7, data.length - at));
            }
            scanner.end();
            if (!whole.equals(run.results())) {
                throw new AssertionError(whole + " became " + run.results());
            }
        } catch (HeaderTooLargeException _) {
            return; // the declared exception
        }
    }
}
