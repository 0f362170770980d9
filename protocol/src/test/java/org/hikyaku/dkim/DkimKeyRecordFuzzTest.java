package org.hikyaku.dkim;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.hikyaku.message.HeaderField;

class DkimKeyRecordFuzzTest {

    @FuzzTest
    void parsesOrSaysWhyNot(byte[] data) throws DkimKeyRecord.Malformed {
        DkimKeyRecord record;
        try {
            record = DkimKeyRecord.parse(new String(data, StandardCharsets.ISO_8859_1));
        } catch (DkimKeyRecord.Malformed _) {
            return;
        }
        DkimKeyRecord again = DkimKeyRecord.parse(record.text());
        if (!again.equals(record)) {
            throw new AssertionError(record + " became " + again);
        }
        if (!record.isRevoked()) {
            try {
                DkimPublicKey key = DkimPublicKey.of(record, DkimLimits.MIN_RSA_BITS);
                CanonicalHeader signed = new CanonicalHeader(Canonicalization.RELAXED);
                signed.add(HeaderField.ofRaw(data));
                key.verifies(signed, data);
            } catch (DkimPublicKey.Unusable _) {
                return;
            }
        }
    }
}
