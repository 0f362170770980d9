package org.hikyaku.dane;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.hikyaku.dns.DnsRecord.Tlsa;

final class DaneVerifierFuzzTest {

    /** The octets of a TLSA record: three numbers and the rest. */
    @FuzzTest
    void anyRecord(byte[] data) {
        if (data.length < 3) {
            return;
        }
        Tlsa record =
                new Tlsa(
                        data[0] & 0xff,
                        data[1] & 0xff,
                        data[2] & 0xff,
                        HexFormat.of().formatHex(Arrays.copyOfRange(data, 3, data.length)));
        DaneResult result =
                DaneVerifier.verify(List.of(record), List.of(), Set.of(), Instant.EPOCH);
        boolean usable = DaneVerifier.problemOf(record).isEmpty();
        assertThat(result)
                .isInstanceOf(usable ? DaneResult.NoMatch.class : DaneResult.NoneUsable.class);
    }
}
