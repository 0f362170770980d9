package org.hikyaku.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

class DkimKeysFuzzTest {

    /** A key file is read or refused; what is read is read again from what is written. */
    @FuzzTest
    void readPem(byte[] data) throws DkimKeys.Unreadable {
        DkimKeys.Read read;
        try {
            read = DkimKeys.readPem(new String(data, StandardCharsets.ISO_8859_1));
        } catch (DkimKeys.Unreadable e) {
            assertThat(e).hasMessageNotContaining("\n");
            return;
        }
        DkimKeys.Read again = DkimKeys.readPem(DkimKeys.writePem(read.key()));
        assertThat(again.algorithm()).isEqualTo(read.algorithm());
        assertThat(again.key().getEncoded()).isEqualTo(read.key().getEncoded());
    }
}
