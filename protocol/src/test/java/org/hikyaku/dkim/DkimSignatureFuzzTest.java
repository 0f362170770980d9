package org.hikyaku.dkim;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

class DkimSignatureFuzzTest {

    @FuzzTest
    void parsesOrSaysWhyNot(byte[] data) {
        try {
            DkimSignature signature = DkimSignature.parse(new String(data, StandardCharsets.UTF_8));
            boolean sound =
                    signature.signedFields().contains("from")
                            && signature.agentDomain().isWithin(signature.domain())
                            && StrictBase64.decode(signature.signature()).length > 0;
            if (!sound) {
                throw new AssertionError("not sound: " + signature);
            }
        } catch (DkimSignature.Malformed e) {
            if (e.getMessage() == null || e.getMessage().isEmpty()) {
                throw new AssertionError("no reason", e);
            }
        }
    }
}
